#include "workloads/quantize/layer_summary.hpp"

#include "workloads/quantize/lowering/lowering.hpp"
#include "workloads/quantize/stand_ins.hpp"

namespace mho {

namespace {

RunsOn unit_of(LayerKind kind) {
  if (has_weights(kind)) return RunsOn::arrays;
  return kind == LayerKind::product ? RunsOn::dynamic_arrays : RunsOn::vector_unit;
}

}  // namespace

std::vector<LayerSummary> layer_summaries(const Graph& graph) {
  const Graph ready = with_stand_ins(lowerable(fold(graph)));
  const LoweredGraph lowered = lower(ready);
  std::vector<LayerSummary> summaries;
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    const QuantizedLayer& layer = lowered.graph.layers[i];
    const QuantizedTensor& out = lowered.graph.tensors[static_cast<std::size_t>(layer.output)];
    std::int64_t parameters = std::int64_t{layer.weights.outputs} * layer.weights.rows_per_group +
                              std::ssize(layer.bias) + std::ssize(layer.factor) +
                              std::ssize(layer.recurrence.hidden_bias);
    if (layer.kind == LayerKind::lookup)
      parameters += lowered.table_rows[static_cast<std::size_t>(layer.inputs[0])] * out.channels;
    summaries.push_back({layer.name, layer.kind, unit_of(layer.kind), out.channels, out.height,
                         out.width, lowered.graph.macs(static_cast<int>(i)), parameters});
  }
  return summaries;
}

}  // namespace mho
