// A timeline as a Perfetto trace: TrackEvents of protobuf, for ui.perfetto.dev and its trace
// processor. Written as it is told, to a descriptor; kept in memory are the names of slices and a
// few kilobytes.
//
// Perfetto's clock counts nanoseconds and the engine femtoseconds: one nanosecond of the trace is
// one picosecond of the chip, times rounded down. The first track says so.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/results/timeline.hpp"

namespace mho {

class PerfettoWriter final : public TimelineWriter {
 public:
  /// To an open descriptor of a file that can be cut short. `title`: of the first track.
  PerfettoWriter(int descriptor, std::string title);

  void restart() override;
  int add_track(int parent, const std::string& name, int rank) override;
  int add_counter(int parent, const std::string& name, const std::string& unit) override;
  void slice(int track, const TimelineSlice& slice) override;
  void count(int counter, std::int64_t at_fs, double value) override;
  void finish() override { flush(); }
  std::int64_t bytes() const override {
    return written_ + static_cast<std::int64_t>(buffer_.size());
  }
  int error() const override { return error_; }

 private:
  void add_packet(const std::string& packet);
  int describe(int parent, const std::string& name, int rank, const std::string* unit);
  void flush();

  int descriptor_;
  std::string title_;
  std::string buffer_;
  std::int64_t written_ = 0;
  int tracks_ = 0;
  std::unordered_map<std::string, std::uint64_t> names_;  ///< of slices, by number
  int error_ = 0;
};

}  // namespace mho
