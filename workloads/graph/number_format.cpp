#include "workloads/graph/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

std::int32_t code_of(const NumberFormat& format, float x, std::size_t at) {
  if (format.bipolar) return x < 0 ? -1 : 1;
  const float zero = static_cast<float>(format.zero_point[at]);
  const float low = static_cast<float>(format.low) - zero;
  const float high = static_cast<float>(format.high) - zero;
  const float steps = std::nearbyint(std::clamp(x / format.scale[at], low, high));
  return static_cast<std::int32_t>(steps) + format.zero_point[at];
}

float value_of(const NumberFormat& format, std::int32_t steps, std::size_t at) {
  return static_cast<float>(steps) * format.scale[at];
}

}  // namespace mho
