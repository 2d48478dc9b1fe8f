// Everything that is not a matrix product: activations, normalization, sums, pooling,
// rearrangements.
#include <algorithm>
#include <cmath>

#include "workloads/lowering.hpp"

namespace mho {

namespace {

/// The values of a constant by channel of a computed tensor of shape `shape`: one for all, or one
/// each along axis 1; empty when it varies along another axis or makes the result larger.
std::vector<double> by_channel(const Tensor& constant, const Shape& shape, int channels) {
  if (constant.values.size() == 1 && constant.shape.size() <= shape.size())
    return std::vector<double>(static_cast<std::size_t>(channels),
                               static_cast<double>(constant.values[0]));
  if (static_cast<int>(constant.values.size()) != channels) return {};
  // Aligned at the right end, the axis of the channels must be axis 1 of the tensor.
  const std::size_t rank = constant.shape.size();
  if (rank > shape.size()) return {};
  const std::size_t channel_axis = shape.size() == 1 ? 0 : 1;
  for (std::size_t axis = 0; axis < rank; ++axis)
    if (constant.shape[axis] != 1 && axis + shape.size() - rank != channel_axis) return {};
  return {constant.values.begin(), constant.values.end()};
}

}  // namespace

void Lowering::lower_clamp(const Node& node, double low, double high) {
  const int input = tensor_of(node, 0);
  if (QuantizedLayer* producer = private_producer(node.inputs[0])) {
    producer->clamp_low = std::min(std::max(producer->clamp_low, low), high);
    producer->clamp_high = std::min(std::max(producer->clamp_high, low), high);
    rename(node.inputs[0], node.output);
    return;
  }
  QuantizedLayer layer;
  layer.kind = LayerKind::affine;
  layer.inputs = {input};
  layer.clamp_low = low;
  layer.clamp_high = high;
  add_layer(node, std::move(layer));
}

void Lowering::lower_batch_normalization(const Node& node) {
  QuantizedLayer layer;
  layer.kind = LayerKind::affine;
  layer.inputs = {tensor_of(node, 0)};
  const Tensor* parts[4];
  for (std::size_t i = 0; i < 4; ++i)
    parts[i] = &needed_constant(node, i + 1, "scale, shift, mean and variance");
  for (std::size_t c = 0; c < parts[0]->values.size(); ++c) {
    const auto at = [&](int part) { return static_cast<double>(parts[part]->values[c]); };
    const double factor = at(0) / std::sqrt(at(3) + static_cast<double>(node.attributes.epsilon));
    layer.factor.push_back(factor);
    layer.bias.push_back(at(1) - at(2) * factor);
  }
  add_layer(node, std::move(layer));
}

void Lowering::lower_arithmetic(const Node& node) {
  const Tensor* left = constant(node, 0);
  const Tensor* right = constant(node, 1);
  if (right) return lower_arithmetic_with_constant(node, 0, *right);
  if (left) return lower_arithmetic_with_constant(node, 1, *left);
  QuantizedLayer layer;
  layer.kind = node.op == Op::add ? LayerKind::add : LayerKind::multiply;
  layer.inputs = {tensor_of(node, 0), tensor_of(node, 1)};
  const ImageShape out = shape_of(node, node.output);
  for (int input : layer.inputs) {
    const QuantizedTensor& t = tensor(input);
    const bool same = t.channels == out.channels && t.height == out.height && t.width == out.width;
    if (!same && !(t.channels == out.channels && t.pixels() == 1))
      fail(node,
           "combines tensors of different shape; the same shape, or [channels][1][1] with "
           "[channels][height][width], is possible");
  }
  add_layer(node, std::move(layer));
}

void Lowering::lower_arithmetic_with_constant(const Node& node, int computed,
                                              const Tensor& constant) {
  const std::size_t input = static_cast<std::size_t>(computed);
  const int from = node.inputs[input];
  const int source = tensor_of(node, input);
  const int channels = tensor(source).channels;
  std::vector<double> values = by_channel(constant, value(from).shape, channels);
  if (values.empty() || value(from).shape != value(node.output).shape)
    fail(node,
         "combines with a constant that varies inside a channel; one value, or one for each "
         "channel, is possible");
  const bool adds = node.op == Op::add;
  QuantizedLayer* producer = private_producer(from);
  const bool open =
      producer && !std::isfinite(producer->clamp_low) && !std::isfinite(producer->clamp_high) &&
      (producer->kind == LayerKind::affine || (producer->kind == LayerKind::matrix && adds));
  if (!open) {
    QuantizedLayer layer;
    layer.kind = LayerKind::affine;
    layer.inputs = {source};
    (adds ? layer.bias : layer.factor) = std::move(values);
    return add_layer(node, std::move(layer));
  }
  const auto size = static_cast<std::size_t>(channels);
  if (producer->bias.empty()) producer->bias.resize(size, 0);
  if (!adds && producer->factor.empty()) producer->factor.resize(size, 1);
  for (std::size_t c = 0; c < size; ++c) {
    if (adds) {
      producer->bias[c] += values[c];
    } else {
      producer->factor[c] *= values[c];
      producer->bias[c] *= values[c];
    }
  }
  rename(from, node.output);
}

void Lowering::lower_pool(const Node& node) {
  const Attributes& a = node.attributes;
  if (a.kernel.size() != 2)
    fail(node, "pools " + std::to_string(a.kernel.size()) +
                   " axes; only two (height and width) are possible");
  QuantizedLayer layer;
  layer.kind = node.op == Op::max_pool ? LayerKind::max_pool : LayerKind::average_pool;
  layer.inputs = {tensor_of(node, 0)};
  layer.window = {a.kernel[0], a.kernel[1], a.strides[0],   a.strides[1],
                  a.pads[0],   a.pads[1],   a.dilations[0], a.dilations[1]};
  layer.count_padding = a.count_include_pad;
  add_layer(node, std::move(layer));
}

void Lowering::lower_global_average_pool(const Node& node) {
  QuantizedLayer layer;
  layer.kind = LayerKind::average_pool;
  layer.inputs = {tensor_of(node, 0)};
  layer.window.kernel_h = tensor(layer.inputs[0]).height;
  layer.window.kernel_w = tensor(layer.inputs[0]).width;
  add_layer(node, std::move(layer));
}

void Lowering::lower_transpose(const Node& node) {
  const View input = view(node, 0);
  const Shape& from = value(node.inputs[0]).shape;
  const Shape& to = value(node.output).shape;
  std::vector<std::int64_t> stride(from.size(), 1);
  for (std::size_t axis = from.size(); axis-- > 1;) stride[axis - 1] = stride[axis] * from[axis];
  std::vector<std::int32_t> order(static_cast<std::size_t>(element_count(to)));
  for (std::size_t i = 0; i < order.size(); ++i) {
    auto rest = static_cast<std::int64_t>(i);
    std::int64_t source = 0;
    for (std::size_t axis = to.size(); axis-- > 0; rest /= to[axis])
      source += rest % to[axis] * stride[static_cast<std::size_t>(node.attributes.perm[axis])];
    order[i] = input.order ? (*input.order)[static_cast<std::size_t>(source)]
                           : static_cast<std::int32_t>(source);
  }
  const bool moves = !std::is_sorted(order.begin(), order.end());
  views_[static_cast<std::size_t>(node.output)] =
      View{input.tensor, moves ? std::optional(std::move(order)) : std::nullopt};
}

void Lowering::lower_concat(const Node& node) {
  if (node.attributes.axis != 1)
    fail(node, "joins along axis " + std::to_string(node.attributes.axis) +
                   "; only axis 1 (channels) is possible");
  QuantizedLayer layer;
  layer.kind = LayerKind::concat;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) layer.inputs.push_back(tensor_of(node, i));
  add_layer(node, std::move(layer));
}

void Lowering::lower_softmax(const Node& node) {
  // The class is the largest probability, which belongs to the largest logit.
  if (users_[static_cast<std::size_t>(node.output)] == 1 && node.output == graph_.outputs[0]) {
    views_[static_cast<std::size_t>(node.output)] = view(node, 0);
    return;
  }
  QuantizedLayer layer;
  layer.kind = LayerKind::softmax;
  layer.inputs = {tensor_of(node, 0)};
  const bool over_channels = node.attributes.axis == 1 && (!node.attributes.coerce_to_2d ||
                                                           tensor(layer.inputs[0]).pixels() == 1);
  if (!over_channels)
    fail(node, "normalizes along other axes than axis 1 (channels), which alone is possible");
  add_layer(node, std::move(layer));
}

}  // namespace mho
