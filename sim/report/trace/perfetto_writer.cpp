// Fields by their numbers in Perfetto's protos/perfetto/trace/perfetto_trace.proto (Apache-2.0,
// github.com/google/perfetto), wire format after protobuf.dev/programming-guides/encoding.
#include "sim/report/trace/perfetto_writer.hpp"

#include <unistd.h>

#include <bit>
#include <cerrno>
#include <utility>

namespace mho {

namespace {

constexpr std::int64_t kFsOfTick = 1000;
constexpr std::size_t kBufferBytes = 1 << 16;
constexpr std::uint64_t kSequence = 1;  ///< all packets are of one writer

// Trace
constexpr int kPacket = 1;
// TracePacket
constexpr int kTimestamp = 8, kSequenceId = 10, kTrackEvent = 11, kInternedData = 12,
              kSequenceFlags = 13, kTrackDescriptor = 60;
constexpr std::uint64_t kStateCleared = 1, kNeedsState = 2;  // SequenceFlags
// TrackDescriptor
constexpr int kUuid = 1, kTrackName = 2, kParentUuid = 5, kCounter = 8, kChildOrdering = 11,
              kSiblingRank = 12;
constexpr std::uint64_t kExplicitOrder = 3;
// CounterDescriptor
constexpr int kUnitName = 6;
// TrackEvent
constexpr int kAnnotations = 4, kType = 9, kNameIid = 10, kTrackUuid = 11, kDoubleValue = 44,
              kFlowIds = 47;
constexpr std::uint64_t kSliceBegin = 1, kSliceEnd = 2, kCounterValue = 4;  // Type
// DebugAnnotation
constexpr int kAnnotationNameIid = 1, kIntValue = 4;
// InternedData, EventName, DebugAnnotationName
constexpr int kEventNames = 2, kAnnotationNames = 3, kIid = 1, kName = 2;
constexpr std::uint64_t kImage = 1, kPosition = 2;  // our iids of names of annotations

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void put(std::string& out, int field, std::uint64_t value) {
  put_varint(out, static_cast<std::uint64_t>(field) << 3);
  put_varint(out, value);
}

void put_fixed(std::string& out, int field, std::uint64_t value) {
  put_varint(out, static_cast<std::uint64_t>(field) << 3 | 1);
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(value >> shift);
}

void put(std::string& out, int field, const std::string& bytes) {
  put_varint(out, static_cast<std::uint64_t>(field) << 3 | 2);
  put_varint(out, bytes.size());
  out += bytes;
}

/// EventName, or DebugAnnotationName.
std::string interned(std::uint64_t iid, const std::string& name) {
  std::string message;
  put(message, kIid, iid);
  put(message, kName, name);
  return message;
}

std::string annotation(std::uint64_t name, std::int64_t value) {
  std::string message;
  put(message, kAnnotationNameIid, name);
  put(message, kIntValue, static_cast<std::uint64_t>(value));
  return message;
}

std::uint64_t ticks(std::int64_t fs) { return static_cast<std::uint64_t>(fs / kFsOfTick); }
std::uint64_t uuid(int track) { return static_cast<std::uint64_t>(track) + 1; }

std::string timed_event(std::int64_t at_fs, const std::string& event) {
  std::string packet;
  put(packet, kTimestamp, ticks(at_fs));
  put(packet, kTrackEvent, event);
  return packet;
}

std::string event_of(std::uint64_t type, int track) {
  std::string event;
  put(event, kType, type);
  put(event, kTrackUuid, uuid(track));
  return event;
}

}  // namespace

PerfettoWriter::PerfettoWriter(int descriptor, std::string title)
    : descriptor_(descriptor), title_(std::move(title)) {}

void PerfettoWriter::restart() {
  if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0) error_ = errno;
  buffer_.clear();
  names_.clear();
  written_ = 0;
  tracks_ = 0;
  std::string names;
  put(names, kAnnotationNames, interned(kImage, "image"));
  put(names, kAnnotationNames, interned(kPosition, "position"));
  std::string packet;
  put(packet, kInternedData, names);
  put(packet, kSequenceFlags, kStateCleared);
  add_packet(packet);
}

void PerfettoWriter::add_packet(const std::string& packet) {
  std::string whole = packet;
  put(whole, kSequenceId, kSequence);
  put(buffer_, kPacket, whole);
  if (buffer_.size() >= kBufferBytes) flush();
}

void PerfettoWriter::flush() {
  std::size_t done = 0;
  while (done < buffer_.size() && error_ == 0) {
    const ssize_t count = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (count > 0)
      done += static_cast<std::size_t>(count);
    else if (errno != EINTR)
      error_ = errno;
  }
  written_ += static_cast<std::int64_t>(buffer_.size());
  buffer_.clear();
}

int PerfettoWriter::describe(int parent, const std::string& name, int rank,
                             const std::string* unit) {
  const int track = tracks_++;
  std::string message;
  put(message, kUuid, uuid(track));
  put(message, kTrackName, parent < 0 ? title_ : name);
  if (parent >= 0) put(message, kParentUuid, uuid(parent));
  put(message, kChildOrdering, kExplicitOrder);
  put(message, kSiblingRank, static_cast<std::uint64_t>(rank));
  if (unit != nullptr) {
    std::string counter;
    put(counter, kUnitName, *unit);
    put(message, kCounter, counter);
  }
  std::string packet;
  put(packet, kTrackDescriptor, message);
  add_packet(packet);
  return track;
}

int PerfettoWriter::add_track(int parent, const std::string& name, int rank) {
  return describe(parent, name, rank, nullptr);
}

int PerfettoWriter::add_counter(int parent, const std::string& name, const std::string& unit) {
  return describe(parent, name, tracks_, &unit);
}

void PerfettoWriter::slice(int track, const TimelineSlice& slice) {
  const auto [named, is_new] = names_.try_emplace(slice.name, names_.size() + 1);
  std::string event = event_of(kSliceBegin, track);
  put(event, kNameIid, named->second);
  if (slice.image >= 0) put(event, kAnnotations, annotation(kImage, slice.image));
  if (slice.pixel >= 0) put(event, kAnnotations, annotation(kPosition, slice.pixel));
  for (const std::uint64_t arrow : slice.arrows) put_fixed(event, kFlowIds, arrow);
  std::string packet = timed_event(slice.begin_fs, event);
  if (is_new) {
    std::string names;
    put(names, kEventNames, interned(named->second, slice.name));
    put(packet, kInternedData, names);
  }
  put(packet, kSequenceFlags, kNeedsState);
  add_packet(packet);
  add_packet(timed_event(slice.end_fs, event_of(kSliceEnd, track)));
}

void PerfettoWriter::count(int counter, std::int64_t at_fs, double value) {
  std::string event = event_of(kCounterValue, counter);
  put_fixed(event, kDoubleValue, std::bit_cast<std::uint64_t>(value));
  add_packet(timed_event(at_fs, event));
}

}  // namespace mho
