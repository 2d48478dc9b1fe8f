#include "workloads/graph/strided_read.hpp"

namespace mho {

Shape row_major_strides(const Shape& shape) {
  Shape strides(shape.size(), 1);
  for (std::size_t axis = strides.size(); axis-- > 1;) {
    strides[axis - 1] = strides[axis] * shape[axis];
  }
  return strides;
}

Tensor read_strided(const Tensor& input, std::int64_t first, const Shape& steps,
                    const Shape& output) {
  Tensor result{output, std::vector<float>(static_cast<std::size_t>(element_count(output)))};
  if (result.values.empty()) return result;
  const std::size_t axes = output.size();
  const std::int64_t length = axes == 0 ? 1 : output.back(), step = axes == 0 ? 0 : steps.back();
  Shape at(axes, 0);
  std::int64_t from = first;
  float* to = result.values.data();
  for (float* const end = to + result.values.size(); to != end; to += length) {
    for (std::int64_t i = 0; i < length; ++i)
      to[i] = input.values[static_cast<std::size_t>(from + i * step)];
    for (std::size_t axis = axes; axis-- > 1;) {
      from += steps[axis - 1];
      if (++at[axis - 1] < output[axis - 1]) break;
      from -= steps[axis - 1] * output[axis - 1];
      at[axis - 1] = 0;
    }
  }
  return result;
}

}  // namespace mho
