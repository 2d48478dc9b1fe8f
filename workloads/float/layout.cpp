// Operators that only move elements.
#include <algorithm>
#include <cmath>

#include "workloads/float/operators.hpp"
#include "workloads/graph/strided_read.hpp"

namespace mho {

Tensor run_reshape(const Attributes&, const Arguments& inputs, const Shape& output) {
  return {output, inputs[0]->values};
}

Tensor run_transpose(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Shape strides = row_major_strides(inputs[0]->shape);
  Shape steps;
  for (const int axis : attributes.perm) steps.push_back(strides[axis]);
  return read_strided(*inputs[0], 0, steps, output);
}

Tensor run_slice(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  Shape steps = row_major_strides(inputs[0]->shape);
  std::int64_t first = 0;
  for (std::size_t axis = 0; axis < steps.size(); ++axis) {
    first += attributes.starts[axis] * steps[axis];
    steps[axis] *= attributes.steps[axis];
  }
  return read_strided(*inputs[0], first, steps, output);
}

Tensor run_gather(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Shape& shape = inputs[0]->shape;
  const auto axis = shape.begin() + attributes.axis;
  const std::int64_t outer = element_count({shape.begin(), axis});
  const std::int64_t inner = element_count({axis + 1, shape.end()});
  Tensor result{output, {}};
  result.values.reserve(static_cast<std::size_t>(element_count(output)));
  for (std::int64_t line = 0; line < outer; ++line) {
    for (const std::int64_t index : attributes.indices) {
      const auto first = inputs[0]->values.begin() + (line * *axis + index) * inner;
      result.values.insert(result.values.end(), first, first + inner);
    }
  }
  return result;
}

Tensor run_lookup(const Attributes&, const Arguments& inputs, const Shape& output) {
  const Tensor& table = *inputs[0];
  const std::int64_t rows = table.shape[0], width = element_count(table.shape) / rows;
  Tensor result{output, {}};
  result.values.reserve(static_cast<std::size_t>(element_count(output)));
  for (const float place : inputs[1]->values) {
    // What is beyond is the data's fault, and stays in.
    const auto at = static_cast<std::int64_t>(std::nearbyint(place));
    const auto row = table.values.begin() + std::clamp<std::int64_t>(at, 0, rows - 1) * width;
    result.values.insert(result.values.end(), row, row + width);
  }
  return result;
}

Tensor run_pad(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Tensor& input = *inputs[0];
  const Shape strides = row_major_strides(input.shape);
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(element_count(output)),
                                           attributes.pad_value)};
  for (std::size_t index = 0; index < result.values.size(); ++index) {
    auto rest = static_cast<std::int64_t>(index);
    std::int64_t from = 0;
    bool inside = true;
    for (std::size_t axis = output.size(); axis-- > 0; rest /= output[axis]) {
      const std::int64_t at = rest % output[axis] - attributes.pads[axis];
      inside = inside && at >= 0 && at < input.shape[axis];
      from += at * strides[axis];
    }
    if (inside) result.values[index] = input.values[static_cast<std::size_t>(from)];
  }
  return result;
}

Tensor run_concat(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const auto axis = static_cast<std::size_t>(attributes.axis);
  const std::int64_t outer = element_count({output.begin(), output.begin() + attributes.axis});
  Tensor result{output, {}};
  result.values.reserve(static_cast<std::size_t>(element_count(output)));
  for (std::int64_t line = 0; line < outer; ++line) {
    for (const Tensor* input : inputs) {
      const std::int64_t length = element_count(
          {input->shape.begin() + static_cast<std::ptrdiff_t>(axis), input->shape.end()});
      const auto first = input->values.begin() + line * length;
      result.values.insert(result.values.end(), first, first + length);
    }
  }
  return result;
}

}  // namespace mho
