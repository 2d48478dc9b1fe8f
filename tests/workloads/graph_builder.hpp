// Float graphs built node by node, random images, and the comparison of a quantized network with
// the float executor, for tests of lowering and quantization.
#pragma once

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "workloads/quantize/lowering/lowering.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

/// Builds a float graph node by node; constants are random.
class GraphBuilder {
 public:
  explicit GraphBuilder(const Shape& input) {
    graph_.file = "test.onnx";
    graph_.values.push_back({"image", input, std::nullopt});
    graph_.inputs = {0};
  }
  int given(const Shape& shape, std::vector<float> values) {
    graph_.values.push_back({"constant", shape, Tensor{shape, std::move(values)}});
    return static_cast<int>(graph_.values.size()) - 1;
  }
  int constant(const Shape& shape, double low, double high) {
    Tensor tensor{shape, {}};
    std::vector<std::int32_t> draws(static_cast<std::size_t>(element_count(shape)));
    Stream(99).child(graph_.values.size()).integers(0, 1001, draws);
    for (int draw : draws)
      tensor.values.push_back(static_cast<float>(low + (high - low) * draw / 1000));
    graph_.values.push_back({"constant", shape, tensor});
    return static_cast<int>(graph_.values.size()) - 1;
  }
  int node(Op op, const std::vector<int>& inputs, const Shape& output, Attributes attributes = {}) {
    const std::string name = "node" + std::to_string(graph_.nodes.size());
    graph_.values.push_back({name + ".out", output, std::nullopt});
    const int index = static_cast<int>(graph_.values.size()) - 1;
    graph_.nodes.push_back({op, name, inputs, index, std::move(attributes)});
    graph_.outputs = {index};
    return index;
  }
  /// Convolution 3x3 with padding, `channels` -> `outputs`, on height x width.
  int conv(int input, int channels, int outputs, int height, int width) {
    const int weights = constant({outputs, channels, 3, 3}, -1, 1);
    return node(Op::conv, {input, weights, constant({outputs}, -1, 1)}, {1, outputs, height, width},
                window(3, 1, 1));
  }
  int gemm(int input, int inputs, int outputs) {
    const int weights = constant({inputs, outputs}, -1, 1);
    return node(Op::gemm, {input, weights, constant({outputs}, -1, 1)}, {1, outputs});
  }
  static Attributes window(int kernel, int stride, int pad) {
    Attributes a;
    a.kernel = {kernel, kernel};
    a.strides = {stride, stride};
    a.dilations = {1, 1};
    a.pads = {pad, pad, pad, pad};
    return a;
  }
  const Graph& graph() const { return graph_; }

 private:
  Graph graph_;
};

inline Dataset random_images(int count, int channels, int height, int width, double low = 0) {
  Dataset data{
      channels, height, width, {}, std::vector<std::int32_t>(static_cast<std::size_t>(count))};
  std::vector<std::int32_t> draws(static_cast<std::size_t>(count * channels * height * width));
  Stream(5).integers(0, 1001, draws);
  if (low >= 0) data.sign = InputSign::nonnegative;
  for (int draw : draws) data.pixels.push_back(static_cast<float>(low + (1 - low) * draw / 1000));
  return data;
}

/// Of an image that is a tensor ([channel][row][column], or [feature][token]).
inline std::vector<float> float_scores(const Graph& graph, const Dataset& images, int index) {
  const Shape& shape = graph.values[static_cast<std::size_t>(graph.inputs[0])].shape;
  const std::span<const float> image = images.image(index);
  Tensor input{shape, {}};
  for (const std::int32_t element : element_order(input_format(graph).elements))
    input.values.push_back(image[static_cast<std::size_t>(element)]);
  return run_float(graph, {input})[static_cast<std::size_t>(graph.outputs[0])].values;
}

inline std::vector<double> integer_scores(const QuantizedGraph& graph,
                                          std::span<const float> image) {
  const auto out = static_cast<std::size_t>(graph.output);
  std::vector<double> scores;
  const std::vector<IntTensor> tensors = run_integer(graph, quantize_image(graph, image));
  for (int value : in_file_order(graph, tensors[out]))
    scores.push_back(value * graph.tensors[out].scale);
  return scores;
}

inline double magnitude(std::span<const float> values) {
  double largest = 0;
  for (float value : values) largest = std::max(largest, std::abs(static_cast<double>(value)));
  return largest;
}

/// At 16 bits each layer adds an error of some 2^-16 of its range times the square root of its
/// rows; a few layers stay below 1/500 of the largest score, a wrong formula does not.
constexpr double kSmallShare = 0.002;

inline QuantizedGraph require_agreement(const Graph& graph, const Dataset& images) {
  const QuantizedGraph quantized =
      quantize(graph, {16, 16, CalibrationRule::max, 1, images.images()}, images, 1);
  for (int i = 0; i < images.images(); ++i) {
    const auto exact = float_scores(graph, images, i);
    const auto rounded = integer_scores(quantized, images.image(i));
    REQUIRE(rounded.size() == exact.size());
    const double largest = magnitude(exact);
    for (std::size_t k = 0; k < exact.size(); ++k)
      REQUIRE(std::abs(rounded[k] - static_cast<double>(exact[k])) <= kSmallShare * largest);
  }
  return quantized;
}

inline std::string refusal(const Graph& graph, const Dataset& images) {
  try {
    quantize(graph, {8, 8, CalibrationRule::max, 1, 1}, images, 1);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace mho
