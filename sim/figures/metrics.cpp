#include "sim/figures/metrics.hpp"

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/figures/metrics/inputs.hpp"

namespace mho {

std::vector<Metric> derive_metrics(const Findings& found) {
  require(found.engine.images() > 0, "metrics need an image in the engine");
  const MetricInputs inputs(found);
  std::vector<Metric> metrics;
  for (const MetricRow& row : metric_catalogue()) {
    if (!row.need.is_met(inputs)) continue;
    const std::optional<double> value = row.value(inputs);
    if (!value) continue;
    require(std::isfinite(*value), "a metric that is not finite");
    const Precision& precision = found.precision;
    const std::string& bits = is_of_peak(row.name) ? precision.peak : precision.workload;
    metrics.push_back({row.name, *value, row.unit, metric_sentence(row, bits), row.how});
    if (row.made_of) metrics.back().modelled = row.made_of(inputs);
  }
  return metrics;
}

}  // namespace mho
