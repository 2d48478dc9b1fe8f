// An MVM of one array in time: load -> (drive -> integrate and sample -> convert -> shift and add)
// for every pass -> output. Neighboring stages either work on different passes (load, output: MVMs)
// at once, or form one segment that is busy until the last of them is done. A pass starts as soon
// as it can go through without waiting between segments, for what a column holds cannot be queued;
// the equations that follow for equal passes are in the README. Times are integer femtoseconds.
//
// Ignored: the time that a controller takes to find out what is zero or when a conversion ended.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "models/crossbar/mvm.hpp"
#include "sim/base/quantity.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/part.hpp"

namespace mho {

/// Durations of one MVM that skips nothing and ends no conversion early.
struct MvmTiming {
  Time load;     ///< one MVM: its inputs into the macro's register
  Time read;     ///< one pass: drive, integration, sampling; of all slices with analog accumulation
  Time convert;  ///< one pass: all conversions of the busiest ADC, with their column selection
  Time shift_add;  ///< one code
  Time output;     ///< one MVM: its partial sums into the output register
  Time interval;   ///< from one MVM's start to the next one's, back to back
  Time latency;    ///< from the arrival of the inputs to the partial sums in the output register
};

/// What the times of an MVM are made of, in femtoseconds.
struct MvmStages {
  PipelineSpec pipeline;  ///< which stages overlap
  std::int64_t load = 0;
  std::int64_t drive = 0;       ///< of one pass
  std::int64_t integrate = 0;   ///< of one pass, with sampling
  std::int64_t rounds = 0;      ///< conversions of the busiest ADC in one pass
  std::int64_t round = 0;       ///< of each: column selection and conversion without its steps
  std::int64_t step = 0;        ///< of a conversion that ends early
  std::int64_t full_steps = 0;  ///< of a whole conversion
  std::int64_t shift_add = 0;   ///< of one code
  std::int64_t output = 0;
  std::int64_t cycle = 1;  ///< stages hand over at multiples of it
  std::int64_t after = 0;  ///< digital: from the last pass to the sum
  /// The last pass of a polarity, where it has fewer drives than the others.
  int last_drives = 0;              ///< 0: all passes are alike
  std::int64_t last_drive = 0;      ///< in place of drive
  std::int64_t last_integrate = 0;  ///< in place of integrate

  bool operator==(const MvmStages&) const = default;
};

/// Delays of an analog macro's parts by the stage that they belong to, in femtoseconds.
struct StageDelays {
  std::array<std::int64_t, kStages> fs{};

  std::int64_t operator[](Stage stage) const { return fs[static_cast<std::size_t>(stage)]; }
};

/// Of the parts of a kind of tile's macros.
StageDelays stage_delays(const std::vector<Part>& parts, int kind);

/// Stages of an MVM of `converted_columns` columns on one macro.
MvmStages mvm_stages(const MacroSpec& macro, const StageDelays& delays, const MvmFormat& format,
                     int converted_columns);

/// Timing of a whole MVM of `rows` inputs and `converted_columns` columns on one macro.
MvmTiming mvm_timing(const MacroSpec& macro, const StageDelays& delays, const MvmFormat& format,
                     int rows, int converted_columns);

/// For `passes` whole passes: the closed form. Throws InputError where they take longer than a
/// duration may (sim/base/femtoseconds.hpp).
MvmTiming mvm_timing(const MvmStages& stages, int passes);
/// For passes of which some have fewer drives: MVMs one behind the other through the pipeline.
MvmTiming mvm_timing(const MvmStages& stages, std::span<const PassRecord> passes);

/// One MVM's times.
struct MvmSchedule {
  std::int64_t start = 0;          ///< first drive
  std::int64_t register_free = 0;  ///< the input register takes the next MVM's inputs
  std::int64_t finish = 0;         ///< partial sums in the output register
  std::int64_t next = 0;           ///< the next MVM may start, if its inputs are there
  // For those who look at it:
  std::int64_t driven = 0;      ///< last drive done
  std::int64_t converting = 0;  ///< first conversion begins
  std::int64_t converted = 0;   ///< last conversion done

  bool operator==(const MvmSchedule&) const = default;
};

/// MVM after MVM on one macro, each with passes of its own.
class MacroPipeline {
 public:
  explicit MacroPipeline(const MvmStages& stages);

  /// When the first drive may start of an MVM whose inputs arrive at `arrival`.
  std::int64_t earliest(std::int64_t arrival) const;

  /// Starts an MVM at `start`, at least its earliest().
  MvmSchedule enter(std::int64_t start, std::span<const PassRecord> passes);

 private:
  /// Of the segments that a pass goes through, the last of which converts: their times without the
  /// conversion, and from the pass's entry to theirs.
  struct PassTimes {
    std::array<std::int64_t, 3> busy{}, offset{};
  };
  PassTimes times_of(std::int64_t drive, std::int64_t integrate) const;
  std::int64_t first_entry(const PassTimes& pass) const;
  std::int64_t conversion(const PassTimes& pass, std::int64_t steps) const;

  MvmStages stages_;
  int segments_ = 0;
  PassTimes whole_, last_;
  std::array<std::int64_t, 3> free_{};
  std::int64_t output_free_ = 0;

  friend MvmTiming mvm_timing(const MvmStages& stages, int passes);
  std::int64_t aligned(std::int64_t duration) const;
};

}  // namespace mho
