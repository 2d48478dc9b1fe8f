// The layer as an array sees it, and what all dataflows share.
#include "sim/mapping/dataflow.hpp"

#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Heads are groups, B is their weights.
ArrayLayer array_product(const QuantizedGraph& graph, int layer, std::span<const double> nonzero) {
  const QuantizedLayer& source = graph.layers[layer];
  const Product& product = source.product;
  const QuantizedTensor& output = graph.tensors[source.output];
  const int pixels = product_pixels(graph, source);
  ArrayLayer result;
  result.layer = layer;
  result.groups = product.heads;
  result.channels = product.over_pixels ? pixels : product.depth;
  result.outputs = product.over_pixels ? product.depth : pixels;
  result.output_h = result.input_h = output.height;
  result.output_w = result.input_w = output.width;
  result.weight_bits = graph.tensors[source.inputs[1]].bits;
  result.input_bits = graph.tensors[source.inputs[0]].bits;
  result.output_bits = output.bits;
  result.vector_operations = output.channels;  // scaled and rounded
  if (!nonzero.empty()) {
    result.input_nonzero = nonzero[source.inputs[0]];
    result.output_nonzero = nonzero[source.output];
  }
  return result;
}

}  // namespace

ArrayLayer array_layer(const QuantizedGraph& graph, int layer, std::span<const double> nonzero) {
  const QuantizedLayer& source = graph.layers[layer];
  if (source.kind == LayerKind::product) return array_product(graph, layer, nonzero);
  const QuantizedTensor& input = graph.tensors[array_input(source)];
  const QuantizedTensor& output = graph.tensors[source.output];
  const MatrixWeights& weights = source.weights;
  ArrayLayer result;
  result.layer = layer;
  result.groups = weights.groups;
  result.outputs = weights.outputs_per_group();
  result.output_h = output.height;
  result.output_w = output.width;
  result.input_h = input.height;
  result.input_w = input.width;
  result.stride_h = source.window.stride_h;
  result.stride_w = source.window.stride_w;
  result.weight_bits = weights.bits;
  result.input_bits = input.bits;
  result.output_bits = output.bits;
  result.vector_operations = vector_operations_per_pixel(graph, source);
  const int kernel = source.window.kernel_h * source.window.kernel_w;
  // Where rows are pruned, and where one window is all of the input, there is no sliding kernel.
  if (weights.rows_per_group % kernel == 0 && output.pixels() > 1) {
    result.kernel_h = source.window.kernel_h;
    result.kernel_w = source.window.kernel_w;
    result.channels = weights.rows_per_group / kernel;
  } else {
    result.channels = weights.rows_per_group;
    if (output.pixels() == 1) result.input_h = result.input_w = 1;
  }
  if (!nonzero.empty()) {
    result.input_nonzero = nonzero[array_input(source)];
    result.output_nonzero = nonzero[source.output];
  }
  return result;
}

std::int64_t off_chip_bytes(const MacArraySpec& array, std::int64_t values, int bits,
                            double nonzero) {
  // Chen et al., JSSC 2017, section V-A: runs of up to 31 zeros; the pairs that longer runs need
  // are not counted.
  constexpr double kBitsOfThree = 64;
  double bits_each = bits;
  if (array.zero_compression) bits_each = std::min<double>(bits, nonzero * kBitsOfThree / 3);
  return std::llround(std::ceil(static_cast<double>(values) * bits_each / 8));
}

std::vector<ArrayJob> array_jobs(const ArrayLayer& layer, const Chip& chip, int batch) {
  require(batch >= 1, "a batch has an input");
  const auto& array = chip.spec().tile.mac_array;
  require(array.has_value(), "a dataflow needs a MAC array");
  switch (array->dataflow) {
    case Dataflow::weight_stationary:
      return weight_stationary_jobs(layer, chip, batch);
    case Dataflow::output_stationary:
      return output_stationary_jobs(layer, chip, batch);
    case Dataflow::row_stationary:
      return row_stationary_jobs(layer, chip, batch);
  }
  throw Bug("an array without a dataflow");
}

}  // namespace mho
