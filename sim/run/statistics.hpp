// Confidence intervals of 95 % from independent values: of a mean, of a proportion, of a count.
#pragma once

#include <span>

#include "sim/results/results.hpp"

namespace mho {

/// The quantiles that leave 2.5 % above: of Student's t, and of the normal distribution.
double student_quantile(double degrees_of_freedom);
double normal_quantile();

/// Mean of independent, about normal trials, and Student's t interval: +- t(n - 1) s / sqrt(n), s
/// with n - 1 in its divisor. No interval for one trial, which says nothing about the spread;
/// throws Bug for none.
Interval student_interval(std::span<const double> trials);

/// Wilson's score interval of a proportion `share` seen in n > 0 independent draws, within 0 and 1;
/// n need not be whole (an effective number of draws).
Limits wilson_interval(double share, double n);

/// Clopper's and Pearson's interval of the probability that was met `met` times in `trials` > 0: it
/// holds the true one in 95 % of all experiments or more, however few the trials.
Limits binomial_interval(int met, int trials);

}  // namespace mho
