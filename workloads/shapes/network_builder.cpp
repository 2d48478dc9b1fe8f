// Operators with their shapes and attributes as ONNX import resolves them, and their constants.
#include "workloads/shapes/network_builder.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "workloads/datasets/synthetic_weights.hpp"
#include "workloads/float/operators.hpp"
#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

/// Spread of a normalization's scale (around 1) and shift (around 0) over the channels: a choice;
/// trained networks differ.
constexpr double kNormalizationSpread = 0.25;

/// Of BatchNormalization and LayerNormalization in ONNX.
constexpr float kEpsilon = 1e-5f;

/// Begin and end of one axis' padding, by TensorFlow's rule: output = input / stride, rounded up,
/// the odd pixel at the end.
std::pair<int, int> same_padding(std::int64_t size, int kernel, int stride) {
  const std::int64_t outputs = ceil_divide(size, stride);
  const auto total =
      static_cast<int>(std::max<std::int64_t>((outputs - 1) * stride + kernel - size, 0));
  return {total / 2, total - total / 2};
}

}  // namespace

struct NetworkBuilder::Window {
  Attributes attributes;
  std::int64_t height = 0, width = 0;
};

NetworkBuilder::NetworkBuilder(std::string name, std::uint64_t seed, Values values, Tensor probe,
                               int threads)
    : seed_(seed), values_(values), threads_(threads) {
  graph_.name = std::move(name);
  graph_.inputs = {add_value("input", probe.shape)};
  probe_.back() = std::move(probe);
}

void NetworkBuilder::fail(const std::string& message) const {
  throw InputError({graph_.name, 0}, scope_, message);
}

int NetworkBuilder::add_value(const std::string& name, Shape shape) {
  if (const auto problem = shape_problem(shape)) fail(name + " " + *problem);
  graph_.values.push_back({name, std::move(shape), std::nullopt});
  producer_.push_back(-1);
  probe_.emplace_back();
  return static_cast<int>(graph_.values.size()) - 1;
}

int NetworkBuilder::add_node(Op op, const std::string& name, std::vector<int> inputs, Shape output,
                             Attributes attributes) {
  const int value = add_value(full(name), std::move(output));
  producer_.back() = static_cast<int>(graph_.nodes.size());
  graph_.nodes.push_back({op, full(name), std::move(inputs), value, std::move(attributes)});
  return value;
}

int NetworkBuilder::parameter(const std::string& name, Shape shape, double deviation, double mean) {
  const int value = add_value(full(name), std::move(shape));
  Tensor tensor{graph_.values.back().shape, {}};
  if (values_ == Values::on) {
    tensor.values.resize(static_cast<std::size_t>(element_count(tensor.shape)));
    if (deviation > 0)
      fill_trained_like(synthetic_stream(seed_, full(name)), deviation, tensor.values, threads_);
    if (mean != 0)
      for (float& each : tensor.values) each += static_cast<float>(mean);
  }
  parameters_ += element_count(tensor.shape);
  graph_.values.back().constant = std::move(tensor);
  return value;
}

int NetworkBuilder::computed_before(const std::string& name, Shape shape) {
  Tensor tensor{std::move(shape), {}};
  if (values_ == Values::on) {
    tensor.values.resize(static_cast<std::size_t>(element_count(tensor.shape)));
    synthetic_stream(seed_, full(name)).normals(0, tensor.values);
  }
  return structure(name, std::move(tensor));
}

int NetworkBuilder::structure(const std::string& name, Tensor tensor) {
  const int value = add_value(full(name), tensor.shape);
  graph_.values.back().constant = std::move(tensor);
  return value;
}

NetworkBuilder::Window NetworkBuilder::window(int x, int kernel_h, int kernel_w, int stride_h,
                                              int stride_w, Padding padding) const {
  const Shape& from = shape(x);
  if (from.size() != 4)
    fail("reads a value of shape " + shape_text(from) +
         "; an image [1, channels, height, width] is "
         "needed");
  Window result;
  Attributes& a = result.attributes;
  a.kernel = {kernel_h, kernel_w};
  a.strides = {stride_h, stride_w};
  a.dilations = {1, 1};
  a.pads = {0, 0, 0, 0};
  switch (padding) {
    case Padding::same:
      std::tie(a.pads[0], a.pads[2]) = same_padding(from[2], kernel_h, stride_h);
      std::tie(a.pads[1], a.pads[3]) = same_padding(from[3], kernel_w, stride_w);
      break;
    case Padding::valid:
      break;
  }
  const std::int64_t room_h = from[2] + a.pads[0] + a.pads[2] - kernel_h;
  const std::int64_t room_w = from[3] + a.pads[1] + a.pads[3] - kernel_w;
  if (room_h < 0 || room_w < 0) fail("has a window larger than its input " + shape_text(from));
  result.height = room_h / stride_h + 1;
  result.width = room_w / stride_w + 1;
  return result;
}

int NetworkBuilder::conv(const std::string& name, int x, const Convolution& c) {
  Window seen = window(x, c.kernel_h, c.kernel_w, c.stride_h, c.stride_w, c.padding);
  const std::int64_t channels = shape(x)[1];
  if (channels % c.groups != 0 || c.channels % c.groups != 0)
    fail(std::to_string(c.groups) + " groups do not divide " + std::to_string(channels) +
         " input and " + std::to_string(c.channels) + " output channels");
  seen.attributes.group = c.groups;
  const std::int64_t fan_in = channels / c.groups * c.kernel_h * c.kernel_w;
  const int weights =
      parameter(name + ".weight", {c.channels, channels / c.groups, c.kernel_h, c.kernel_w},
                1 / std::sqrt(static_cast<double>(fan_in)));
  const int bias = parameter(name + ".bias", {c.channels}, 0);
  const int output = add_node(Op::conv, name, {x, weights, bias},
                              {1, c.channels, seen.height, seen.width}, seen.attributes);
  if (c.normalized && values_ == Values::on) normalize(output);
  return output;
}

void NetworkBuilder::normalize(int output) {
  const Node& node = graph_.nodes[index(producer_[index(output)])];
  std::vector<float>& weights = graph_.values[index(node.inputs[1])].constant->values;
  std::vector<float>& bias = graph_.values[index(node.inputs[2])].constant->values;
  std::vector<float> scale(bias.size()), shift(bias.size());
  synthetic_stream(seed_, node.name + ".scale").normals(0, scale);
  synthetic_stream(seed_, node.name + ".shift").normals(0, shift);
  std::vector<float>& seen = probe(output).values;
  const std::size_t pixels = seen.size() / bias.size(), fan_in = weights.size() / bias.size();
  for (std::size_t c = 0; c < bias.size(); ++c) {
    const std::span<float> channel(seen.data() + c * pixels, pixels);
    double sum = 0, squares = 0;
    for (const float each : channel) sum += static_cast<double>(each);
    const double mean = sum / static_cast<double>(pixels);
    for (const float each : channel) squares += std::pow(static_cast<double>(each) - mean, 2);
    const double variance = squares / static_cast<double>(pixels);
    const double factor = (1 + kNormalizationSpread * static_cast<double>(scale[c])) /
                          std::sqrt(variance + static_cast<double>(kEpsilon));
    const double offset = kNormalizationSpread * static_cast<double>(shift[c]) - mean * factor;
    for (float& each : channel)
      each = static_cast<float>(static_cast<double>(each) * factor + offset);
    for (float& each : std::span(weights).subspan(c * fan_in, fan_in))
      each = static_cast<float>(static_cast<double>(each) * factor);
    bias[c] = static_cast<float>(offset);
  }
}

Tensor& NetworkBuilder::probe(int value) {
  Tensor& result = probe_[index(value)];
  if (!result.values.empty()) return result;
  if (graph_.values[index(value)].constant) return *graph_.values[index(value)].constant;
  const Node& node = graph_.nodes[index(producer_[index(value)])];
  Arguments arguments;
  for (const int input : node.inputs) arguments.push_back(input < 0 ? nullptr : &probe(input));
  result = run_operator(node, arguments, shape(value));
  return result;
}

int NetworkBuilder::pool(Op op, const std::string& name, int x, int kernel, int stride,
                         Padding padding) {
  Window seen = window(x, kernel, kernel, stride, stride, padding);
  return add_node(op, name, {x}, {1, shape(x)[1], seen.height, seen.width}, seen.attributes);
}

int NetworkBuilder::max_pool(const std::string& name, int x, int kernel, int stride,
                             Padding padding) {
  return pool(Op::max_pool, name, x, kernel, stride, padding);
}

int NetworkBuilder::average_pool(const std::string& name, int x, int kernel, int stride,
                                 Padding padding) {
  return pool(Op::average_pool, name, x, kernel, stride, padding);
}

int NetworkBuilder::global_average_pool(const std::string& name, int x) {
  const Shape& from = shape(x);
  if (from.size() != 4) fail("averages a value of shape " + shape_text(from) + ", not an image");
  return add_node(Op::global_average_pool, name, {x}, {1, from[1], 1, 1});
}

int NetworkBuilder::linear(const std::string& name, int x, int outputs, double gain, bool bias) {
  Shape to = shape(x);
  const std::int64_t inputs = to.back();
  const double deviation = gain / std::sqrt(static_cast<double>(inputs));
  to.back() = outputs;
  if (to.size() == 2) {
    Attributes attributes;
    attributes.trans_b = true;
    std::vector<int> arguments{x, parameter(name + ".weight", {outputs, inputs}, deviation)};
    if (bias) arguments.push_back(parameter(name + ".bias", {outputs}, 0));
    return add_node(Op::gemm, name, arguments, to, attributes);
  }
  const int product = add_node(Op::matmul, name,
                               {x, parameter(name + ".weight", {inputs, outputs}, deviation)}, to);
  return bias ? add(name + ".add", product, parameter(name + ".bias", {outputs}, 0)) : product;
}

int NetworkBuilder::activate(const std::string& name, int x, Activation activation) {
  Attributes attributes;
  const auto function = [&](Function which) {
    attributes.function = which;
    return add_node(Op::function, name, {x}, shape(x), attributes);
  };
  switch (activation) {
    case Activation::none:
      return x;
    case Activation::relu:
      return add_node(Op::relu, name, {x}, shape(x));
    case Activation::relu6:
      attributes.clip_min = 0;
      attributes.clip_max = 6;
      return add_node(Op::clip, name, {x}, shape(x), attributes);
    case Activation::silu:
      return function(Function::silu);
    case Activation::gelu:
      return function(Function::gelu);
    case Activation::gelu_tanh:
      return function(Function::gelu_tanh);
    case Activation::sigmoid:
      return function(Function::sigmoid);
    case Activation::tanh:
      return function(Function::tanh);
  }
  throw Bug("no such activation");
}

int NetworkBuilder::layer_norm(const std::string& name, int x) {
  Attributes attributes;
  attributes.axis = static_cast<int>(shape(x).size()) - 1;
  attributes.epsilon = kEpsilon;
  const Shape last{shape(x).back()};
  const int scale = parameter(name + ".scale", last, kNormalizationSpread, 1);
  const int shift = parameter(name + ".shift", last, kNormalizationSpread);
  return add_node(Op::layer_normalization, name, {x, scale, shift}, shape(x), attributes);
}

int NetworkBuilder::softmax(const std::string& name, int x) {
  Attributes attributes;
  attributes.axis = static_cast<int>(shape(x).size()) - 1;
  return add_node(Op::softmax, name, {x}, shape(x), attributes);
}

int NetworkBuilder::lstm(const std::string& name, int x, int hidden) {
  const Shape& from = shape(x);
  const std::int64_t steps = from[0], inputs = from[2];
  const int w =
      parameter(name + ".W", {1, 4 * hidden, inputs}, 1 / std::sqrt(static_cast<double>(inputs)));
  const int r =
      parameter(name + ".R", {1, 4 * hidden, hidden}, 1 / std::sqrt(static_cast<double>(hidden)));
  const int bias = parameter(name + ".B", {1, 8 * hidden}, 0);
  const int y = add_node(Op::lstm, name, {x, w, r, bias}, {steps, 1, 1, hidden});
  return reshape(name + ".steps", y, {steps, 1, hidden});
}

int NetworkBuilder::elementwise(Op op, const std::string& name, int a, int b) {
  const auto to = broadcast(shape(a), shape(b));
  if (!to) fail("combines shapes " + shape_text(shape(a)) + " and " + shape_text(shape(b)));
  return add_node(op, name, {a, b}, *to);
}

int NetworkBuilder::matmul(const std::string& name, int a, int b) {
  Shape to = shape(a);
  require(to.back() == shape(b)[shape(b).size() - 2], "matrices that fit");
  to.back() = shape(b).back();
  return add_node(Op::matmul, name, {a, b}, to);
}

int NetworkBuilder::concat(const std::string& name, int a, int b, int axis) {
  Attributes attributes;
  attributes.axis = axis;
  Shape to = shape(a);
  to[index(axis)] += shape(b)[index(axis)];
  return add_node(Op::concat, name, {a, b}, to, attributes);
}

int NetworkBuilder::token(const std::string& name, int x, int position) {
  Attributes attributes;
  attributes.axis = 1;
  attributes.indices = {position};
  return add_node(Op::gather, name, {x}, {shape(x)[0], shape(x)[2]}, attributes);
}

int NetworkBuilder::reshape(const std::string& name, int x, Shape to) {
  require(element_count(to) == element_count(shape(x)), "a reshape that keeps the elements");
  return add_node(Op::reshape, name, {x}, std::move(to));
}

int NetworkBuilder::transpose(const std::string& name, int x, std::vector<int> perm) {
  Attributes attributes;
  Shape to;
  for (const int axis : perm) to.push_back(shape(x)[index(axis)]);
  attributes.perm = std::move(perm);
  return add_node(Op::transpose, name, {x}, std::move(to), attributes);
}

Graph NetworkBuilder::take(int output) && {
  graph_.outputs = {output};
  return std::move(graph_);
}

}  // namespace mho
