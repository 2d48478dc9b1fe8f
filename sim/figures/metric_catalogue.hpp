// Every metric that a run can report: name, unit, what it means and how it is found, written once
// for reports and for `mho explain`.
#pragma once

#include <string>
#include <vector>

namespace mho {

struct MetricInfo {
  const char* name;
  const char* unit;      ///< "" for a count or a ratio
  const char* sentence;  ///< "{precision}" stands for the run's bits of weights and activations
  const char* how;       ///< the formula, or the part of mho that finds it
};

/// In the order of reports.
const std::vector<MetricInfo>& metric_catalogue();

/// The metric of that name; throws Bug when there is none.
const MetricInfo& metric_info(const std::string& name);

/// What InputError says of a metric that a run does not have: what such a run needs.
std::string absence_of(const std::string& metric);

/// The sentence with the bits in the place of {precision}.
std::string metric_sentence(const MetricInfo& info, const std::string& precision);

}  // namespace mho
