#include "workloads/graph/file_bits.hpp"

#include <algorithm>
#include <bit>

#include "workloads/graph/operators.hpp"

namespace mho {

ConstantFormat format_of(const NumberFormat& format, const Shape& shape) {
  Shape along(shape.size(), 1);
  if (!format.is_single()) along[static_cast<std::size_t>(format.axis)] = std::ssize(format.scale);
  return {{along, format.scale},
          {along, {format.zero_point.begin(), format.zero_point.end()}},
          format.low,
          format.high,
          format.bipolar};
}

Tensor spread(const Tensor& tensor, const Shape& shape) {
  if (tensor.shape == shape) return tensor;
  Tensor result{shape, {}};
  const auto count = static_cast<std::size_t>(element_count(shape));
  if (tensor.values.size() == 1) {
    result.values.assign(count, tensor.values[0]);
    return result;
  }
  result.values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t rest = i, from = 0, stride = 1;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      const auto size = static_cast<std::size_t>(shape[axis]);
      const auto own = static_cast<std::size_t>(tensor.shape[axis]);
      from += (own == 1 ? 0 : rest % size) * stride;
      stride *= own;
      rest /= size;
    }
    result.values[i] = tensor.values[from];
  }
  return result;
}

int code_bits(std::int64_t low, std::int64_t high) {
  return std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(high - low))));
}

namespace {

/// The axes of weights that an output is summed over.
std::vector<std::size_t> summed_axes(const Node& node, std::size_t input, std::size_t rank) {
  std::vector<std::size_t> axes;
  switch (node.op) {
    case Op::conv:
      for (std::size_t axis = 1; axis < rank; ++axis) axes.push_back(axis);
      return axes;
    case Op::gemm:
      return {node.attributes.trans_b == (input == 1) ? 1U : 0U};
    case Op::matmul:
      return rank < 2 ? axes : std::vector<std::size_t>{input == 1 ? rank - 2 : rank - 1};
    default:
      return {rank - 1};
  }
}

/// Do the numbers change along the axis?
bool varies_along(const Tensor& tensor, std::size_t axis) {
  if (axis >= tensor.shape.size() || tensor.shape[axis] < 2) return false;
  const auto inner = static_cast<std::size_t>(element_count(
      {tensor.shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, tensor.shape.end()}));
  const auto size = static_cast<std::size_t>(tensor.shape[axis]);
  for (std::size_t i = 0; i < tensor.values.size(); ++i)
    if (i / inner % size > 0 && tensor.values[i] != tensor.values[i - inner]) return true;
  return false;
}

bool is_blocked(const Node& node, std::size_t input, const Value& weights) {
  const std::vector<std::size_t> axes = summed_axes(node, input, weights.shape.size());
  return std::any_of(axes.begin(), axes.end(),
                     [&](std::size_t axis) { return varies_along(weights.format->scale, axis); });
}

/// "'a'", "'a' and 'b'", "'a', 'b' and 7 others".
std::string names_text(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 3;
  const std::size_t shown = names.size() <= kMost ? names.size() - 1 : kMost - 1;
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i > 0 ? ", '" : "'") + names[i] + "'";
  if (shown > 0) text += " and ";
  if (names.size() <= kMost) return text + "'" + names.back() + "'";
  return text + std::to_string(names.size() - shown) + " others";
}

}  // namespace

std::string range_text(int least, int most) {
  return (least == most ? "" : std::to_string(least) + " to ") + std::to_string(most);
}

std::string text_of(const FileBits& bits) {
  std::string text;
  if (bits.weights > 0) text += range_text(bits.least_weights, bits.weights) + "-bit weights";
  if (bits.activations > 0)
    text += (bits.weights > 0 ? " x " : "") + range_text(bits.least_activations, bits.activations) +
            "-bit activations";
  text += ", run as they are, in integers";
  if (!bits.blocked.empty())
    text +=
        "; not so the weights of " + names_text(bits.blocked) +
        ", which have a scale for each block of the inputs of an output: a column of cells "
        "adds up all inputs, so that they are quantized anew here, with one scale for an output";
  if (bits.float_weights) text += "; weights that it leaves in float are quantized here";
  return text;
}

FileBits file_bits(const Graph& graph) {
  FileBits bits;
  const auto add = [](int each, int& least, int& most) {
    least = least == 0 ? each : std::min(least, each);
    most = std::max(most, each);
  };
  for (const Node& node : graph.nodes) {
    if (node.op == Op::quantize) {
      const NumberFormat& format = *node.attributes.format;
      add(format.bipolar ? 1 : code_bits(format.low, format.high), bits.least_activations,
          bits.activations);
    }
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] < 0 || !operator_of(node.op).matrices.contains(i)) continue;
      const Value& value = graph.values[static_cast<std::size_t>(node.inputs[i])];
      if (!value.constant) continue;
      if (value.format && is_blocked(node, i, value)) bits.blocked.push_back(node.name);
      if (value.format)
        add(value.format->bipolar ? 1 : code_bits(value.format->low, value.format->high),
            bits.least_weights, bits.weights);
      else
        bits.float_weights = true;
    }
  }
  return bits;
}

}  // namespace mho
