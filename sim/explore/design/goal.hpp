// What a sweep asks of a design: metrics that should be small or large, and limits on metrics.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

struct Objective {
  std::string metric;
  bool maximize = false;
  Place place{};  ///< where it is asked for

  /// Smaller is better.
  double cost(double value) const { return maximize ? -value : value; }
};

struct Constraint {
  std::string metric;
  enum class Relation { at_most, at_least } relation = Relation::at_most;
  double limit = 0;  ///< in the metric's unit
  std::string text;  ///< as it is written
  Place place{};

  /// How far `value` is beyond the limit, in units of the limit (of 1 where that is 0); 0: it
  /// holds.
  double violation(double value) const;
};

/// What a screen predicts.
inline constexpr const char* kLossMetric = "accuracy.loss.mean";
/// Whether a metric is one of what trials measure: an accuracy, or an output's noise.
bool is_of_trials(const std::string& metric);

/// A metric's values by name.
using MetricValues = std::map<std::string, double>;

/// The objective or constraint on `metric`, which is one of the catalogue; `text` is "<= 10 mm2".
/// Throws InputError with place and key.
Constraint constraint_of(const std::string& metric, const std::string& text, const Place& place,
                         const std::string& key);
/// Throws InputError, at the place of the key, for a metric that no run has.
void check_metric(const std::string& metric, const Place& place, const std::string& key);

}  // namespace mho
