// Operators that only move elements.
#include <algorithm>

#include "workloads/float_operators.hpp"

namespace mho {

Tensor run_reshape(const Arguments& inputs, const Shape& output) {
  return {output, inputs[0]->values};
}

Tensor run_transpose(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Tensor& input = *inputs[0];
  Shape stride(input.shape.size(), 1);
  for (std::size_t axis = stride.size(); axis-- > 1;) {
    stride[axis - 1] = stride[axis] * input.shape[axis];
  }
  Tensor result{output, std::vector<float>(input.values.size())};
  Shape at(output.size(), 0);
  std::int64_t from = 0;
  for (float& value : result.values) {
    value = input.values[from];
    for (std::size_t axis = output.size(); axis-- > 0;) {
      const std::int64_t step = stride[attributes.perm[axis]];
      from += step;
      if (++at[axis] < output[axis]) break;
      from -= step * output[axis];
      at[axis] = 0;
    }
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
