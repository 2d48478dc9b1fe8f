#include "sim/report/metric_text.hpp"

#include <cmath>

#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

std::string number_text(const Metric& metric) {
  if (metric.unit.empty() || metric.unit == "bit") return count_text(metric.value);
  if (metric.unit == "%" || metric.unit == "points") return fixed(metric.value, 2);
  return significant(metric.value, kMetricDigits);
}

/// Fewer than a figure has, unless the ends lie close together.
int interval_digits(const Limits& limits) {
  constexpr int kDigits = 2;
  constexpr double kClose = 1.1;
  return limits.high > kClose * limits.low ? kDigits : kMetricDigits;
}

bool is_si(const std::string& unit) {
  return unit == "s" || unit == "J" || unit == "W" || unit == "g";
}

/// What stands behind the digits: " nJ".
std::string unit_of(const std::string& text) {
  const std::size_t blank = text.find(' ');
  return blank == std::string::npos ? "" : text.substr(blank);
}

}  // namespace

std::string factor_text(double ln) { return significant(std::exp(ln), 3) + "x"; }

std::string limits_text(const Limits& limits) {
  return "[" + fixed(limits.low, 2) + ", " + fixed(limits.high, 2) + "]";
}

std::string interval_text(const Metric& metric, bool with_unit) {
  const std::optional<Limits> limits = metric.interval();
  if (!limits) return "";
  const int digits = interval_digits(*limits);
  const auto text = [&](double value) {
    return is_si(metric.unit) ? format_si_rounded(value, metric.unit, digits)
                              : significant(value, digits) +
                                    (metric.unit.empty() || !with_unit ? "" : " " + metric.unit);
  };
  std::string low = text(limits->low);
  const std::string high = text(limits->high);
  if (unit_of(low) == unit_of(high)) low = low.substr(0, low.find(' '));
  return low + " to " + high;
}

std::string metric_text(const Metric& metric) {
  if (is_si(metric.unit)) return format_si_rounded(metric.value, metric.unit, kMetricDigits);
  return number_text(metric) + (metric.unit.empty() ? "" : " " + metric.unit);
}

}  // namespace mho
