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
