// To the integers of a number format, and back.
#include "workloads/float/operators.hpp"

namespace mho {

Tensor run_quantize(const Attributes& a, const Arguments& inputs, const Shape& output) {
  const NumberFormat& format = *a.format;
  Tensor result{output, {}};
  result.values.reserve(inputs[0]->values.size());
  std::size_t inner = 1, size = 1;
  if (!format.is_single()) {
    const auto axis = output.begin() + format.axis;
    inner = static_cast<std::size_t>(element_count({axis + 1, output.end()}));
    size = static_cast<std::size_t>(*axis);
  }
  for (std::size_t i = 0; i < inputs[0]->values.size(); ++i) {
    const std::size_t at = format.is_single() ? 0 : i / inner % size;
    const std::int32_t code = code_of(format, inputs[0]->values[i], at);
    result.values.push_back(value_of(format, code - format.zero_point[at], at));
  }
  return result;
}

}  // namespace mho
