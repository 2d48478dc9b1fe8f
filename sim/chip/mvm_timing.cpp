#include "sim/chip/mvm_timing.hpp"

#include <algorithm>

#include "sim/base/femtoseconds.hpp"

namespace mho {

namespace {

Time time_of(std::int64_t fs) { return from_si<Time>(static_cast<double>(fs) / 1e15); }

/// Times of a round of conversions and its steps.
void set_conversion(MvmStages& stages, const MacroSpec& macro, bool is_signed) {
  const Adc& adc = *macro.adc;
  const std::int64_t select = femtoseconds(macro.column_mux.delay);
  const std::int64_t whole = select + femtoseconds(adc.cost().delay);
  stages.round = whole;
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

}  // namespace

MvmStages mvm_stages(const MacroSpec& macro, const MvmFormat& format, int converted_columns,
                     int adcs) {
  MvmStages stages;
  stages.pipeline = macro.stages();
  const bool pulses = format.input != InputDrive::voltage;
  const std::int64_t longest = pulses ? (1 << format.dac_bits) - 1 : 1;
  const int drives = format.input_slices() / format.code_slices();
  stages.load = femtoseconds(stages.pipeline.load);
  stages.drive = drives * femtoseconds(macro.dac.cost.delay);
  stages.integrate =
      drives * (longest * femtoseconds(macro.integration) + femtoseconds(macro.sample_hold.delay));
  // The columns in use are spread evenly over the ADCs.
  stages.rounds = (converted_columns + adcs - 1) / adcs;
  stages.shift_add = femtoseconds(macro.shift_add.delay);
  stages.output = femtoseconds(stages.pipeline.output);
  stages.cycle = std::max<std::int64_t>(1, femtoseconds(stages.pipeline.cycle));
  set_conversion(stages, macro, format.signed_conversion());
  return stages;
}

MacroPipeline::MacroPipeline(const MvmStages& stages) : stages_(stages) {
  const PipelineSpec& overlaps = stages.pipeline;
  busy_[0] = stages.drive;
  if (overlaps.drive_integrate) ++segments_;
  busy_[segments_] += stages.integrate;
  if (overlaps.integrate_convert) ++segments_;
  ++segments_;
  for (int s = 0; s + 1 < segments_; ++s) {
    busy_[s] = aligned(busy_[s]);
    offset_[s + 1] = offset_[s] + busy_[s];
  }
}

std::int64_t MacroPipeline::aligned(std::int64_t duration) const {
  return (duration + stages_.cycle - 1) / stages_.cycle * stages_.cycle;
}

/// The last segment's time in a pass that takes these steps.
std::int64_t MacroPipeline::conversion(std::int64_t steps) const {
  return aligned(busy_[segments_ - 1] + stages_.rounds * stages_.round + steps * stages_.step);
}

std::int64_t MacroPipeline::first_entry() const {
  std::int64_t entry = 0;
  for (int s = 0; s < segments_; ++s) entry = std::max(entry, free_[s] - offset_[s]);
  return entry;
}

std::int64_t MacroPipeline::earliest(std::int64_t arrival) const {
  return std::max(arrival + aligned(stages_.load), first_entry());
}

MvmSchedule MacroPipeline::enter(std::int64_t start, std::span<const PassRecord> passes) {
  const PipelineSpec& overlaps = stages_.pipeline;
  const int last = segments_ - 1;
  std::int64_t entry = start, converted = start;
  bool converts = false;
  for (const PassRecord& pass : passes) {
    if (pass.drives == 0) continue;
    entry = std::max(entry, first_entry());
    for (int s = 0; s < last; ++s) free_[s] = entry + offset_[s] + busy_[s];
    converts = true;
    free_[last] = converted = entry + offset_[last] + conversion(pass.steps);
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
  schedule.register_free = overlaps.load_drive ? start : std::max(start, free_[0]);
  schedule.finish = output_free_;
  schedule.next = first_entry();
  return schedule;
}

MvmTiming mvm_timing(const MvmStages& stages, int passes) {
  const PipelineSpec& overlaps = stages.pipeline;
  const MacroPipeline pipeline(stages);
  const int last = pipeline.segments_ - 1;
  const std::int64_t convert = pipeline.conversion(stages.rounds * stages.full_steps);
  std::int64_t slowest = convert;
  for (int s = 0; s < last; ++s) slowest = std::max(slowest, pipeline.busy_[s]);
  const std::int64_t tail = overlaps.convert_shift_add ? pipeline.aligned(stages.shift_add) : 0;
  const std::int64_t load = pipeline.aligned(stages.load);
  const std::int64_t output = pipeline.aligned(stages.output);
  const std::int64_t before_last = (passes - 1) * slowest;
  const std::int64_t through = before_last + pipeline.offset_[last] + convert + tail + output;
  const std::int64_t converting =
      before_last + convert + (overlaps.shift_add_output ? 0 : tail + output);
  const std::int64_t first = last == 0 ? converting : before_last + pipeline.busy_[0];

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

}  // namespace mho
