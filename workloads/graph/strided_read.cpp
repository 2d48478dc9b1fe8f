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
  Shape at(output.size(), 0);
  std::int64_t from = first;
  for (float& value : result.values) {
    value = input.values[static_cast<std::size_t>(from)];
    for (std::size_t axis = output.size(); axis-- > 0;) {
      from += steps[axis];
      if (++at[axis] < output[axis]) break;
      from -= steps[axis] * output[axis];
      at[axis] = 0;
    }
  }
  return result;
}

}  // namespace mho
