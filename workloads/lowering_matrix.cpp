// Conv, Gemm and MatMul with constant weights -> matrix layers.
#include <algorithm>

#include "workloads/lowering.hpp"

namespace mho {

namespace {

std::vector<double> as_double(const Tensor& tensor) {
  return {tensor.values.begin(), tensor.values.end()};
}

}  // namespace

void Lowering::lower_conv(const Node& node) {
  const Tensor& weights = needed_constant(node, 1, "the weights");
  const Attributes& a = node.attributes;
  if (weights.shape.size() != 4 || a.kernel.size() != 2)
    fail(node, "convolves " + std::to_string(a.kernel.size()) +
                   " axes; only two (height and width) are possible");
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.inputs = {tensor_of(node, 0)};
  layer.window = {a.kernel[0], a.kernel[1], a.strides[0],   a.strides[1],
                  a.pads[0],   a.pads[1],   a.dilations[0], a.dilations[1]};
  layer.weights.outputs = static_cast<int>(weights.shape[0]);
  layer.weights.groups = a.group;
  layer.weights.rows_per_group =
      static_cast<int>(weights.shape[1] * weights.shape[2] * weights.shape[3]);
  if (node.inputs.size() > 2 && node.inputs[2] >= 0)
    layer.bias = as_double(needed_constant(node, 2, "the bias"));
  add_layer(node, std::move(layer), weights.values);
}

void Lowering::lower_gemm(const Node& node) {
  const Tensor& matrix = needed_constant(node, 1, "the second matrix");
  const Attributes& a = node.attributes;
  const bool transposed = a.trans_b;
  const std::int64_t outputs = matrix.shape[transposed ? 0 : 1];
  const std::int64_t inputs = matrix.shape[transposed ? 1 : 0];
  std::vector<float> weights;
  for (std::int64_t o = 0; o < outputs; ++o)
    for (std::int64_t k = 0; k < inputs; ++k)
      weights.push_back(
          a.alpha *
          matrix.values[static_cast<std::size_t>(transposed ? o * inputs + k : k * outputs + o)]);
  std::vector<double> bias;
  if (node.inputs.size() > 2 && node.inputs[2] >= 0) {
    bias = as_double(needed_constant(node, 2, "the bias"));
    if (bias.size() == 1) bias.resize(static_cast<std::size_t>(outputs), bias[0]);
    for (double& each : bias) each *= static_cast<double>(a.beta);
  }
  lower_fully_connected(node, static_cast<int>(outputs), std::move(weights), std::move(bias));
}

void Lowering::lower_matmul(const Node& node) {
  const Tensor& matrix = needed_constant(node, 1, "the right matrix");
  if (matrix.shape.size() != 2)
    fail(node, "multiplies with a constant of rank " + std::to_string(matrix.shape.size()) +
                   "; a matrix (rank 2) is possible");
  const std::int64_t inputs = matrix.shape[0];
  const std::int64_t outputs = matrix.shape[1];
  std::vector<float> weights;
  for (std::int64_t o = 0; o < outputs; ++o)
    for (std::int64_t k = 0; k < inputs; ++k)
      weights.push_back(matrix.values[static_cast<std::size_t>(k * outputs + o)]);
  lower_fully_connected(node, static_cast<int>(outputs), std::move(weights), {});
}

void Lowering::lower_fully_connected(const Node& node, int outputs, std::vector<float> weights,
                                     std::vector<double> bias) {
  const View& input = view(node, 0);
  const std::int64_t rows = element_count(value(node.inputs[0]).shape);
  if (static_cast<std::int64_t>(weights.size()) != rows * outputs)
    fail(node, "multiplies more than one row vector; one image at a time is possible");
  // A tensor of the same elements in another order: the weights are put in that order instead.
  if (input.order) {
    std::vector<float> reordered(weights.size());
    for (std::size_t o = 0; o < static_cast<std::size_t>(outputs); ++o)
      for (std::size_t k = 0; k < input.order->size(); ++k) {
        const std::size_t begin = o * static_cast<std::size_t>(rows);
        reordered[begin + static_cast<std::size_t>((*input.order)[k])] = weights[begin + k];
      }
    weights = std::move(reordered);
  }
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.inputs = {input.tensor};
  layer.window.kernel_h = tensor(input.tensor).height;
  layer.window.kernel_w = tensor(input.tensor).width;
  layer.weights.outputs = outputs;
  layer.weights.rows_per_group = static_cast<int>(rows);
  layer.bias = std::move(bias);
  layer.name = node.name;
  layer.output = add_tensor(node.output, {outputs, 1, 1});
  views_[static_cast<std::size_t>(node.output)] = View{layer.output, std::nullopt};
  lowered_.graph.layers.push_back(std::move(layer));
  lowered_.weights.push_back(std::move(weights));
}

}  // namespace mho
