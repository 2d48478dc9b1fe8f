// Mean and confidence interval of independent trials.
#pragma once

#include <optional>
#include <span>

namespace mho {

struct Estimate {
  double mean = 0;
  /// Half the width of the 95 % interval by Student's t: t(0.975, n - 1) s / sqrt(n), s with n - 1
  /// in its divisor. Empty for one trial, which says nothing about the spread.
  std::optional<double> ci95;
};

/// Of at least one value; throws Bug for none.
Estimate estimate(std::span<const double> trials);

}  // namespace mho
