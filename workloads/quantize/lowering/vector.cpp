// Activations, normalizations, pooling: layers of one computed input.
#include <algorithm>
#include <cmath>
#include <limits>

#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

void Lowering::lower_relu(const Node& node) { lower_clamp(node, 0, kInfinity); }

void Lowering::lower_clip(const Node& node) {
  const Attributes& a = node.attributes;
  lower_clamp(node, static_cast<double>(a.clip_min), static_cast<double>(a.clip_max));
}

void Lowering::lower_clamp(const Node& node, double low, double high) {
  const std::size_t input = constant(node, 0) ? 1 : 0;
  const View& from = whole(node, input);
  if (QuantizedLayer* producer = private_producer(node.inputs[input])) {
    producer->clamp_low = std::min(std::max(producer->clamp_low, low), high);
    producer->clamp_high = std::min(std::max(producer->clamp_high, low), high);
    rename(node.inputs[input], node.output);
    return;
  }
  QuantizedLayer layer;
  layer.kind = LayerKind::affine;
  layer.inputs = {from.tensor};
  layer.clamp_low = low;
  layer.clamp_high = high;
  add_layer_like(node, std::move(layer), from);
}

void Lowering::lower_bound(const Node& node) {
  const Tensor* bound = constant(node, 0) ? constant(node, 0) : constant(node, 1);
  if (!bound || node.inputs.size() != 2 || element_count(bound->shape) != 1)
    fail(node, "takes the smaller or larger of two values; one value and one number is possible");
  const double number =
      bound->values.empty() ? 0 : static_cast<double>(bound->values[0]);  // shapes only
  if (node.op == Op::maximum) return lower_clamp(node, number, kInfinity);
  lower_clamp(node, -kInfinity, number);
}

void Lowering::lower_function(const Node& node, int root) {
  Node reader = node;
  reader.inputs = {root};
  const View& from = whole(reader, 0);
  QuantizedLayer layer;
  layer.kind = LayerKind::function;
  layer.inputs = {from.tensor};
  add_layer_like(node, std::move(layer), from, {{}, {}, pointwise_.function(node)});
}

void Lowering::lower_batch_normalization(const Node& node) {
  const View& from = whole(node, 0);
  const Shape& shape = value(node.output).shape;
  const Tensor* parts[4];
  for (std::size_t i = 0; i < 4; ++i)
    parts[i] = &needed_constant(node, i + 1, "scale, shift, mean and variance");
  const std::size_t axis = shape.size() > 1 ? 1 : 0;
  Tensor factor{Shape(shape.size() - axis, 1), {}};
  factor.shape[0] = shape[axis];
  Tensor bias = factor;
  for (std::size_t c = 0; c < parts[0]->values.size(); ++c) {
    const auto at = [&](int part) { return static_cast<double>(parts[part]->values[c]); };
    const double each = at(0) / std::sqrt(at(3) + static_cast<double>(node.attributes.epsilon));
    factor.values.push_back(static_cast<float>(each));
    bias.values.push_back(static_cast<float>(at(1) - at(2) * each));
  }
  QuantizedLayer layer;
  layer.kind = LayerKind::affine;
  layer.inputs = {from.tensor};
  layer.factor = *constants_of(factor, shape, from);
  layer.bias = *constants_of(bias, shape, from);
  add_layer_like(node, std::move(layer), from);
}

void Lowering::lower_layer_normalization(const Node& node) {
  const Shape& shape = value(node.output).shape;
  const auto axis = static_cast<std::size_t>(node.attributes.axis);
  for (std::size_t other = axis; other + 1 < shape.size(); ++other)
    if (shape[other] != 1)
      fail(node, "normalizes over more than the last axis, which alone is possible");
  const std::size_t last = shape.size() - 1;
  const View& from = with_channels(node, 0, last, true);
  QuantizedLayer layer;
  layer.kind = LayerKind::layer_norm;
  layer.inputs = {from.tensor};
  layer.epsilon = static_cast<double>(node.attributes.epsilon);
  layer.centered = node.attributes.centered;
  const Tensor& scale = needed_constant(node, 1, "the scale");
  layer.factor = {scale.values.begin(), scale.values.end()};
  if (node.inputs.size() > 2 && node.inputs[2] >= 0) {
    const Tensor& shift = needed_constant(node, 2, "the shift");
    layer.bias = {shift.values.begin(), shift.values.end()};
  }
  add_layer_like(node, std::move(layer), from);
}

void Lowering::lower_pool(const Node& node) {
  const Attributes& a = node.attributes;
  if (a.kernel.size() > 2)
    fail(node, "pools " + std::to_string(a.kernel.size()) +
                   " axes; one or two (height and width) are possible");
  QuantizedLayer layer;
  layer.kind = node.op == Op::max_pool ? LayerKind::max_pool : LayerKind::average_pool;
  layer.inputs = {image(node, 0).tensor};
  layer.window = window_of(a);
  layer.count_padding = a.count_include_pad;
  const Shape& shape = value(node.output).shape;
  const ImageShape out{static_cast<int>(shape[1]), static_cast<int>(shape[2]),
                       shape.size() > 3 ? static_cast<int>(shape[3]) : 1};
  add_layer(node, std::move(layer), out, dense_view(shape));
}

void Lowering::lower_global_average_pool(const Node& node) {
  std::vector<int> axes;
  for (std::size_t axis = 2; axis < value(node.output).shape.size(); ++axis)
    axes.push_back(static_cast<int>(axis));
  lower_reduction(node, LayerKind::average_pool, axes, true);
}

void Lowering::lower_reduce(const Node& node) {
  const LayerKind kind = node.op == Op::reduce_max ? LayerKind::max_pool : LayerKind::average_pool;
  lower_reduction(node, kind, node.attributes.axes, node.attributes.keepdims);
}

void Lowering::lower_reduction(const Node& node, LayerKind kind, const std::vector<int>& axes,
                               bool keepdims) {
  View* from = &whole(node, 0);
  std::vector<std::size_t> reduced(axes.begin(), axes.end()), kept;
  const auto is_reduced = [&](std::size_t axis) {
    return std::find(reduced.begin(), reduced.end(), axis) != reduced.end();
  };
  // All pixels, and no channels.
  bool fits = true;
  const std::vector<Role> all = roles(*from);
  for (std::size_t axis = 0; axis < all.size(); ++axis) {
    if (!is_reduced(axis)) kept.push_back(axis);
    if (all[axis] != Role::unit) fits &= is_reduced(axis) == (all[axis] == Role::pixel);
  }
  if (!fits) from = &rearrange(node, 0, kept, reduced);
  const QuantizedTensor& in = tensor(from->tensor);
  QuantizedLayer layer;
  layer.kind = kind;
  layer.inputs = {from->tensor};
  layer.window.kernel_h = in.height;
  layer.window.kernel_w = in.width;
  StridedView elements;
  for (std::size_t axis = 0; axis < all.size(); ++axis) {
    const StridedView::Axis& seen = from->elements.axes[axis];
    if (!is_reduced(axis))
      elements.axes.push_back({seen.size, seen.stride / in.pixels()});
    else if (keepdims)
      elements.axes.push_back({1, 0});
  }
  add_layer(node, std::move(layer), {in.channels, 1, 1}, std::move(elements));
}

}  // namespace mho
