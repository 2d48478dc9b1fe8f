#include "workloads/graph/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

std::int32_t code_of(const NumberFormat& format, float x, std::size_t at) {
  if (format.bipolar) return x < 0 ? -1 : 1;
  const auto zero = std::int64_t{format.zero_point[at]};
  const double low = static_cast<double>(format.low - zero);
  const double high = static_cast<double>(format.high - zero);
  const float steps = x / format.scale[at];
  const double rounded = std::clamp(std::nearbyint(static_cast<double>(steps)), low, high);
  return static_cast<std::int32_t>(static_cast<std::int64_t>(rounded) + zero);
}

float value_of(const NumberFormat& format, std::int32_t steps, std::size_t at) {
  return static_cast<float>(steps) * format.scale[at];
}

}  // namespace mho
