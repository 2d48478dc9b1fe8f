// A timeline as waveforms: for each track whether it is busy, and with which layer (its number from
// 1 in the network's order, 0: none); for each counter its value. Edges are kept in a file until
// all is told, then sorted: memory holds 24 bytes for each, of which there are four a slice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/waveform.hpp"
#include "sim/results/timeline.hpp"

namespace mho {

class WaveformWriter final : public TimelineWriter {
 public:
  /// Edges go to an open descriptor of a file that can be read and cut short.
  explicit WaveformWriter(int descriptor) : descriptor_(descriptor) {}

  void restart() override;
  int add_track(int parent, const std::string& name, int rank) override;
  int add_counter(int parent, const std::string& name, const std::string& unit) override;
  void slice(int track, const TimelineSlice& slice) override;
  void count(int counter, std::int64_t at_fs, double value) override;
  void finish() override;
  std::int64_t bytes() const override { return edges_ * std::int64_t{sizeof(WaveformEdge)}; }
  int error() const override { return error_; }

  /// What finish() left, also in another process, as `file`.vcd.
  void write_vcd(const std::string& file);

 private:
  void add(std::int32_t signal, std::int64_t at_fs, double value, std::int32_t order);
  int add(int parent, const std::string& name, bool is_counter);
  void write(const void* bytes, std::size_t size);
  void flush();

  int descriptor_;
  std::vector<std::string> paths_;  ///< by track
  std::vector<bool> counters_;      ///< by track
  std::vector<WaveformEdge> buffer_;
  std::int64_t edges_ = 0;
  int error_ = 0;
};

/// Tells several what it is told.
class TimelineTee final : public TimelineWriter {
 public:
  explicit TimelineTee(std::vector<TimelineWriter*> writers) : writers_(std::move(writers)) {}

  void restart() override;
  int add_track(int parent, const std::string& name, int rank) override;
  int add_counter(int parent, const std::string& name, const std::string& unit) override;
  void slice(int track, const TimelineSlice& slice) override;
  void count(int counter, std::int64_t at_fs, double value) override;
  void finish() override;
  std::int64_t bytes() const override;
  int error() const override;

 private:
  std::vector<TimelineWriter*> writers_;  ///< that number tracks alike
};

}  // namespace mho
