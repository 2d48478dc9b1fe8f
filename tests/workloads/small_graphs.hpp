// Small quantized networks with random weights, for tests of everything that runs one. Scales are
// chosen so that outputs spread over their range and clip only now and then.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "sim/base/random.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// A single convolution, its input and its precisions.
struct ConvShape {
  int channels = 1, height = 5, width = 5;
  int outputs = 1;
  int kernel_h = 3, kernel_w = 3;
  int stride_h = 1, stride_w = 1;
  int pad_h = 0, pad_w = 0;  ///< on both sides
  int dilation_h = 1, dilation_w = 1;
  int groups = 1;
  int weight_bits = 8;
  int activation_bits = 8;
  bool signed_input = false;
};

/// Integers of `tensor`, uniform over its range, its ends included.
inline IntTensor random_tensor(const QuantizedTensor& tensor, const Stream& stream) {
  IntTensor values(static_cast<std::size_t>(tensor.size()));
  const auto count = std::int64_t{tensor.max()} - tensor.min() + 1;
  stream.integers(0, static_cast<std::uint32_t>(count), values);
  for (std::int32_t& value : values) value += tensor.min();
  return values;
}

inline IntTensor random_image(const QuantizedGraph& graph, const Stream& stream) {
  return random_tensor(graph.tensors[static_cast<std::size_t>(graph.input)], stream);
}

/// A graph that is nothing but its input tensor, of real values up to 1.
inline QuantizedGraph only_input(int channels, int height, int width, int bits, bool is_signed) {
  QuantizedGraph graph;
  graph.name = "small";
  QuantizedTensor input{"input", channels, height, width, bits, is_signed, 0};
  input.scale = 1.0 / input.max();
  graph.tensors.push_back(input);
  return graph;
}

/// Adds a tensor that holds real values up to `largest`, and `layer` to make it; it becomes the
/// graph's output. Returns its index.
inline int append_layer(QuantizedGraph& graph, QuantizedLayer layer, int channels, int height,
                        int width, int bits, bool is_signed, double largest) {
  const int index = static_cast<int>(graph.tensors.size());
  layer.name = "layer" + std::to_string(graph.layers.size());
  layer.output = index;
  QuantizedTensor tensor{layer.name + ".out", channels, height, width, bits, is_signed, 0};
  tensor.scale = largest / tensor.max();
  graph.tensors.push_back(tensor);
  graph.layers.push_back(std::move(layer));
  graph.output = index;
  return index;
}

/// Largest real value that `tensor` holds.
inline double largest_value(const QuantizedTensor& tensor) { return tensor.scale * tensor.max(); }

/// Appends a matrix layer on tensor `input`: uniform random weights with a different scale for each
/// output, random bias, Relu when `relu` (the output is then unsigned).
inline int append_matrix(QuantizedGraph& graph, int input, const Window& window, int outputs,
                         int groups, int out_height, int out_width, int weight_bits, int out_bits,
                         bool relu, const Stream& stream) {
  const QuantizedTensor in = graph.tensors[static_cast<std::size_t>(input)];
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.inputs = {input};
  layer.window = window;
  MatrixWeights& w = layer.weights;
  w.outputs = outputs;
  w.groups = groups;
  w.rows_per_group = in.channels / groups * window.kernel_h * window.kernel_w;
  w.bits = weight_bits;
  w.values.resize(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(w.rows_per_group));
  const int largest_weight = std::max(1, (1 << (weight_bits - 1)) - 1);
  stream.child(1).integers(0, static_cast<std::uint32_t>(2 * largest_weight + 1), w.values);
  for (std::int32_t& value : w.values) value -= largest_weight;
  // The sum of n independent uniform products has standard deviation of about largest * sqrt(n)
  // / 3.
  const double typical = largest_value(in) * std::sqrt(w.rows_per_group) / 3;
  std::vector<std::int32_t> percent(static_cast<std::size_t>(outputs));
  stream.child(2).integers(0, 101, percent);
  for (int p : percent) w.scale.push_back((0.5 + 0.005 * p) / largest_weight);
  stream.child(3).integers(0, 101, percent);
  for (int p : percent) layer.bias.push_back(typical * (p - 50) / 100);
  if (relu) layer.clamp_low = 0;
  return append_layer(graph, std::move(layer), outputs, out_height, out_width, out_bits, !relu,
                      3 * typical);
}

inline int window_outputs(int size, int kernel, int stride, int pad, int dilation) {
  return (size + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
}

/// One convolution; the output is signed, 16 bits.
inline QuantizedGraph conv_graph(const ConvShape& s, const Stream& stream) {
  QuantizedGraph graph =
      only_input(s.channels, s.height, s.width, s.activation_bits, s.signed_input);
  const Window window{s.kernel_h, s.kernel_w, s.stride_h,   s.stride_w,
                      s.pad_h,    s.pad_w,    s.dilation_h, s.dilation_w};
  append_matrix(graph, 0, window, s.outputs, s.groups,
                window_outputs(s.height, s.kernel_h, s.stride_h, s.pad_h, s.dilation_h),
                window_outputs(s.width, s.kernel_w, s.stride_w, s.pad_w, s.dilation_w),
                s.weight_bits, 16, false, stream);
  return graph;
}

/// One fully connected layer on `inputs` channels of one pixel; the output is signed, 16 bits.
inline QuantizedGraph fully_connected_graph(int inputs, int outputs, int weight_bits,
                                            int activation_bits, const Stream& stream) {
  QuantizedGraph graph = only_input(inputs, 1, 1, activation_bits, false);
  append_matrix(graph, 0, Window{}, outputs, 1, 1, 1, weight_bits, 16, false, stream);
  return graph;
}

/// conv 3x3 (padded, Relu) -> max pool 2x2 -> fully connected to 5 classes, on 2 x 8 x 6 pixels.
inline QuantizedGraph chain_graph(int weight_bits, int activation_bits, const Stream& stream) {
  QuantizedGraph graph = only_input(2, 8, 6, activation_bits, false);
  const int conv = append_matrix(graph, 0, Window{3, 3, 1, 1, 1, 1, 1, 1}, 4, 1, 8, 6, weight_bits,
                                 activation_bits, true, stream.child(1));
  QuantizedLayer pool;
  pool.kind = LayerKind::max_pool;
  pool.inputs = {conv};
  pool.window = Window{2, 2, 2, 2, 0, 0, 1, 1};
  pool.same_format = true;
  const double largest = largest_value(graph.tensors[static_cast<std::size_t>(conv)]);
  const int pooled = append_layer(graph, std::move(pool), 4, 4, 3, activation_bits, false, largest);
  append_matrix(graph, pooled, Window{4, 3, 1, 1, 0, 0, 1, 1}, 5, 1, 1, 1, weight_bits, 16, false,
                stream.child(2));
  return graph;
}

/// conv -> (conv, and past it) -> add with Relu -> global average pool -> fully connected to 4
/// classes, on 3 x 6 x 6 pixels.
inline QuantizedGraph residual_graph(int weight_bits, int activation_bits, const Stream& stream) {
  const Window three{3, 3, 1, 1, 1, 1, 1, 1};
  QuantizedGraph graph = only_input(3, 6, 6, activation_bits, false);
  const int stem = append_matrix(graph, 0, three, 4, 1, 6, 6, weight_bits, activation_bits, true,
                                 stream.child(1));
  const int branch = append_matrix(graph, stem, three, 4, 1, 6, 6, weight_bits, activation_bits,
                                   false, stream.child(2));
  QuantizedLayer add;
  add.kind = LayerKind::add;
  add.inputs = {branch, stem};
  add.clamp_low = 0;
  const double largest = largest_value(graph.tensors[static_cast<std::size_t>(branch)]);
  const int sum =
      append_layer(graph, std::move(add), 4, 6, 6, activation_bits, false, 1.5 * largest);
  QuantizedLayer pool;
  pool.kind = LayerKind::average_pool;
  pool.inputs = {sum};
  pool.window = Window{6, 6, 1, 1, 0, 0, 1, 1};
  const int pooled = append_layer(graph, std::move(pool), 4, 1, 1, activation_bits, false, largest);
  append_matrix(graph, pooled, Window{}, 4, 1, 1, 1, weight_bits, 16, false, stream.child(3));
  return graph;
}

}  // namespace mho
