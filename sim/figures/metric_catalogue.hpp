// Every metric that a run can report, each one row: name, unit, what it means, how it is found,
// what of a run it needs, and its value. The rows are in sim/figures/metrics.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

struct MetricInputs;

/// Whether a run has what a metric needs.
struct MetricNeed {
  bool (*is_met)(const MetricInputs& run);
  const char* words;  ///< what such a run must have; null: it cannot be asked for
};

struct MetricRow {
  std::string name;
  const char* unit;      ///< "" for a count or a ratio
  std::string sentence;  ///< "{precision}" stands for the run's bits of weights and activations
  const char* how;       ///< the formula, or the part of mho that finds it
  MetricNeed need;
  /// Of a run that has what is needed; none where there is no such figure all the same (an interval
  /// of one trial).
  std::function<std::optional<double>(const MetricInputs& run)> value;
  /// Of a cost, or of what is inverse to one: what models give of it.
  std::function<std::vector<ModelledShare>(const MetricInputs& run)> made_of{};
};

/// In the order of reports.
const std::vector<MetricRow>& metric_catalogue();

/// The metric of that name; throws Bug when there is none.
const MetricRow& metric_row(const std::string& name);

/// What InputError says of a metric that a run does not have: what such a run needs.
std::string absence_of(const std::string& metric);

/// The sentence with the bits in the place of {precision}.
std::string metric_sentence(const MetricRow& row, const std::string& precision);

/// The bits of a peak are the run's for all layers; those of other metrics are the workload's.
bool is_of_peak(const std::string& metric);

}  // namespace mho
