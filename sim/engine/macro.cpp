#include "sim/engine/macro.hpp"

#include <algorithm>
#include <utility>

#include "sim/chip/macro_actions.hpp"
#include "sim/engine/clock.hpp"

namespace mho {

Macro::Macro(const sc_core::sc_module_name& name, Context& context, int stage, int group,
             Server& buffer_port, Server& accumulator, std::function<void(PartialSums)> hand_over)
    : sc_module(name),
      context_(context),
      stage_index_(stage),
      group_index_(group),
      stage_(context.plan.stages[stage]),
      group_(stage_.groups[group]),
      layer_(*context.network.placement().of_layer(stage_.layer)),
      accumulator_(accumulator),
      hand_over_(std::move(hand_over)),
      agenda_("agenda"),
      reader_("reader", context, stage, group, buffer_port,
              [this](const OutputPosition& position) { load(position); }) {}

void Macro::load(const OutputPosition& position) {
  PartialSums result{stage_index_, group_index_, position.ordinal, {}};
  result.sums.assign(context_.graph().layers[stage_.layer].weights.outputs, 0);
  const std::vector<std::span<const std::int32_t>> inputs = reader_.inputs(position.image);
  const auto pixel = static_cast<std::uint32_t>(position.pixel);
  MvmActivity activity;
  for (int index : group_.blocks) {
    const Block& block = layer_.blocks[index];
    context_.network.block_product(
        layer_, index, inputs.front(), static_cast<std::uint32_t>(position.image), {&pixel, 1},
        std::span(result.sums).subspan(block.output_begin, block.outputs()), &activity);
  }
  if (macro_spec().is_digital())
    count_digital();
  else
    count(activity);
  const std::int64_t start_fs = std::max(now_fs(), free_at_fs_);
  free_at_fs_ = start_fs + group_.interval_fs;
  agenda_.after(start_fs - now_fs(), [this, position, sums = std::move(result)]() mutable {
    start(position, std::move(sums));
  });
}

void Macro::start(const OutputPosition& position, PartialSums sums) {
  LayerTrace& trace = context_.traces[stage_.layer];
  if (position.image == 0 && position.n == 0)
    trace.first_start_fs =
        trace.first_start_fs < 0 ? now_fs() : std::min(trace.first_start_fs, now_fs());
  trace.busy_fs += group_.busy_fs;
  reader_.free_register();
  agenda_.after(group_.latency_fs,
                [this, done = std::move(sums)]() mutable { finish(std::move(done)); });
}

void Macro::finish(PartialSums sums) {
  const std::int64_t additions = group_.block_outputs - std::ssize(group_.outputs);
  if (additions == 0) {
    hand_over_(std::move(sums));
    return;
  }
  context_.tally.of(stage_.layer, group_.tile)[Action::accumulate] += additions;
  accumulator_.submit(additions * femtoseconds(context_.tile_spec().accumulator.delay), 0,
                      [this, done = std::move(sums)]() mutable { hand_over_(std::move(done)); });
}

const MacroSpec& Macro::macro_spec() const {
  return context_.network.chip().tile_kind(layer_.kind).macro;
}

void Macro::count_digital() {
  for (const int index : group_.blocks) {
    const Block& block = layer_.blocks[index];
    context_.tally.of(stage_.layer, group_.tile) +=
        digital_macro_actions(layer_.format, block.rows(), block.outputs(), 1);
  }
}

void Macro::count(const MvmActivity& activity) {
  context_.tally.of(stage_.layer, group_.tile) += macro_actions(
      activity, context_.tile_spec().macro.read_energy,
      std::int64_t{group_.block_rows} * layer_.format.input_bits, group_.block_outputs);
}

}  // namespace mho
