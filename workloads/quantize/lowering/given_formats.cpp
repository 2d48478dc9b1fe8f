// What the network's file says of number formats: of weights as they stand there, of a value where
// it is quantized.
#include <cmath>

#include "workloads/graph/file_bits.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

MatrixValues Lowering::matrix_values(const Node& node, std::size_t input) const {
  const Value& held = value(node.inputs[input]);
  MatrixValues matrix{held.constant->values};
  if (!held.format || held.constant->values.empty()) return matrix;
  const ConstantFormat& format = *held.format;
  const auto spread_out = [&](const Tensor& tensor) {
    return tensor.values.size() == 1 ? tensor.values : spread(tensor, held.shape).values;
  };
  matrix.given = {spread_out(format.scale), spread_out(format.zero_point), format.low, format.high,
                  format.bipolar};
  return matrix;
}

void Lowering::inherit_format(const QuantizedLayer& layer) {
  const bool is_relu = layer.kind == LayerKind::affine && layer.factor.empty() &&
                       layer.bias.empty() && layer.clamp_low == 0 &&
                       !std::isfinite(layer.clamp_high);
  const bool moves = layer.kind == LayerKind::max_pool || layer.kind == LayerKind::concat ||
                     (layer.kind == LayerKind::permute && layer.constants.empty());
  if (!is_relu && !moves) return;
  const auto given = [&](int tensor) -> auto& {
    return lowered_.given[static_cast<std::size_t>(tensor)];
  };
  const auto& first = given(layer.inputs[0]);
  if (!first || first->bipolar) return;
  for (const int input : layer.inputs)
    if (given(input) != first) return;
  given(layer.output) = first;
  inherited_.insert(layer.output);
}

/// The layer before rounds to the format, where it has none yet; the image is read in it. Else a
/// layer of its own goes from one format to the other.
void Lowering::lower_quantize(const Node& node) {
  const NumberFormat& format = *node.attributes.format;
  if (!format.is_single())
    fail(node, "rounds activations by " + std::to_string(format.scale.size()) +
                   " scales; arrays add up inputs of one scale, which alone is possible");
  constexpr int kMostBits = 16;
  if (code_bits(format.low, format.high) > kMostBits)
    fail(node, "rounds activations to " + std::to_string(code_bits(format.low, format.high)) +
                   " bits; at most " + std::to_string(kMostBits) + " are possible");
  if (format.zero_point[0] < format.low || format.zero_point[0] > format.high)
    fail(node, "has a zero point of " + std::to_string(format.zero_point[0]) +
                   " outside its codes, " + std::to_string(format.low) + " to " +
                   std::to_string(format.high) + "; padding and ReLU need a 0");
  const int from = node.inputs[0];
  const auto& seen = views_[static_cast<std::size_t>(from)];
  const bool sole_user = users_[static_cast<std::size_t>(from)] == 1;
  const auto given = [&](int tensor) -> auto& {
    return lowered_.given[static_cast<std::size_t>(tensor)];
  };
  if (seen && !seen->joined && given(seen->tensor) == format) {  // rounded so already
    if (sole_user && seen->sole && is_whole(*seen) && inherited_.contains(seen->tensor))
      return rename(from, node.output);
    views_[static_cast<std::size_t>(node.output)] = seen;
    views_[static_cast<std::size_t>(node.output)]->sole &= sole_user;
    return;
  }
  const bool is_image =
      sole_user && seen && seen->sole && !seen->joined && seen->tensor == lowered_.graph.input;
  QuantizedLayer* producer = is_image ? nullptr : open_producer(from);
  const int made = producer ? producer->output : is_image ? seen->tensor : -1;
  if (made >= 0 && (!given(made) || inherited_.contains(made))) {
    given(made) = format;
    inherited_.erase(made);
    if (producer && producer->kind == LayerKind::matrix && node.attributes.one_multiplier)
      producer->rounding = Rounding::one_multiplier;
    return rename(from, node.output);
  }
  const View& like = whole(node, 0);
  QuantizedLayer layer;
  layer.kind = LayerKind::affine;
  layer.inputs = {like.tensor};
  add_layer_like(node, std::move(layer), like);
  given(lowered_.graph.layers.back().output) = format;
}

}  // namespace mho
