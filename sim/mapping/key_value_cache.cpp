#include "sim/mapping/key_value_cache.hpp"

#include <algorithm>

#include "workloads/integer/product_matrix.hpp"

namespace mho {

namespace {

/// Of one pixel of a product's operand B.
std::int64_t pixel_bits(const QuantizedGraph& graph, const QuantizedLayer& product) {
  const QuantizedTensor& b = graph.tensors[static_cast<std::size_t>(product.inputs[1])];
  return std::int64_t{product.product.heads} * product.product.depth * b.bits;
}

/// Numbers in [begin, end) that are, modulo `period`, at least `first`.
int late_in_period(int begin, int end, int period, int first) {
  const auto before = [&](int limit) {
    return limit / period * (period - first) + std::max(0, limit % period - first);
  };
  return before(end) - before(begin);
}

}  // namespace

WrittenPart written_part(const QuantizedGraph& graph, const QuantizedLayer& product,
                         const Block& block) {
  const MatrixWeights shape = array_shape(graph, product);
  const int cached = product.product.cached;
  const int rows_cached = product.product.over_pixels ? cached : 0;
  const int outputs_cached = product.product.over_pixels ? 0 : cached;
  WrittenPart part;
  part.rows = late_in_period(block.row_begin, block.row_end, shape.rows_per_group, rows_cached);
  part.outputs = late_in_period(block.output_begin, block.output_end, shape.outputs_per_group(),
                                outputs_cached);
  if (part.rows == 0 || part.outputs == 0) return {};
  for (int o = block.output_begin; o < block.output_end; ++o) {
    if (o % shape.outputs_per_group() < outputs_cached) continue;
    const int group_begin = o / shape.outputs_per_group() * shape.rows_per_group;
    const int begin = std::max(group_begin + rows_cached, block.row_begin);
    const int end = std::min(group_begin + shape.rows_per_group, block.row_end);
    part.weights += std::max(0, end - begin);
  }
  return part;
}

std::int64_t cached_bits(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  return layer.kind == LayerKind::product ? layer.product.cached * pixel_bits(graph, layer) : 0;
}

KeyValueCache key_value_cache(const QuantizedGraph& graph, const Placement& placement) {
  KeyValueCache cache;
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const QuantizedLayer& layer = graph.layers[static_cast<std::size_t>(index)];
    if (layer.kind != LayerKind::product || layer.product.cached == 0) continue;
    const std::int64_t own = product_pixels(graph, layer) - layer.product.cached;
    cache.held += product_pixels(graph, layer) * pixel_bits(graph, layer);
    cache.written += own * pixel_bits(graph, layer);
    if (!placement.of_layer(index))
      cache.read += cached_bits(graph, layer) *
                    graph.tensors[static_cast<std::size_t>(layer.output)].pixels();
  }
  return cache;
}

}  // namespace mho
