// Networks of products of activations, as attention has them, with random values.
#pragma once

#include <cmath>
#include <utility>
#include <vector>

#include "tests/workloads/small_graphs.hpp"

namespace mho {

/// One product of two tensors that two 1 x 1 convolutions make.
struct ProductShape {
  int heads = 2, depth = 3;
  int tokens = 5;  ///< pixels of both operands
  int cached = 0;  ///< pixels of B before them
  bool over_pixels = false;
  int a_bits = 4, b_bits = 4;
  bool a_signed = true, b_signed = true;
  int gap = 0;  ///< channels between heads that belong to none

  int b_pixels() const { return cached + tokens; }
  int rows() const { return over_pixels ? b_pixels() : depth; }
  int outputs() const { return over_pixels ? depth : b_pixels(); }
};

/// The product layer alone, on tensors of the graph; returns the index of its output, of 16 bits.
inline int append_product(QuantizedGraph& graph, int a, int b, const Product& product,
                          const Stream& stream) {
  QuantizedLayer layer;
  layer.kind = LayerKind::product;
  layer.inputs = {a, b};
  layer.product = product;
  const QuantizedTensor left = graph.tensors[static_cast<std::size_t>(a)];
  const QuantizedTensor right = graph.tensors[static_cast<std::size_t>(b)];
  if (product.cached > 0) {
    QuantizedTensor earlier = right;
    earlier.channels = product.heads * product.depth;
    earlier.height = 1;
    earlier.width = product.cached;
    layer.product.cached_values = random_tensor(earlier, stream);
  }
  const int columns = product.cached + right.pixels();
  const int rows = product.over_pixels ? columns : product.depth;
  const int outputs = product.over_pixels ? product.depth : columns;
  const double largest = largest_value(left) * largest_value(right) * product.scale * rows;
  return append_layer(graph, std::move(layer), product.heads * outputs, left.height, left.width, 16,
                      left.is_signed || right.is_signed, largest);
}

inline QuantizedGraph product_graph(const ProductShape& s, const Stream& stream) {
  QuantizedGraph graph = only_input(5, 1, s.tokens, 4, true);
  const int a_width = s.rows() + s.gap, b_width = s.depth + s.gap;
  const int a = append_matrix(graph, 0, Window{}, s.heads * a_width, 1, 1, s.tokens, 4, s.a_bits,
                              !s.a_signed, stream.child(1));
  const int b = append_matrix(graph, 0, Window{}, s.heads * b_width, 1, 1, s.tokens, 4, s.b_bits,
                              !s.b_signed, stream.child(2));
  Product product;
  product.heads = s.heads;
  product.depth = s.depth;
  product.a = {s.gap, a_width};
  product.b = {s.gap, b_width};
  product.over_pixels = s.over_pixels;
  product.scale = 0.5;
  product.cached = s.cached;
  append_product(graph, a, b, product, stream.child(3));
  return graph;
}

/// Self-attention of one layer: a 1 x 1 convolution makes queries, keys and values as one tensor;
/// scores, softmax, context; a 1 x 1 convolution to 3 channels.
inline QuantizedGraph attention_graph(int tokens, int heads, int depth, const Stream& stream) {
  QuantizedGraph graph = only_input(4, 1, tokens, 4, true);
  const int width = heads * depth;
  const int all =
      append_matrix(graph, 0, Window{}, 3 * width, 1, 1, tokens, 4, 5, false, stream.child(1));
  Product scores;
  scores.heads = heads;
  scores.depth = depth;
  scores.a = {0, depth};
  scores.b = {width, depth};
  scores.scale = 1 / std::sqrt(depth);
  const int logits = append_product(graph, all, all, scores, stream);
  QuantizedLayer softmax;
  softmax.kind = LayerKind::softmax;
  softmax.inputs = {logits};
  softmax.parts = heads;
  const int shares =
      append_layer(graph, std::move(softmax), heads * tokens, 1, tokens, 5, false, 1);
  Product context = scores;
  context.a = {0, tokens};
  context.b = {2 * width, depth};
  context.over_pixels = true;
  context.scale = 1;
  const int mixed = append_product(graph, shares, all, context, stream);
  QuantizedTensor& tensor = graph.tensors[static_cast<std::size_t>(mixed)];
  tensor.bits = 6;
  tensor.scale = largest_value(graph.tensors[static_cast<std::size_t>(all)]) / tensor.max();
  append_matrix(graph, mixed, Window{}, 3, 1, 1, tokens, 4, 16, false, stream.child(2));
  return graph;
}

}  // namespace mho
