// A metric for people.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// Significant digits of figures: more would pretend to an accuracy that models do not have.
inline constexpr int kMetricDigits = 4;

/// "12.34 TOPS/J", with an SI prefix where the unit is a plain SI one.
std::string metric_text(const Metric& metric);

/// "4.05 to 14.2 TOPS/J", "210 to 672 nJ", "": the interval of a modelled figure, whose unit is
/// told once; without `with_unit` not at all.
std::string interval_text(const Metric& metric, bool with_unit = true);

/// "2.31x": the factor of an ln.
std::string factor_text(double ln);

/// "[0.88, 6.29]": of percent, points or dB.
std::string limits_text(const Limits& limits);

}  // namespace mho
