#include "sim/chip/mvm_timing.hpp"

#include <algorithm>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/femtoseconds.hpp"

namespace mho {

namespace {

Time time_of(std::int64_t fs) { return from_si<Time>(static_cast<double>(fs) / 1e15); }

/// Times of a round of conversions and its steps.
void set_conversion(MvmStages& stages, const AnalogMacroSpec& macro, const StageDelays& delays,
                    bool is_signed) {
  const Adc& adc = *macro.adc;
  const std::int64_t select = delays[Stage::select];
  stages.round = select + delays[Stage::convert];
  if (const EarlyTermination* early = adc.early_termination()) {
    stages.full_steps = adc.steps(adc.range_for(1, is_signed)).full;
    stages.round = select + femtoseconds(early->fixed_share * adc.cost().delay);
    stages.step = femtoseconds((1 - early->fixed_share) / static_cast<double>(stages.full_steps) *
                               adc.cost().delay);
  }
  if (!stages.pipeline.convert_shift_add)
    stages.round += stages.shift_add;
  else if (stages.step == 0)
    stages.round = std::max(stages.round, stages.shift_add);
}

/// Integrations in a pass of so many drives: slice k of it 2^(k bits) times with repetition.
std::int64_t integrations(const AnalogMacroSpec& macro, const MvmFormat& format, int drives) {
  if (macro.slice_weights == SliceWeights::circuit) return drives;
  const std::int64_t base = std::int64_t{1} << format.dac_bits;
  std::int64_t sum = 0, weight = 1;
  for (int k = 0; k < drives; ++k, weight *= base) sum += weight;
  return sum;
}

/// Throws InputError where the passes of one MVM, one after another, do not fit a duration.
void check_duration(const MvmStages& stages, int passes) {
  const double pass =
      static_cast<double>(stages.drive) + static_cast<double>(stages.integrate) +
      static_cast<double>(stages.rounds) * (static_cast<double>(stages.round) +
                                            static_cast<double>(stages.full_steps * stages.step));
  const double whole = static_cast<double>(passes) * pass + static_cast<double>(stages.load) +
                       static_cast<double>(stages.shift_add) + static_cast<double>(stages.output);
  if (whole >= static_cast<double>(kLongestFs))
    throw InputError({}, "chip.tile.macro",
                     "an MVM of " + std::to_string(passes) + " passes takes " +
                         format_si_rounded(1e-15 * whole, "s", 4) + "; allowed: less than " +
                         format_si_rounded(1e-15 * static_cast<double>(kLongestFs), "s", 4));
}

/// Of a macro with so many converters.
MvmStages analog_stages(const AnalogMacroSpec& macro, int adcs, const StageDelays& delays,
                        const MvmFormat& format, int converted_columns) {
  MvmStages stages;
  stages.pipeline = macro.stages();
  const bool pulses = format.input != InputDrive::voltage;
  const std::int64_t longest = pulses ? (1 << format.dac_bits) - 1 : 1;
  stages.load = femtoseconds(stages.pipeline.load);
  const std::int64_t unit = times_fs(longest, femtoseconds(macro.integration));
  const auto integrate = [&](int drives) {
    return times_fs(integrations(macro, format, drives), unit) +
           times_fs(drives, delays[Stage::sample]);
  };
  stages.drive = times_fs(format.slices_at_once(), delays[Stage::drive]);
  stages.integrate = integrate(format.slices_at_once());
  if (const int last = format.drives_of(format.code_slices() - 1); last < format.slices_at_once()) {
    stages.last_drives = last;
    stages.last_drive = times_fs(last, delays[Stage::drive]);
    stages.last_integrate = integrate(last);
  }
  // The columns in use are spread evenly over the turns, and those of a turn over the ADCs; copies
  // of them are read together.
  converted_columns *= format.weight_copies;
  const std::int64_t turns = format.column_turns(converted_columns);
  const std::int64_t at_once = ceil_divide<std::int64_t>(converted_columns, turns);
  stages.rounds = turns * ceil_divide<std::int64_t>(at_once, adcs);
  for (std::int64_t* each :
       {&stages.drive, &stages.integrate, &stages.last_drive, &stages.last_integrate})
    *each = times_fs(turns, *each);
  stages.shift_add = delays[Stage::shift_add];
  stages.output = femtoseconds(stages.pipeline.output);
  stages.cycle = std::max<std::int64_t>(1, femtoseconds(stages.pipeline.cycle));
  set_conversion(stages, macro, delays, format.signed_conversion());
  return stages;
}

}  // namespace

StageDelays stage_delays(const std::vector<Part>& parts, int kind) {
  StageDelays delays;
  for (const Part& part : parts)
    if (part.level == Level::macro && part.tile_kind == kind)
      delays.fs[static_cast<std::size_t>(part.stage)] += femtoseconds(part.delay);
  return delays;
}

MvmStages mvm_stages(const MacroSpec& macro, const StageDelays& delays, const MvmFormat& format,
                     int converted_columns) {
  if (const AnalogMacroSpec* analog = macro.analog())
    return analog_stages(*analog, analog->converters(macro), delays, format, converted_columns);
  MvmStages stages;
  stages.integrate = femtoseconds(macro.digital()->clock);
  stages.after = macro.digital()->pipeline_cycles * stages.integrate;
  return stages;
}

namespace {

MvmTiming digital_timing(const DigitalMacroSpec& macro, int passes) {
  const Time cycle = 1.0 / macro.clock;
  MvmTiming timing{};
  timing.interval = static_cast<double>(passes) * cycle;
  timing.latency = timing.interval + static_cast<double>(macro.pipeline_cycles) * cycle;
  return timing;
}

}  // namespace

MvmTiming mvm_timing(const MacroSpec& macro, const StageDelays& delays, const MvmFormat& format,
                     int rows, int converted_columns) {
  const int count = format.passes_in_turn(rows);
  if (macro.digital()) return digital_timing(*macro.digital(), count);
  const MvmStages stages = mvm_stages(macro, delays, format, converted_columns);
  if (stages.last_drives == 0) return mvm_timing(stages, count);
  const auto steps = static_cast<std::int32_t>(stages.rounds * stages.full_steps);
  std::vector<PassRecord> passes;
  for (int i = 0; i < count; ++i) passes.push_back({format.drives_of_pass(i, rows), steps});
  return mvm_timing(stages, passes);
}

MacroPipeline::MacroPipeline(const MvmStages& stages) : stages_(stages) {
  segments_ = 1 + int{stages.pipeline.drive_integrate} + int{stages.pipeline.integrate_convert};
  whole_ = times_of(stages.drive, stages.integrate);
  last_ = times_of(stages.last_drive, stages.last_integrate);
}

MacroPipeline::PassTimes MacroPipeline::times_of(std::int64_t drive, std::int64_t integrate) const {
  PassTimes pass;
  pass.busy[0] = drive;
  pass.busy[stages_.pipeline.drive_integrate ? 1 : 0] += integrate;
  for (int s = 0; s + 1 < segments_; ++s) {
    pass.busy[s] = aligned(pass.busy[s]);
    pass.offset[s + 1] = pass.offset[s] + pass.busy[s];
  }
  return pass;
}

std::int64_t MacroPipeline::aligned(std::int64_t duration) const {
  return ceil_divide(duration, stages_.cycle) * stages_.cycle;
}

/// The last segment's time in a pass that takes these steps.
std::int64_t MacroPipeline::conversion(const PassTimes& pass, std::int64_t steps) const {
  return aligned(pass.busy[segments_ - 1] + times_fs(stages_.rounds, stages_.round) +
                 steps * stages_.step);
}

std::int64_t MacroPipeline::first_entry(const PassTimes& pass) const {
  std::int64_t entry = 0;
  for (int s = 0; s < segments_; ++s) entry = std::max(entry, free_[s] - pass.offset[s]);
  return entry;
}

std::int64_t MacroPipeline::earliest(std::int64_t arrival) const {
  return std::max(arrival + aligned(stages_.load), first_entry(whole_));
}

MvmSchedule MacroPipeline::enter(std::int64_t start, std::span<const PassRecord> passes) {
  const PipelineSpec& overlaps = stages_.pipeline;
  const int last = segments_ - 1;
  std::int64_t entry = start, converted = start, driven = start, converting = start;
  bool converts = false;
  for (const PassRecord& pass : passes) {
    if (pass.drives == 0) continue;
    const bool is_last = pass.drives == stages_.last_drives;
    const PassTimes& times = is_last ? last_ : whole_;
    entry = std::max(entry, first_entry(times));
    driven = entry + (is_last ? stages_.last_drive : stages_.drive);
    if (!converts) converting = entry + times.offset[last] + times.busy[last];
    for (int s = 0; s < last; ++s) free_[s] = entry + times.offset[s] + times.busy[s];
    converts = true;
    free_[last] = converted = entry + times.offset[last] + conversion(times, pass.steps);
  }
  // The last code's shift-and-add.
  const std::int64_t tail = overlaps.convert_shift_add && converts ? aligned(stages_.shift_add) : 0;
  const std::int64_t handed = std::max(converted + tail, output_free_);
  output_free_ = handed + aligned(stages_.output);
  // The sums of the next MVM must not reach the adder before it is free.
  const std::int64_t adder_free = overlaps.shift_add_output ? handed - tail : output_free_;
  free_[last] = std::max(free_[last], adder_free);
  MvmSchedule schedule;
  schedule.start = start;
  schedule.driven = driven;
  schedule.converting = converting;
  schedule.converted = converted;
  schedule.register_free = overlaps.load_drive ? start : std::max(start, free_[0]);
  schedule.finish = output_free_ + stages_.after;
  // An MVM whose passes are all skipped leaves the array as it was.
  schedule.next = std::max(start, first_entry(whole_));
  return schedule;
}

MvmTiming mvm_timing(const MvmStages& stages, int passes) {
  check_duration(stages, passes);
  const PipelineSpec& overlaps = stages.pipeline;
  const MacroPipeline pipeline(stages);
  const int last = pipeline.segments_ - 1;
  const MacroPipeline::PassTimes& whole = pipeline.whole_;
  const std::int64_t convert = pipeline.conversion(whole, stages.rounds * stages.full_steps);
  std::int64_t slowest = convert;
  for (int s = 0; s < last; ++s) slowest = std::max(slowest, whole.busy[s]);
  const std::int64_t tail = overlaps.convert_shift_add ? pipeline.aligned(stages.shift_add) : 0;
  const std::int64_t load = pipeline.aligned(stages.load);
  const std::int64_t output = pipeline.aligned(stages.output);
  const std::int64_t before_last = (passes - 1) * slowest;
  const std::int64_t through = before_last + whole.offset[last] + convert + tail + output;
  const std::int64_t converting =
      before_last + convert + (overlaps.shift_add_output ? 0 : tail + output);
  const std::int64_t first = last == 0 ? converting : before_last + whole.busy[0];

  MvmTiming timing;
  timing.load = time_of(stages.load);
  timing.read = time_of(stages.drive + stages.integrate);
  const std::int64_t added = overlaps.convert_shift_add ? 0 : stages.shift_add;
  timing.convert =
      time_of(stages.rounds * (stages.round - added + stages.full_steps * stages.step));
  timing.shift_add = time_of(stages.shift_add);
  timing.output = time_of(stages.output);
  timing.latency = time_of(load + through);
  timing.interval = time_of(
      std::max({passes * slowest, converting, output, overlaps.load_drive ? load : first + load}));
  return timing;
}

MvmTiming mvm_timing(const MvmStages& stages, std::span<const PassRecord> passes) {
  MvmTiming timing = mvm_timing(stages, static_cast<int>(std::ssize(passes)));
  // Enough MVMs back to back to leave the start behind.
  constexpr int kMvms = 16;
  MacroPipeline pipeline(stages);
  std::int64_t before = 0, finish = 0, free = 0;
  for (int i = 0; i < kMvms; ++i) {
    const MvmSchedule mvm = pipeline.enter(pipeline.earliest(free), passes);
    before = finish;
    finish = mvm.finish;
    free = mvm.register_free;
    if (i == 0) timing.latency = time_of(finish);
  }
  timing.interval = time_of(finish - before);
  return timing;
}

}  // namespace mho
