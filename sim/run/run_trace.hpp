// A run of the timed engine as a timeline: the engine's spans as slices of a tree of tracks (chip,
// tile, what is on it), and counters of power, from counts and prices between two times, and of
// what buffers hold. Memory is bounded: slices are passed on as they come; counters have at most
// kMostBins values, whose distance doubles with a run that is longer.
//
// Power follows the counting: what an action takes falls in the bin in which it is counted, at the
// beginning of what it is part of; but the bits of the host's link, which are counted when they are
// queued, in those in which they are transferred. Static power is spread evenly.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/results/ledger.hpp"
#include "sim/results/timeline.hpp"

namespace mho {

/// What a run's timeline is told to, and what of it. The engine may run in a child process.
class TimelineRequest {
 public:
  TimelineRequest(TimelineWriter& writer, const TimelineWindow& window);
  TimelineRequest(const TimelineRequest&) = delete;
  ~TimelineRequest();

  TimelineWriter& writer;
  TimelineWindow window;
  /// In memory that child processes share.
  TimelineSummary& summary;
};

class RunTrace final : public Recorder {
 public:
  static constexpr std::size_t kMostBins = 1024;

  /// `chip`: with its prices.
  RunTrace(const Chip& chip, TimelineRequest& request);

  void begin(const RecordedMachine& machine) override;
  void record(const RecordedSpan& span) override;
  std::int64_t next_sample_fs() const override;
  void sample(const Tally& tally, std::span<const BufferFill> fills) override;
  void end(std::int64_t end_fs, const Tally& tally, std::span<const BufferFill> fills) override;

 private:
  struct Lane {
    int track = 0;
    std::int64_t end_fs = 0;
  };
  /// A site's tracks: as many as it does things at once.
  struct Lanes {
    int parent = 0;
    std::string name;
    int rank = 0;
    std::vector<Lane> lanes;
  };
  struct Power {
    double static_w = 0;
    ExactEnergy counted = 0;   ///< so far
    std::vector<double> bins;  ///< energy of actions, J
  };
  /// Transfers of a direction of the host's link, one after the other.
  struct Transfers {
    std::int64_t duration_fs = 0;  ///< of all that were asked for
    std::int64_t end_fs = 0;       ///< of the last
  };
  struct Fill {
    std::vector<double> bins;  ///< bytes at their ends
  };

  int track_of_tile(int tile);
  int group(int parent, const std::string& name, int rank);
  Lanes& lanes_of(const RecordedSpan& span);
  std::string name_of_stage(const RecordedSpan& span) const;
  int lane_of(const RecordedSpan& span);
  ExactEnergy price(int tile, Action action);
  void add_static_power();
  void close_bin(std::int64_t end_fs, const Tally& tally, std::span<const BufferFill> fills);
  double transferred(std::int64_t at_fs) const;
  void halve_bins();
  void merge_last_bin(std::int64_t end_fs);
  void tell_counters(std::int64_t end_fs);
  std::string owner_of(int tile, Action action) const;

  const Chip& chip_;
  TimelineRequest& request_;
  RecordedMachine machine_;
  int chip_track_ = -1;
  std::map<std::pair<int, std::string>, int> groups_;
  std::map<std::tuple<Site, int, int>, Lanes> lanes_;
  std::vector<std::array<std::optional<ExactEnergy>, kActions>> prices_;  ///< by kind of tile
  std::map<std::string, Power> power_;                                    ///< "tile 3", "router"
  std::map<int, Fill> fills_;                                             ///< by tile
  Transfers into_chip_, out_of_chip_;
  std::int64_t bin_fs_ = 1;
  std::int64_t first_bin_fs_ = 0;
  std::size_t bins_ = 0;  ///< closed
  bool started_ = true;   ///< the window has been reached
};

}  // namespace mho
