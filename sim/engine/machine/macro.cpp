#include "sim/engine/machine/macro.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/chip/macro_actions.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {

namespace {

/// What MVMs of a block do where values are not computed.
SampledMvm typical_of(Context& context, const LayerPlacement& layer, int block) {
  const ProgrammedNetwork& network = context.network;
  if (context.statistics != nullptr) {
    const auto slot = &layer - network.placement().layers.data();
    return (*context.statistics)[slot][block];
  }
  const Block& cut = layer.blocks[block];
  const TypicalMvm& typical = context.typical.of(network.chip().kind(layer.tile_kind), layer.format,
                                                 cut.rows(), cut.outputs());
  return {typical.activity, 1, typical.passes};
}

}  // namespace

Macro::Macro(const sc_core::sc_module_name& name, Context& context, int stage, int group,
             BufferPort& buffer_port, Server& accumulator,
             std::vector<std::unique_ptr<Server>>& core_accumulators,
             std::function<void(PartialSums)> hand_over)
    : sc_module(name),
      context_(context),
      stage_index_(stage),
      stage_(context.plan.stages[stage]),
      group_(stage_.groups[group]),
      is_home_(group == 0),
      layer_(*context.network.placement().of_layer(stage_.layer)),
      tile_(context.network.chip().kind(layer_.tile_kind).spec()),
      accumulator_(accumulator),
      core_accumulators_(core_accumulators),
      hand_over_(std::move(hand_over)),
      agenda_("agenda"),
      writer_(group_.writes
                  ? std::make_unique<ArrayWriter>("writer", context, stage, group, buffer_port)
                  : nullptr),
      reader_(
          "reader", context, stage, group, buffer_port,
          [this](const OutputPosition& position) { load(position); }, writer_.get()),
      time_depends_on_data_(tile_.macro.time_depends_on_data()) {
  const TileKind kind = context_.network.chip().kind(layer_.tile_kind);
  for (int index : group_.blocks) {
    const Block& block = layer_.blocks[index];
    const int columns = layer_.format.converted_columns(block.outputs());
    const MvmFormat& format = layer_.format;
    std::vector<PassRecord> passes(format.passes_in_turn(block.rows()));
    for (std::size_t i = 0; i < passes.size(); ++i)
      passes[i].drives = format.drives_of_pass(static_cast<int>(i), block.rows());
    blocks_.push_back({MacroPipeline(kind.stages(format, columns)), std::move(passes)});
    if (context_.values || !tile_.macro.depends_on_values()) continue;
    typical_.push_back(typical_of(context_, layer_, index));
  }
}

void Macro::load(const OutputPosition& position) {
  PartialSums result{stage_index_, 1, position.ordinal, &group_.outputs, {}};
  const QuantizedLayer& layer = context_.graph().layers[stage_.layer];
  if (context_.values) {
    result.sums.assign(array_shape(context_.graph(), layer).outputs, 0);
    multiply(position, result.sums);
    if (layer.kind == LayerKind::lstm && is_home_)
      result.gates = pixel_of(context_.graph().tensors[layer.inputs.front()],
                              context_.stores[group_.inputs.front().store]->tensor(position.image),
                              position.pixel);
  } else if (tile_.macro.depends_on_values()) {
    count_typical();
  } else {
    count({});
  }
  std::int64_t busy_fs = 0;
  const MvmSchedule times = schedule(busy_fs);
  agenda_.after(times.start - now_fs(),
                [this, position, times, busy_fs, sums = std::move(result)]() mutable {
                  start(position, times, busy_fs, std::move(sums));
                });
}

void Macro::multiply(const OutputPosition& position, std::span<std::int64_t> sums) {
  // Last: of an lstm layer its own output, of the others the one input (a product's operand A).
  TensorStore& store = *context_.stores[group_.inputs.back().store];
  const LayerInput input{store.tensor(position.image), static_cast<std::uint32_t>(position.image)};
  const auto pixel = static_cast<std::uint32_t>(position.pixel);
  MvmActivity activity;
  const Block* gathered = nullptr;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const int index = group_.blocks[b];
    const Block& block = layer_.blocks[index];
    if (gathered == nullptr || gathered->row_begin != block.row_begin ||
        gathered->row_end != block.row_end)
      context_.network.block_inputs(layer_, index, {&input, 1}, {&pixel, 1}, 0, 1, inputs_);
    gathered = &block;
    ProgrammedNetwork::block_product(
        writer_ ? writer_->array(b) : context_.network.block_array(layer_, index), inputs_.batch(),
        sums.subspan(block.output_begin, block.outputs()), &activity,
        time_depends_on_data_ ? std::span(blocks_[b].passes) : std::span<PassRecord>());
  }
  count(activity);
}

MvmSchedule Macro::schedule(std::int64_t& busy_fs) {
  std::int64_t start_fs = 0;
  for (const BlockTime& block : blocks_)
    start_fs = std::max(start_fs, block.pipeline.earliest(now_fs()));
  MvmSchedule all;
  for (BlockTime& block : blocks_) {
    const MvmSchedule own = block.pipeline.enter(start_fs, block.passes);
    all.start = own.start;
    all.register_free = std::max(all.register_free, own.register_free);
    all.finish = std::max(all.finish, own.finish);
    all.next = std::max(all.next, own.next);
    all.driven = std::max(all.driven, own.driven);
    all.converting = std::max(all.converting, own.converting);
    all.converted = std::max(all.converted, own.converted);
    busy_fs += own.next - own.start;
  }
  return all;
}

void Macro::start(const OutputPosition& position, const MvmSchedule& times, std::int64_t busy_fs,
                  PartialSums sums) {
  LayerTrace& trace = context_.traces[stage_.layer];
  if (position.image == 0 && position.n == 0)
    trace.first_start_fs =
        trace.first_start_fs < 0 ? now_fs() : std::min(trace.first_start_fs, now_fs());
  add_fs(trace.busy_fs, busy_fs);
  compute_fs_ += times.next - times.start;
  if (context_.recorder) record(position, times);
  trace.demand.raise(Bound::compute, compute_fs_);
  if (times.register_free == now_fs())
    reader_.free_register();
  else
    agenda_.after(times.register_free - now_fs(), [this] { reader_.free_register(); });
  agenda_.after(times.finish - now_fs(),
                [this, done = std::move(sums)]() mutable { finish(std::move(done)); });
}

/// Of macros in lock step, from the first's beginning to the last's end.
void Macro::record(const OutputPosition& position, const MvmSchedule& times) {
  RecordedSpan span{Site::arrays, group_.tile,  stage_index_,   "MVM",         times.start,
                    times.next,   stage_.layer, position.image, position.pixel};
  context_.recorder->record(span);
  if (tile_.macro.digital()) return;
  span.site = Site::drivers;
  span.what = "drive";
  span.end_fs = times.driven;
  context_.recorder->record(span);
  span.site = Site::converters;
  span.what = "convert";
  span.begin_fs = times.converting;
  span.end_fs = times.converted;
  context_.recorder->record(span);
}

void Macro::finish(PartialSums sums) {
  if (writer_ && output_position(stage_, sums.ordinal + 1).n == 0) writer_->free_arrays();
  if (group_.core_additions.empty()) {
    add_in_tile(std::move(sums));
    return;
  }
  const TimedComponent& adder = tile_.core->accumulator;
  auto waiting = std::make_shared<std::pair<std::size_t, PartialSums>>(group_.core_additions.size(),
                                                                       std::move(sums));
  LayerTrace& trace = context_.traces[stage_.layer];
  for (const auto& [core, additions] : group_.core_additions) {
    context_.tally.of(stage_.layer, group_.tile)[Action::core_accumulate] += additions;
    const std::int64_t duration_fs = times_fs(additions, femtoseconds(adder.delay));
    const std::int64_t ordinal = waiting->second.ordinal;
    const std::int64_t start_fs = core_accumulators_[core]->submit(duration_fs, 0, [this, waiting] {
      if (--waiting->first == 0) add_in_tile(std::move(waiting->second));
    });
    if (context_.recorder)
      record_added(Site::core_accumulator, core, ordinal, start_fs, duration_fs);
    add_fs(trace.wait_unit_fs, start_fs - now_fs());
  }
}

void Macro::add_in_tile(PartialSums sums) {
  if (group_.additions == 0) {
    hand_over_(std::move(sums));
    return;
  }
  context_.tally.of(stage_.layer, group_.tile)[Action::accumulate] += group_.additions;
  const std::int64_t duration_fs =
      times_fs(group_.additions, femtoseconds(tile_.accumulator.delay));
  // The sums go on at the pipeline's next cycle.
  const std::int64_t cycle_fs = std::max<std::int64_t>(1, femtoseconds(tile_.macro.cycle()));
  const std::int64_t ordinal = sums.ordinal;
  const std::int64_t start_fs = accumulator_.submit(
      duration_fs, (cycle_fs - duration_fs % cycle_fs) % cycle_fs,
      [this, done = std::move(sums)]() mutable { hand_over_(std::move(done)); });
  accumulate_fs_ += duration_fs;
  if (context_.recorder) record_added(Site::accumulator, 0, ordinal, start_fs, duration_fs);
  LayerTrace& trace = context_.traces[stage_.layer];
  add_fs(trace.wait_unit_fs, start_fs - now_fs());
  trace.demand.raise(Bound::accumulator, accumulate_fs_);
}

void Macro::record_added(Site site, int unit, std::int64_t ordinal, std::int64_t start_fs,
                         std::int64_t duration_fs) {
  const OutputPosition position = output_position(stage_, ordinal);
  record_job({site, group_.tile, unit, "add", start_fs, start_fs + duration_fs, stage_.layer,
              position.image, position.pixel},
             stage_index_, *context_.recorder);
}

void Macro::count_typical() {
  MvmActivity activity;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const SampledMvm& sampled = typical_[b];
    activity += sampled.share(mvms_);
    if (!time_depends_on_data_) continue;
    std::vector<PassRecord>& passes = blocks_[b].passes;
    const auto known = static_cast<std::int64_t>(sampled.passes.size() / passes.size());
    const auto first = sampled.passes.begin() + mvms_ % known * std::ssize(passes);
    std::copy(first, first + std::ssize(passes), passes.begin());
  }
  ++mvms_;
  count(activity);
}

void Macro::count_digital(const MvmActivity& activity) {
  ActionCounts& counts = context_.tally.of(stage_.layer, group_.tile);
  for (const int index : group_.blocks) {
    const Block& block = layer_.blocks[index];
    counts += digital_macro_actions(*tile_.macro.digital(), layer_.format, block.rows(),
                                    block.outputs(), 1);
  }
  counts += operand_actions(tile_.macro, activity);
}

void Macro::count(const MvmActivity& activity) {
  if (tile_.macro.digital()) return count_digital(activity);
  context_.tally.of(stage_.layer, group_.tile) += macro_actions(
      activity, *tile_.macro.analog(), std::int64_t{group_.block_rows} * layer_.format.input_bits,
      group_.block_outputs);
}

}  // namespace mho
