// Device-to-device spread: every device has its own factor on what a write aims at, drawn once per
// chip. Correlation between neighbors is ignored.
#pragma once

#include <span>

#include "sim/base/random.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct DeviceVariation {
  enum class Distribution { normal, lognormal };

  Distribution distribution = Distribution::normal;
  double sigma = 0;

  void fields(Fields& f);
  /// Multiplies each conductance (S) by its device's factor: max(0, 1 + sigma xi) or
  /// exp(sigma xi).
  void apply(const Stream& stream, std::span<float> conductance_s) const;
  /// The factor that a standard normal of xi gives.
  double factor(double xi) const;
};

}  // namespace mho
