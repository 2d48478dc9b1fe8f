// Who watches a simulation: told what each part of the machine does from when to when, and shown
// the counts at times of its own choosing. Changes no result; without one nothing is told.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/engine/record/tally.hpp"

namespace mho {

/// A part of the machine whose activity is told.
enum class Site : std::uint8_t {
  arrays,            ///< unit: stage (tile of a MAC array: 0)
  drivers,           ///< row drivers of these
  converters,        ///< of these, from the first conversion of an MVM to its last
  core_accumulator,  ///< unit: core
  accumulator,
  vector_unit,
  input_buffer,   ///< its ports
  output_buffer,  ///< its ports
  output,         ///< pixels on their way out of the tile; unit: stage
  weights,        ///< of a MAC array, on their way into it
  waits,          ///< what the sites of a stage wait for; unit: stage
  link,           ///< unit: number of the link
  global_buffer,  ///< its ports
  memory,         ///< off-chip
  host_in,
  host_out
};

/// Something that a site does, of a layer, for an output pixel of an image.
struct RecordedSpan {
  Site site = Site::arrays;
  int tile = -1;  ///< -1: of no tile
  int unit = 0;
  const char* what = "";  ///< "MVM"; lives as long as the program
  std::int64_t begin_fs = 0, end_fs = 0;
  int layer = -1;           ///< -1: of none
  std::int64_t image = -1;  ///< -1: of none; on a MAC array the batch
  int pixel = -1;
  /// Numbers of what goes from one span to a later one that has the same number.
  std::span<const std::uint64_t> arrows{};
};

/// What a buffer holds at a moment.
struct BufferFill {
  int tile = -1;  ///< -1: the global buffer
  std::int64_t bits = 0;
};

/// What spans refer to by number.
struct RecordedMachine {
  std::vector<std::string> layers, stages, links;
};

class Recorder {
 public:
  virtual ~Recorder() = default;

  /// A simulation begins, at 0; what was told of one before is void.
  virtual void begin(const RecordedMachine& machine) = 0;
  /// Begins may lie in the future, ends in the future or the past.
  virtual void record(const RecordedSpan& span) = 0;
  /// When sample() is to be called next: all that happens before that time is counted then, and
  /// nothing that happens at it or later.
  virtual std::int64_t next_sample_fs() const = 0;
  virtual void sample(const Tally& tally, std::span<const BufferFill> fills) = 0;
  /// The simulation has ended.
  virtual void end(std::int64_t end_fs, const Tally& tally, std::span<const BufferFill> fills) = 0;
};

}  // namespace mho
