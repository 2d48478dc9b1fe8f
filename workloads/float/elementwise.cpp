// Element by element, with NumPy's broadcasting; Softmax.
#include <algorithm>
#include <cmath>

#include "workloads/float/operators.hpp"
#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/strided_read.hpp"

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
  // Row by row along the last axis, where a step is 0 or 1.
  const std::size_t axes = output.size();
  if (result.values.empty()) return result;
  const std::int64_t length = axes == 0 ? 1 : output.back();
  const std::int64_t row_a = axes == 0 ? 0 : step_a.back(), row_b = axes == 0 ? 0 : step_b.back();
  Shape at(axes, 0);
  std::int64_t in_a = 0, in_b = 0;
  float* to = result.values.data();
  for (float* const end = to + result.values.size(); to != end; to += length) {
    for (std::int64_t i = 0; i < length; ++i)
      to[i] = function(a.values[in_a + i * row_a], b.values[in_b + i * row_b]);
    for (std::size_t axis = axes; axis-- > 1;) {
      in_a += step_a[axis - 1];
      in_b += step_b[axis - 1];
      if (++at[axis - 1] < output[axis - 1]) break;
      in_a -= step_a[axis - 1] * output[axis - 1];
      in_b -= step_b[axis - 1] * output[axis - 1];
      at[axis - 1] = 0;
    }
  }
  return result;
}

}  // namespace

Tensor run_add(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return a + b; });
}

Tensor run_mul(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return a * b; });
}

Tensor run_sub(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return a - b; });
}

Tensor run_div(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return a / b; });
}

Tensor run_pow(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return std::pow(a, b); });
}

Tensor run_minimum(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return std::min(a, b); });
}

Tensor run_maximum(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float a, float b) { return std::max(a, b); });
}

Tensor run_prelu(const Attributes&, const Arguments& inputs, const Shape& output) {
  return combine(inputs, output, [](float x, float slope) { return x < 0 ? slope * x : x; });
}

Tensor run_where(const Attributes&, const Arguments& inputs, const Shape& output) {
  const auto stretched = [&](std::size_t index) {
    return read_strided(*inputs[index], 0, broadcast_strides(inputs[index]->shape, output), output);
  };
  const Tensor condition = stretched(0), when_true = stretched(1);
  Tensor result = stretched(2);
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    if (condition.values[i] != 0) result.values[i] = when_true.values[i];
  }
  return result;
}

Tensor run_function(const Attributes& attributes, const Arguments& inputs, const Shape&) {
  Tensor result = *inputs[0];
  const double alpha = static_cast<double>(attributes.alpha);
  const double beta = static_cast<double>(attributes.beta);
  for (float& value : result.values) {
    value =
        static_cast<float>(evaluate(attributes.function, static_cast<double>(value), alpha, beta));
  }
  return result;
}

Tensor run_clip(const Attributes& attributes, const Arguments& inputs, const Shape&) {
  Tensor result = *inputs[0];
  for (float& value : result.values) {
    value = std::min(std::max(value, attributes.clip_min), attributes.clip_max);
  }
  return result;
}

Tensor run_relu(const Attributes&, const Arguments& inputs, const Shape&) {
  Tensor result = *inputs[0];
  for (float& value : result.values) value = std::max(value, 0.0f);
  return result;
}

Tensor run_softmax(const Attributes& attributes, const Arguments& inputs, const Shape&) {
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
