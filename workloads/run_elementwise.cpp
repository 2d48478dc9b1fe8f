// Element by element: Add, Mul, Clip (and Relu), Softmax.
#include <algorithm>
#include <cmath>

#include "workloads/broadcast.hpp"
#include "workloads/float_operators.hpp"

namespace mho {

namespace {

template <class Function>
Tensor combine(const Arguments& inputs, const Shape& output, const Function& function) {
  const Tensor &a = *inputs[0], &b = *inputs[1];
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(element_count(output)))};
  if (a.shape == b.shape) {
    std::transform(a.values.begin(), a.values.end(), b.values.begin(), result.values.begin(),
                   function);
    return result;
  }
  const Shape step_a = broadcast_strides(a.shape, output),
              step_b = broadcast_strides(b.shape, output);
  Shape at(output.size(), 0);
  std::int64_t in_a = 0, in_b = 0;
  for (float& value : result.values) {
    value = function(a.values[in_a], b.values[in_b]);
    for (std::size_t axis = output.size(); axis-- > 0;) {
      in_a += step_a[axis];
      in_b += step_b[axis];
      if (++at[axis] < output[axis]) break;
      in_a -= step_a[axis] * output[axis];
      in_b -= step_b[axis] * output[axis];
      at[axis] = 0;
    }
  }
  return result;
}

}  // namespace

Tensor run_add(const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return a + b; });
}

Tensor run_mul(const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return a * b; });
}

Tensor run_clip(const Attributes& attributes, const Arguments& inputs) {
  Tensor result = *inputs[0];
  for (float& value : result.values) {
    value = std::min(std::max(value, attributes.clip_min), attributes.clip_max);
  }
  return result;
}

Tensor run_softmax(const Attributes& attributes, const Arguments& inputs) {
  Tensor result = *inputs[0];
  const Shape& shape = result.shape;
  const auto middle = shape.begin() + attributes.axis;
  const std::int64_t outer = element_count({shape.begin(), middle});
  const std::int64_t length =
      attributes.coerce_to_2d ? element_count({middle, shape.end()}) : *middle;
  const std::int64_t inner = element_count(shape) / outer / length;
  for (std::int64_t line = 0; line < outer * inner; ++line) {
    float* first = result.values.data() + line / inner * length * inner + line % inner;
    float largest = *first;
    for (std::int64_t i = 0; i < length; ++i) largest = std::max(largest, first[i * inner]);
    double sum = 0;
    for (std::int64_t i = 0; i < length; ++i) {
      first[i * inner] = std::exp(first[i * inner] - largest);
      sum += static_cast<double>(first[i * inner]);
    }
    for (std::int64_t i = 0; i < length; ++i) {
      first[i * inner] = static_cast<float>(static_cast<double>(first[i * inner]) / sum);
    }
  }
  return result;
}

}  // namespace mho
