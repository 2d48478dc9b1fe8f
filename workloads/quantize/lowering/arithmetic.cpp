// Add, Sub, Mul and Div: with constants into the layer before where that is open, else as affine
// layers; of two computed values as layers of two inputs.
#include <algorithm>
#include <cmath>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

/// Can a factor or a shift still go before the layer's activation?
bool is_open(const QuantizedLayer& layer) {
  return !std::isfinite(layer.clamp_low) && !std::isfinite(layer.clamp_high);
}

/// `values` for each of `count` channels or elements, from those of each channel.
void stretch(std::vector<double>& values, std::size_t count) {
  if (values.size() == count || values.empty()) return;
  const std::size_t times = count / values.size();
  std::vector<double> all;
  for (const double value : values) all.insert(all.end(), times, value);
  values = std::move(all);
}

}  // namespace

void Lowering::lower_arithmetic(const Node& node) {
  const Tensor* left = constant(node, 0);
  const Tensor* right = constant(node, 1);
  if (right) return lower_arithmetic_with_constant(node, 0, *right);
  if (left) return lower_arithmetic_with_constant(node, 1, *left);
  const Shape& shape = value(node.output).shape;
  const auto same = [&](std::size_t input) { return value(node.inputs[input]).shape == shape; };
  const std::size_t large = same(0) ? 0 : 1;
  const std::size_t other = 1 - large;
  if (!same(large))
    fail(node, "combines values of shapes " + shape_text(value(node.inputs[0]).shape) + " and " +
                   shape_text(value(node.inputs[1]).shape) +
                   "; one of the result's shape, and another that it repeats, are possible");
  const View like = whole(node, large);
  const std::vector<Role> all = roles(like);
  int repeated = -1;  // tensor of the smaller one
  const auto is_gate = [&] {
    const Shape& small = value(node.inputs[other]).shape;
    const std::size_t front = shape.size() - small.size();
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      const bool stretched = axis < front || small[axis - front] == 1;
      if (all[axis] != Role::unit && stretched != (all[axis] == Role::pixel)) return false;
    }
    return true;
  };
  if (same(other)) {
    aligned(node, other, like);
  } else if (!is_gate()) {
    repeated = stretched_like(node, other, like);
  } else {
    // Axes of the smaller one: channels of the larger one, whose pixels it does not have.
    const Shape& small = value(node.inputs[other]).shape;
    const std::size_t front = shape.size() - small.size();
    std::vector<std::size_t> channels, units;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      const bool stretched = axis < front || small[axis - front] == 1;
      if (axis >= front) (stretched ? units : channels).push_back(axis - front);
    }
    // Channels in the order of the larger one's tensor: outermost first.
    std::sort(channels.begin(), channels.end(), [&](std::size_t a, std::size_t b) {
      return like.elements.axes[a + front].stride > like.elements.axes[b + front].stride;
    });
    View& gate = whole(node, other);
    const std::int64_t pixels = tensor(like.tensor).pixels();
    const bool fits =
        tensor(gate.tensor).pixels() == 1 &&
        std::all_of(channels.begin(), channels.end(), [&](std::size_t axis) {
          return gate.elements.axes[axis].size == 1 || gate.elements.axes[axis].stride * pixels ==
                                                           like.elements.axes[axis + front].stride;
        });
    if (!fits) rearrange(node, other, channels, units);
  }
  QuantizedLayer layer;
  layer.kind = node.op == Op::mul ? LayerKind::multiply : LayerKind::add;
  layer.subtract = node.op == Op::sub;
  layer.inputs = {view(node, 0).tensor, view(node, 1).tensor};
  if (repeated >= 0) layer.inputs[other] = repeated;
  add_layer_like(node, std::move(layer), like);
}

int Lowering::stretched_like(const Node& node, std::size_t input, const View& like) {
  const int index = node.inputs[input];
  const Shape& shape = value(node.output).shape;
  const Shape strides = broadcast_strides(value(index).shape, shape);
  View& from = solid(node, input);
  const Sources sources = sources_of(node, input, from);
  StridedView repeated = dense_view(shape);
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    repeated.axes[axis].stride = strides[axis];
  const std::vector<std::int32_t> source = element_order(repeated);
  const std::vector<std::int32_t> place = element_order(like.elements);
  const QuantizedTensor held = tensor(from.tensor), wanted = tensor(like.tensor);
  QuantizedLayer layer;
  layer.kind = LayerKind::permute;
  layer.name = value(index).name;
  layer.inputs = sources.inputs;
  layer.window.kernel_h = held.height;
  layer.window.kernel_w = held.width;
  layer.source_index.resize(place.size());
  for (std::size_t i = 0; i < place.size(); ++i)
    layer.source_index[static_cast<std::size_t>(place[i])] =
        sources.index[static_cast<std::size_t>(source[i])];
  layer.output = add_tensor(index, {wanted.channels, wanted.height, wanted.width});
  append(std::move(layer));
  return lowered_.graph.layers.back().output;
}

void Lowering::lower_arithmetic_with_constant(const Node& node, std::size_t computed,
                                              const Tensor& constant) {
  const Shape& shape = value(node.output).shape;
  if (value(node.inputs[computed]).shape != shape)
    fail(node, "combines with a constant that is larger, of shape " + shape_text(constant.shape) +
                   "; the result must have the computed value's shape " +
                   shape_text(value(node.inputs[computed]).shape));
  const bool adds = node.op == Op::add || (node.op == Op::sub && computed == 0);
  if (adds && element_count(constant.shape) > 1 && leads_to_softmax(node.output)) {
    Tensor mask = constant;
    if (node.op == Op::sub)
      for (float& each : mask.values) each = -each;
    return add_mask(node, computed, std::move(mask));
  }
  if (node.op == Op::div && computed == 1)
    fail(node, "divides a constant by a computed value; the other way is possible");
  std::vector<double> values = *constants_of(constant, shape, whole(node, computed));
  if (node.op == Op::mul) return lower_scale(node, computed, std::move(values));
  if (node.op == Op::div) {
    for (double& each : values) each = 1 / each;
    return lower_scale(node, computed, std::move(values));
  }
  if (node.op == Op::sub && computed == 0)
    for (double& each : values) each = -each;
  if (node.op == Op::sub && computed == 1) {  // constant - x
    const auto channels = static_cast<std::size_t>(tensor(view(node, computed).tensor).channels);
    QuantizedLayer layer;
    layer.kind = LayerKind::affine;
    layer.inputs = {view(node, computed).tensor};
    layer.factor.assign(channels, -1);
    layer.bias = std::move(values);
    return add_layer_like(node, std::move(layer), view(node, computed));
  }
  lower_shift(node, computed, std::move(values));
}

void Lowering::lower_shift(const Node& node, std::size_t computed, std::vector<double> values) {
  const View& from = view(node, computed);
  const auto channels = static_cast<std::size_t>(tensor(from.tensor).channels);
  QuantizedLayer* producer = private_producer(node.inputs[computed]);
  const bool by_channel = values.size() <= channels;
  const bool takes =
      producer && is_open(*producer) &&
      (producer->kind == LayerKind::affine || (producer->kind == LayerKind::matrix && by_channel));
  if (!takes) {
    QuantizedLayer layer;
    layer.kind = LayerKind::affine;
    layer.inputs = {from.tensor};
    layer.bias = std::move(values);
    return add_layer_like(node, std::move(layer), from);
  }
  const std::size_t count = std::max(values.size(), producer->bias.size());
  stretch(values, count);
  stretch(producer->bias, count);
  if (producer->bias.empty()) producer->bias.resize(count, 0);
  for (std::size_t c = 0; c < count; ++c) producer->bias[c] += values[c];
  rename(node.inputs[computed], node.output);
}

void Lowering::lower_scale(const Node& node, std::size_t computed, std::vector<double> values) {
  const View& from = view(node, computed);
  const auto channels = static_cast<std::size_t>(tensor(from.tensor).channels);
  QuantizedLayer* producer = private_producer(node.inputs[computed]);
  const bool by_channel = values.size() <= channels;
  const bool uniform = std::all_of(values.begin(), values.end(),
                                   [&](double each) { return each == values.front(); });
  const bool open = producer && is_open(*producer);
  if (open && producer->kind == LayerKind::product && uniform) {
    if (!values.empty()) producer->product.scale *= values.front();
    return rename(node.inputs[computed], node.output);
  }
  const bool weights = open && producer->kind == LayerKind::matrix && by_channel;
  if (!weights && !(open && producer->kind == LayerKind::affine)) {
    QuantizedLayer layer;
    layer.kind = LayerKind::affine;
    layer.inputs = {from.tensor};
    layer.factor = std::move(values);
    return add_layer_like(node, std::move(layer), from);
  }
  std::vector<double>& bias = producer->bias;
  std::vector<double>& factor = weights ? real_of(*producer).weight_factor : producer->factor;
  if (factor.empty()) factor.resize(channels, 1);
  const std::size_t count = std::max(values.size(), factor.size());
  stretch(values, count);
  stretch(factor, count);
  for (std::size_t c = 0; c < values.size(); ++c) factor[c] *= values[c];
  if (!bias.empty() && !values.empty()) {
    const std::size_t most = std::max(values.size(), bias.size());
    stretch(values, most);
    stretch(bias, most);
    for (std::size_t c = 0; c < most; ++c) bias[c] *= values[c];
  }
  rename(node.inputs[computed], node.output);
}

}  // namespace mho
