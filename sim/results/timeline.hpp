// What happened when, as it is told: tracks that hold slices of time or values, for the formats of
// traces. Times are femtoseconds. Nothing is kept: a format writes as it is told.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace mho {

/// Something that lasts. Slices of one track come in order and do not overlap.
struct TimelineSlice {
  std::int64_t begin_fs = 0, end_fs = 0;
  const std::string& name;
  std::int64_t image = -1;  ///< -1: of none
  int pixel = -1;           ///< -1: of none
  /// Numbers, each of an arrow to a later slice with the same number.
  std::span<const std::uint64_t> arrows{};
  int layer = -1;  ///< its number; -1: of none
};

class TimelineWriter {
 public:
  virtual ~TimelineWriter() = default;

  /// Forgets all that was told.
  virtual void restart() = 0;
  /// A track below another (-1: below none), in order of `rank` and of being added. Tracks of one
  /// name below one track are shown as one.
  virtual int add_track(int parent, const std::string& name, int rank = 0) = 0;
  virtual int add_counter(int parent, const std::string& name, const std::string& unit) = 0;
  virtual void slice(int track, const TimelineSlice& slice) = 0;
  /// The counter has this value from then on.
  virtual void count(int counter, std::int64_t at_fs, double value) = 0;
  /// All is told. Also ends what was told of a run that stopped.
  virtual void finish() = 0;
  /// That have been told so far.
  virtual std::int64_t bytes() const = 0;
  /// Error number of the system; 0: all could be written.
  virtual int error() const = 0;
};

/// Which part of a run is told.
struct TimelineWindow {
  std::int64_t from_fs = 0, to_fs = INT64_MAX;
  std::int64_t first_image = 0, last_image = INT64_MAX;  ///< slices of others are left out
  std::int64_t most_bytes = std::int64_t{256} << 20;     ///< of slices; later ones are left out
};

/// What was told.
struct TimelineSummary {
  std::int64_t slices = 0;
  std::int64_t left_out = 0;  ///< slices of the window, for their bytes
  std::int64_t bytes = 0;
  std::int64_t images = 0;  ///< simulated
  int error = 0;            ///< as of TimelineWriter
};

}  // namespace mho
