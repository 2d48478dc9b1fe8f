// Matrix products and batch normalization.
#include <cmath>

#include "sim/base/products.hpp"
#include "workloads/float/operators.hpp"
#include "workloads/graph/broadcast.hpp"

namespace mho {

Tensor run_gemm(const Attributes& attributes, const Arguments& inputs, const Shape& output) {
  const Tensor &a = *inputs[0], &b = *inputs[1];
  const std::int64_t depth = a.shape[attributes.trans_a ? 0 : 1];
  const std::int64_t rows = output[0], columns = output[1];
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(rows * columns))};
  multiply({a.values.data(), rows, depth, a.shape[1], attributes.trans_a},
           {b.values.data(), depth, columns, b.shape[1], attributes.trans_b}, result.values.data(),
           columns);
  if (attributes.alpha != 1) {
    for (float& value : result.values) value *= attributes.alpha;
  }
  if (inputs.size() < 3 || !inputs[2]) return result;
  const Tensor& c = *inputs[2];
  const Shape step = broadcast_strides(c.shape, output);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      result.values[row * columns + column] +=
          attributes.beta * c.values[row * step[0] + column * step[1]];
    }
  }
  return result;
}

Tensor run_matmul(const Attributes&, const Arguments& inputs, const Shape& output) {
  const Tensor &a = *inputs[0], &b = *inputs[1];
  const Shape shape_a = a.shape.size() == 1 ? Shape{1, a.shape[0]} : a.shape;
  const Shape shape_b = b.shape.size() == 1 ? Shape{b.shape[0], 1} : b.shape;
  const std::int64_t rows = shape_a[shape_a.size() - 2], depth = shape_a.back();
  const std::int64_t columns = shape_b.back();
  const Shape batch_a(shape_a.begin(), shape_a.end() - 2),
      batch_b(shape_b.begin(), shape_b.end() - 2);
  const Shape batch = *broadcast(batch_a, batch_b);
  const Shape step_a = broadcast_strides(batch_a, batch),
              step_b = broadcast_strides(batch_b, batch);
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(element_count(output)))};
  for (std::int64_t index = 0; index < element_count(batch); ++index) {
    std::int64_t in_a = 0, in_b = 0, rest = index;
    for (std::size_t axis = batch.size(); axis-- > 0; rest /= batch[axis]) {
      in_a += rest % batch[axis] * step_a[axis];
      in_b += rest % batch[axis] * step_b[axis];
    }
    multiply({a.values.data() + in_a * rows * depth, rows, depth, depth},
             {b.values.data() + in_b * depth * columns, depth, columns, columns},
             result.values.data() + index * rows * columns, columns);
  }
  return result;
}

Tensor run_batch_normalization(const Attributes& attributes, const Arguments& inputs,
                               const Shape&) {
  Tensor result = *inputs[0];
  const std::int64_t channels = result.shape[1];
  const std::int64_t inner = element_count(result.shape) / result.shape[0] / channels;
  for (std::int64_t line = 0; line < result.shape[0] * channels; ++line) {
    const std::int64_t channel = line % channels;
    const float mean = inputs[3]->values[channel], shift = inputs[2]->values[channel];
    const double deviation = std::sqrt(static_cast<double>(inputs[4]->values[channel]) +
                                       static_cast<double>(attributes.epsilon));
    const auto factor =
        static_cast<float>(static_cast<double>(inputs[1]->values[channel]) / deviation);
    float* first = result.values.data() + line * inner;
    for (std::int64_t i = 0; i < inner; ++i) first[i] = (first[i] - mean) * factor + shift;
  }
  return result;
}

}  // namespace mho
