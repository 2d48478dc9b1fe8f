#include "sim/run/waveform_writer.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <sstream>
#include <tuple>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr std::size_t kEdgesBuffered = 4096;

/// At the end of the file.
struct WaveformFooter {
  std::int64_t edges = 0, bytes_of_names = 0;
};

std::string word_of(std::string name) {
  for (char& letter : name)
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  return name;
}

void read_at(int descriptor, void* to, std::int64_t size, std::int64_t at) {
  for (std::int64_t done = 0; done < size;) {
    const ssize_t count = ::pread(descriptor, static_cast<char*>(to) + done,
                                  static_cast<std::size_t>(size - done), at + done);
    require(count > 0, "the waveforms that a run has told were cut short");
    done += count;
  }
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Of a track's or a counter's line: its signal with an even number, or its other one.
WaveformSignal signal_of(const std::string& line, bool is_other) {
  const std::string name = line.substr(2);
  if (line[0] == 'c') return {name, WaveformSignal::Kind::real};
  if (is_other) return {name + ".layer", WaveformSignal::Kind::number};
  return {name + ".busy", WaveformSignal::Kind::bit};
}

/// Numbers the signals that have edges, in the order of their tracks.
std::vector<WaveformSignal> number_signals(const std::vector<std::string>& lines,
                                           std::vector<WaveformEdge>& edges) {
  std::vector<std::int32_t> number(2 * lines.size(), -1);
  for (const WaveformEdge& edge : edges) number[static_cast<std::size_t>(edge.signal)] = 0;
  std::vector<WaveformSignal> signals;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] < 0) continue;
    number[i] = static_cast<std::int32_t>(signals.size());
    signals.push_back(signal_of(lines[i / 2], i % 2 != 0));
  }
  for (WaveformEdge& edge : edges) edge.signal = number[static_cast<std::size_t>(edge.signal)];
  return signals;
}

}  // namespace

void WaveformWriter::restart() {
  if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0) error_ = errno;
  paths_.clear();
  counters_.clear();
  buffer_.clear();
  edges_ = 0;
}

int WaveformWriter::add(int parent, const std::string& name, bool is_counter) {
  std::string path =
      (parent < 0 ? "" : paths_[static_cast<std::size_t>(parent)] + ".") + word_of(name);
  const std::string first = path;  // several at once have numbers
  for (int n = 2; std::find(paths_.begin(), paths_.end(), path) != paths_.end(); ++n)
    path = first + "_" + std::to_string(n);
  paths_.push_back(path);
  counters_.push_back(is_counter);
  return static_cast<int>(paths_.size()) - 1;
}

int WaveformWriter::add_track(int parent, const std::string& name, int) {
  return add(parent, name, false);
}

int WaveformWriter::add_counter(int parent, const std::string& name, const std::string& unit) {
  return add(parent, name + " " + unit, true);
}

void WaveformWriter::add(std::int32_t signal, std::int64_t at_fs, double value,
                         std::int32_t order) {
  buffer_.push_back({at_fs, signal, order, value});
  ++edges_;
  if (buffer_.size() == kEdgesBuffered) flush();
}

void WaveformWriter::slice(int track, const TimelineSlice& slice) {
  add(2 * track, slice.begin_fs, 1, 1);
  add(2 * track + 1, slice.begin_fs, slice.layer + 1, 1);
  add(2 * track, slice.end_fs, 0, 0);  // before what begins then
  add(2 * track + 1, slice.end_fs, 0, 0);
}

void WaveformWriter::count(int counter, std::int64_t at_fs, double value) {
  add(2 * counter, at_fs, value, 1);
}

void WaveformWriter::write(const void* bytes, std::size_t size) {
  for (std::size_t done = 0; done < size && error_ == 0;) {
    const ssize_t count = ::write(descriptor_, static_cast<const char*>(bytes) + done, size - done);
    if (count > 0)
      done += static_cast<std::size_t>(count);
    else if (errno != EINTR)
      error_ = errno;
  }
}

void WaveformWriter::flush() {
  write(buffer_.data(), buffer_.size() * sizeof(WaveformEdge));
  buffer_.clear();
}

void WaveformWriter::finish() {
  flush();
  std::string names;
  for (std::size_t i = 0; i < paths_.size(); ++i)
    names += (counters_[i] ? "c " : "t ") + paths_[i] + '\n';
  write(names.data(), names.size());
  const WaveformFooter footer{edges_, static_cast<std::int64_t>(names.size())};
  write(&footer, sizeof footer);
}

void WaveformWriter::write_vcd(const std::string& file) {
  const std::int64_t end = ::lseek(descriptor_, 0, SEEK_END);
  WaveformFooter footer;
  const auto footer_at = end - static_cast<std::int64_t>(sizeof footer);
  read_at(descriptor_, &footer, sizeof footer, footer_at);
  std::string names(static_cast<std::size_t>(footer.bytes_of_names), ' ');
  read_at(descriptor_, names.data(), footer.bytes_of_names, footer_at - footer.bytes_of_names);
  std::vector<WaveformEdge> edges(static_cast<std::size_t>(footer.edges));
  read_at(descriptor_, edges.data(), footer.edges * std::int64_t{sizeof(WaveformEdge)}, 0);
  std::sort(edges.begin(), edges.end(), [](const WaveformEdge& a, const WaveformEdge& b) {
    return std::tie(a.at_fs, a.order) < std::tie(b.at_fs, b.order);
  });
  const std::vector<WaveformSignal> signals = number_signals(lines_in(names), edges);
  write_waveforms(signals, edges, file);
}

void TimelineTee::restart() {
  for (TimelineWriter* writer : writers_) writer->restart();
}

int TimelineTee::add_track(int parent, const std::string& name, int rank) {
  int track = -1;
  for (TimelineWriter* writer : writers_) track = writer->add_track(parent, name, rank);
  return track;
}

int TimelineTee::add_counter(int parent, const std::string& name, const std::string& unit) {
  int track = -1;
  for (TimelineWriter* writer : writers_) track = writer->add_counter(parent, name, unit);
  return track;
}

void TimelineTee::slice(int track, const TimelineSlice& slice) {
  for (TimelineWriter* writer : writers_) writer->slice(track, slice);
}

void TimelineTee::count(int counter, std::int64_t at_fs, double value) {
  for (TimelineWriter* writer : writers_) writer->count(counter, at_fs, value);
}

void TimelineTee::finish() {
  for (TimelineWriter* writer : writers_) writer->finish();
}

std::int64_t TimelineTee::bytes() const {
  std::int64_t bytes = 0;
  for (const TimelineWriter* writer : writers_) bytes = std::max(bytes, writer->bytes());
  return bytes;
}

int TimelineTee::error() const {
  for (const TimelineWriter* writer : writers_)
    if (writer->error() != 0) return writer->error();
  return 0;
}

}  // namespace mho
