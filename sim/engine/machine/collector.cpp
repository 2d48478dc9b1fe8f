#include "sim/engine/machine/collector.hpp"

#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/machine/vector_timing.hpp"
#include "sim/engine/machine/window_reader.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {

Collector::Collector(const sc_core::sc_module_name& name, Context& context, int stage,
                     Server& accumulator, Server& vector_unit, PixelReady ready)
    : sc_module(name),
      context_(context),
      stage_index_(stage),
      stage_(context.plan.stages[stage]),
      accumulator_(accumulator),
      vector_unit_(vector_unit),
      ready_(std::move(ready)) {}

void Collector::collect(const PartialSums& part) {
  require(part.ordinal >= first_, "partial sums came for a pixel that was complete");
  while (part.ordinal >= first_ + std::ssize(pending_)) {
    const auto outputs = static_cast<std::size_t>(
        array_shape(context_.graph(), context_.graph().layers[stage_.layer]).outputs);
    pending_.push_back({std::vector<std::int64_t>(context_.values ? outputs : 0, 0),
                        std::vector<bool>(outputs, false),
                        {},
                        static_cast<int>(stage_.groups.size())});
  }
  Pending& pending = pending_[part.ordinal - first_];
  std::int64_t additions = 0;
  for (int output : *part.outputs) {
    additions += pending.touched[output];
    pending.touched[output] = true;
    if (context_.values) pending.sums[output] += part.sums[output];
  }
  if (!part.gates.empty()) pending.gates = part.gates;
  if (additions == 0) {
    note_added(part.ordinal, part.groups);
    return;
  }
  context_.tally.of(stage_.layer, stage_.home())[Action::accumulate] += additions;
  const std::int64_t duration_fs =
      times_fs(additions, femtoseconds(context_.tile_spec(stage_.home()).accumulator.delay));
  const std::int64_t start_fs = accumulator_.submit(
      duration_fs, 0,
      [this, ordinal = part.ordinal, groups = part.groups] { note_added(ordinal, groups); });
  accumulate_fs_ += duration_fs;
  if (context_.recorder)
    record(Site::accumulator, "add", output_position(stage_, part.ordinal), start_fs, duration_fs);
  LayerTrace& trace = context_.traces[stage_.layer];
  add_fs(trace.wait_unit_fs, start_fs - now_fs());
  trace.demand.raise(Bound::accumulator, accumulate_fs_);
}

void Collector::record(Site site, const char* what, const OutputPosition& position,
                       std::int64_t start_fs, std::int64_t duration_fs) {
  record_job({site, stage_.home(), 0, what, start_fs, start_fs + duration_fs, stage_.layer,
              position.image, position.pixel},
             stage_index_, *context_.recorder);
}

void Collector::note_added(std::int64_t ordinal, int groups) {
  pending_[ordinal - first_].missing -= groups;
  while (!pending_.empty() && pending_.front().missing == 0) {
    finish(first_++, pending_.front());
    pending_.pop_front();
  }
}

/// The finished pixel; of an lstm layer, which has a state, in order.
std::vector<std::int32_t> Collector::finished_pixel(const OutputPosition& position,
                                                    const Pending& pending) {
  if (!context_.values) return {};
  const QuantizedGraph& graph = context_.graph();
  const QuantizedLayer& layer = graph.layers[stage_.layer];
  std::vector<std::int32_t> pixel(graph.tensors[layer.output].channels);
  if (layer.kind == LayerKind::lstm) {
    if (position.n == 0) cell_ = initial_cell(layer);
    finish_lstm(graph, layer, kPartialSumFraction, pending.sums, pending.gates, cell_, pixel);
  } else {
    finish_matrix(graph, layer, 0, kPartialSumFraction, pending.sums, pixel);
  }
  return pixel;
}

void Collector::finish(std::int64_t ordinal, const Pending& pending) {
  const QuantizedGraph& graph = context_.graph();
  const QuantizedLayer& layer = graph.layers[stage_.layer];
  const OutputPosition position = output_position(stage_, ordinal);
  std::vector<std::int32_t> pixel = finished_pixel(position, pending);
  const std::int64_t operations = finish_operations_per_pixel(graph, layer);
  context_.tally.of(stage_.layer, stage_.home())[Action::vector_operation] += operations;
  const VectorUnitSpec& unit = context_.tile_spec(stage_.home()).vector_unit;
  const std::int64_t duration_fs = vector_unit_fs(unit, operations);
  const std::int64_t start_fs =
      vector_unit_.submit(duration_fs, vector_latency_fs(unit, duration_fs),
                          [this, position, values = std::move(pixel)]() mutable {
                            ready_(position.image, position.pixel, std::move(values));
                          });
  vector_fs_ += duration_fs;
  if (context_.recorder) record(Site::vector_unit, "finish", position, start_fs, duration_fs);
  LayerTrace& trace = context_.traces[stage_.layer];
  add_fs(trace.wait_unit_fs, start_fs - now_fs());
  trace.demand.raise(Bound::vector_unit, vector_fs_);
}

}  // namespace mho
