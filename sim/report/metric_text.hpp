// A metric for people.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// Significant digits of figures: more would pretend to an accuracy that models do not have.
inline constexpr int kMetricDigits = 4;

/// "12.34 TOPS/J", with an SI prefix where the unit is a plain SI one.
std::string metric_text(const Metric& metric);

/// "[0.88, 6.29]": of percent, points or dB.
std::string limits_text(const Limits& limits);

}  // namespace mho
