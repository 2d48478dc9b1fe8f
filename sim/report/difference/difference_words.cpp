#include "sim/report/difference/difference_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

constexpr std::array kHeadline{"accuracy.float",
                               "accuracy.quantized",
                               "accuracy.analog.mean",
                               "accuracy.loss.mean",
                               "output.snr.mean",
                               "tops_per_joule.macro.peak",
                               "tops_per_joule.chip.achieved",
                               "tops_per_joule.system.achieved",
                               "energy.per_inference",
                               "energy.chip",
                               "latency.first",
                               "throughput.steady",
                               "power.chip",
                               "area.chip"};

std::string with_sign(double value, const std::string& text) {
  return (value > 0 ? "+" : "") + text;
}

/// "+1.5x", "-35.2 %": ratios beyond two as such.
std::string relative_text(double relative) {
  constexpr double kManyTimes = 2;
  if (relative >= kManyTimes - 1) return significant(1 + relative, 3) + "x";
  return with_sign(relative, significant(100 * relative, 3)) + " %";
}

}  // namespace

std::string value_text(const std::optional<double>& value, const std::string& unit) {
  return value ? metric_text({"", *value, unit, "", ""}) : "-";
}

std::string change_text(const ChangedMetric& metric) {
  if (!metric.one || !metric.other) return "";
  if (const auto relative = metric.relative()) return relative_text(*relative);
  const double change = *metric.other - *metric.one;
  return with_sign(change, value_text(change, metric.unit)) +
         (metric.ci95 ? " " + limits_text(*metric.ci95) : "");
}

std::vector<const ChangedMetric*> headline_of(const RunDifference& difference) {
  std::vector<const ChangedMetric*> headline;
  for (const char* name : kHeadline) {
    const auto at = std::find_if(difference.metrics.begin(), difference.metrics.end(),
                                 [&](const ChangedMetric& metric) { return metric.name == name; });
    if (at != difference.metrics.end()) headline.push_back(&*at);
  }
  return headline;
}

std::string run_text(const ComparedRun& run) {
  return run.file + "  (" + run.chip + ", " + run.workload + ")";
}

std::string moved_text(const MovedPart& part, const std::string& unit) {
  const double change = part.other - part.one;
  return with_sign(change, value_text(change, unit));
}

}  // namespace mho
