// The standard normal distribution.
#pragma once

#include <cmath>
#include <numbers>

namespace mho {

/// Of what lies below z.
inline double normal_share(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

inline double normal_density(double z) {
  return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

}  // namespace mho
