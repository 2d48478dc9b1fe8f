#include "workloads/integer/product_matrix.hpp"

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// B of one product layer: its values by head, channel of the head and pixel, cached pixels first.
class Operand {
 public:
  Operand(const QuantizedGraph& graph, const QuantizedLayer& layer, std::span<const std::int32_t> b)
      : product_(layer.product),
        b_(b),
        pixels_(graph.tensors[static_cast<std::size_t>(layer.inputs[1])].pixels()) {
    require(std::ssize(b) == graph.tensors[static_cast<std::size_t>(layer.inputs[1])].size(),
            "product_matrix: operand B must be the whole tensor");
  }

  std::int32_t at(int head, int channel, int pixel) const {
    const std::ptrdiff_t row = std::ptrdiff_t{head} * product_.depth + channel;
    if (pixel < product_.cached)
      return product_.cached_values[static_cast<std::size_t>(row * product_.cached + pixel)];
    const std::ptrdiff_t in_tensor =
        std::ptrdiff_t{product_.b.offset} + std::ptrdiff_t{head} * product_.b.pitch + channel;
    return b_[static_cast<std::size_t>(in_tensor * pixels_ + pixel - product_.cached)];
  }

 private:
  const Product& product_;
  std::span<const std::int32_t> b_;
  std::ptrdiff_t pixels_;
};

}  // namespace

MatrixWeights array_shape(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  MatrixWeights shape;
  if (layer.kind != LayerKind::product) {
    shape.outputs = layer.weights.outputs;
    shape.groups = layer.weights.groups;
    shape.rows_per_group = layer.weights.rows_per_group;
    shape.bits = layer.weights.bits;
    return shape;
  }
  const Product& product = layer.product;
  const QuantizedTensor& b = graph.tensors[static_cast<std::size_t>(layer.inputs[1])];
  const int pixels = product_pixels(graph, layer);
  shape.groups = product.heads;
  shape.outputs = product.heads * (product.over_pixels ? product.depth : pixels);
  shape.rows_per_group = product.over_pixels ? pixels : product.depth;
  shape.bits = b.bits + (b.is_signed ? 0 : 1);
  return shape;
}

MatrixWeights product_matrix(const QuantizedGraph& graph, const QuantizedLayer& layer,
                             std::span<const std::int32_t> b) {
  const Operand operand(graph, layer, b);
  MatrixWeights matrix = array_shape(graph, layer);
  const int per_head = matrix.outputs_per_group();
  matrix.values.reserve(static_cast<std::size_t>(matrix.outputs) *
                        static_cast<std::size_t>(matrix.rows_per_group));
  for (int o = 0; o < matrix.outputs; ++o) {
    const int head = o / per_head;
    const int n = o % per_head;
    for (int k = 0; k < matrix.rows_per_group; ++k)
      matrix.values.push_back(layer.product.over_pixels ? operand.at(head, n, k)
                                                        : operand.at(head, k, n));
  }
  return matrix;
}

int product_input_channel(const QuantizedGraph& graph, const QuantizedLayer& layer, int row) {
  const Product& product = layer.product;
  const int width = product.over_pixels ? product_pixels(graph, layer) : product.depth;
  return product.a.offset + row / width * product.a.pitch + row % width;
}

}  // namespace mho
