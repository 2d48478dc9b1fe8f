#include "sim/engine/machine/vector_layer.hpp"

#include <utility>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/machine/vector_timing.hpp"

namespace mho {

VectorLayer::VectorLayer(const sc_core::sc_module_name& name, Context& context, int stage,
                         BufferPort& buffer_port, Server& vector_unit, PixelReady ready)
    : sc_module(name),
      context_(context),
      stage_index_(stage),
      stage_(context.plan.stages[stage]),
      vector_unit_(vector_unit),
      ready_(std::move(ready)),
      reader_("reader", context, stage, 0, buffer_port,
              [this](const OutputPosition& position) { load(position); }) {}

std::vector<std::int32_t> VectorLayer::compute(const OutputPosition& position) {
  const QuantizedGraph& graph = context_.graph();
  const QuantizedLayer& layer = graph.layers[stage_.layer];
  if (!context_.values) return {};
  std::vector<std::int32_t> pixel(graph.tensors[layer.output].channels);
  const std::vector<std::span<const std::int32_t>> inputs = reader_.inputs(position.image);
  if (!has_weights(layer.kind)) {
    vector_pixel(graph, layer, inputs, position.pixel, pixel);
    return pixel;
  }
  std::vector<std::int32_t> patch(layer.weights.rows());
  std::vector<std::int64_t> sums(layer.weights.outputs);
  gather_patch(graph, layer, inputs.back(), position.pixel, 0, layer.weights.rows(), patch);
  exact_sums(layer.weights, patch, sums);
  if (layer.kind != LayerKind::lstm) {
    finish_matrix(graph, layer, 0, 0, sums, pixel);
    return pixel;
  }
  if (position.n == 0) cell_ = initial_cell(layer);
  const QuantizedTensor& gates = graph.tensors[layer.inputs.front()];
  finish_lstm(graph, layer, 0, sums, pixel_of(gates, inputs.front(), position.pixel), cell_, pixel);
  return pixel;
}

void VectorLayer::load(const OutputPosition& position) {
  const QuantizedGraph& graph = context_.graph();
  const QuantizedLayer& layer = graph.layers[stage_.layer];
  std::vector<std::int32_t> pixel = compute(position);
  const std::int64_t operations = has_weights(layer.kind)
                                      ? vector_unit_operations_per_pixel(graph, layer)
                                      : vector_operations_per_pixel(graph, layer);
  context_.tally.of(stage_.layer, stage_.home())[Action::vector_operation] += operations;
  const VectorUnitSpec& unit = context_.tile_spec(stage_.home()).vector_unit;
  const std::int64_t duration_fs = vector_unit_fs(unit, operations);
  const std::int64_t start_fs =
      vector_unit_.submit(duration_fs, vector_latency_fs(unit, duration_fs),
                          [this, position, values = std::move(pixel)]() mutable {
                            ready_(position.image, position.pixel, std::move(values));
                          });
  LayerTrace& trace = context_.traces[stage_.layer];
  if (position.ordinal == 0) trace.first_start_fs = start_fs;
  add_fs(trace.busy_fs, duration_fs);
  vector_fs_ += duration_fs;
  if (context_.recorder)
    record_job({Site::vector_unit, stage_.home(), 0, "vector", start_fs, start_fs + duration_fs,
                stage_.layer, position.image, position.pixel},
               stage_index_, *context_.recorder);
  add_fs(trace.wait_unit_fs, start_fs - now_fs());
  trace.demand.raise(Bound::vector_unit, vector_fs_);
  reader_.free_register();
}

}  // namespace mho
