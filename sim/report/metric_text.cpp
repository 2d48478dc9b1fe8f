#include "sim/report/metric_text.hpp"

#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

std::string number_text(const Metric& metric) {
  if (metric.unit.empty() || metric.unit == "bit") return count_text(metric.value);
  if (metric.unit == "%" || metric.unit == "points") return fixed(metric.value, 2);
  return significant(metric.value, kMetricDigits);
}

}  // namespace

std::string limits_text(const Limits& limits) {
  return "[" + fixed(limits.low, 2) + ", " + fixed(limits.high, 2) + "]";
}

std::string metric_text(const Metric& metric) {
  if (metric.unit == "s" || metric.unit == "J" || metric.unit == "W")
    return format_si_rounded(metric.value, metric.unit, kMetricDigits);
  return number_text(metric) + (metric.unit.empty() ? "" : " " + metric.unit);
}

}  // namespace mho
