#include "sim/mapping/split.hpp"

#include <algorithm>
#include <map>

#include "sim/base/division.hpp"
#include "sim/mapping/misfit.hpp"

namespace mho {

namespace {

constexpr int kMainKind = 0;  ///< of tiles; `assign` names what goes to others, parts it would miss

/// Outputs of a part of each layer that is too large, by layer.
std::map<int, int> outputs_of_parts(const QuantizedGraph& graph, const Chip& chip,
                                    const PlacementSpec& spec) {
  std::map<int, int> outputs;
  for (const LayerDemand& each : demand(graph, chip, spec)) {
    const QuantizedLayer& layer = graph.layers[each.layer];
    const MatrixWeights& weights = layer.weights;
    if (each.tile_kind != kMainKind || each.arrays_per_copy() <= chip.kind(kMainKind).arrays())
      continue;
    if (layer.kind != LayerKind::matrix || weights.groups > 1 || !weights.kept_outputs.empty())
      continue;
    const QuantizedTensor& input = graph.tensors[layer.inputs[0]];
    const int in_array = chip.main().outputs_per_array(
        chip.main().format(weights.bits, input.bits, input.driven_signed()));
    const int inputs = chip.main().inputs_per_array();
    const int of_column = ceil_divide(weights.rows_per_group, inputs);
    const int columns = chip.kind(kMainKind).arrays() / of_column;
    if (columns > 0) outputs[each.layer] = columns * in_array;
  }
  return outputs;
}

template <class T>
std::vector<T> sliced(const std::vector<T>& values, std::size_t begin, std::size_t end) {
  if (values.empty()) return {};
  return {values.begin() + static_cast<std::ptrdiff_t>(begin),
          values.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// Outputs [begin, end) of a layer.
QuantizedLayer part_of(const QuantizedLayer& layer, int begin, int end) {
  QuantizedLayer part = layer;
  const auto rows = static_cast<std::size_t>(layer.weights.rows_per_group);
  part.weights.outputs = end - begin;
  part.weights.values = sliced(layer.weights.values, begin * rows, end * rows);
  part.weights.scale = sliced(layer.weights.scale, begin, end);
  part.weights.offset_sums = sliced(layer.weights.offset_sums, begin, end);
  part.weights.center = sliced(layer.weights.center, begin, end);
  part.bias = sliced(layer.bias, begin, end);
  return part;
}

void append_parts(const QuantizedLayer& layer, int outputs, QuantizedGraph& graph) {
  const QuantizedTensor whole = graph.tensors[layer.output];
  const int parts = ceil_divide(layer.weights.outputs, outputs);
  QuantizedLayer together;
  together.name = layer.name;
  together.kind = LayerKind::concat;
  together.output = layer.output;
  together.same_format = true;
  for (int i = 0; i < parts; ++i) {
    const int begin = i * outputs;
    const int end = std::min(begin + outputs, layer.weights.outputs);
    const std::string number = " (" + std::to_string(i + 1) + " of " + std::to_string(parts) + ")";
    QuantizedLayer part = part_of(layer, begin, end);
    part.name += number;
    QuantizedTensor tensor = whole;
    tensor.name += number;
    tensor.channels = end - begin;
    part.output = static_cast<int>(graph.tensors.size());
    together.inputs.push_back(part.output);
    graph.tensors.push_back(std::move(tensor));
    graph.layers.push_back(std::move(part));
  }
  graph.layers.push_back(std::move(together));
}

}  // namespace

QuantizedGraph split_large_layers(const QuantizedGraph& graph, const Chip& chip,
                                  const PlacementSpec& spec) {
  const std::map<int, int> outputs = chip.can_reload() && !chip.spec().sequenced()
                                         ? outputs_of_parts(graph, chip, spec)
                                         : std::map<int, int>{};
  if (outputs.empty()) return graph;
  QuantizedGraph split = graph;
  split.layers.clear();
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const auto found = outputs.find(index);
    if (found == outputs.end())
      split.layers.push_back(graph.layers[index]);
    else
      append_parts(graph.layers[index], found->second, split);
  }
  return split;
}

}  // namespace mho
