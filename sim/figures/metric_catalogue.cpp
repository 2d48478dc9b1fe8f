// Every TOPS/J states operations, precision and level (an operation is one multiplication or one
// addition: 2 per multiply-accumulate).
#include "sim/figures/metric_catalogue.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/figures/metrics/rows.hpp"

namespace mho {

const std::vector<MetricRow>& metric_catalogue() {
  static const std::vector<MetricRow> catalogue = [] {
    std::vector<MetricRow> rows;
    add_accuracy_metrics(rows);
    add_score_metrics(rows);
    add_efficiency_metrics(rows);
    add_energy_metrics(rows);
    add_timing_metrics(rows);
    add_duty_cycle_metrics(rows);
    add_carbon_metrics(rows);
    add_count_metrics(rows);
    return rows;
  }();
  return catalogue;
}

const MetricRow& metric_row(const std::string& name) {
  const auto& all = metric_catalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const MetricRow& row) { return row.name == name; });
  require(found != all.end(), "a metric that the catalogue does not have");
  return *found;
}

std::string absence_of(const std::string& metric) {
  const char* words = metric_row(metric).need.words;
  return std::string("is no metric of this run; ") +
         (words != nullptr ? std::string("it needs ") + words : "allowed: one that its report has");
}

std::string metric_sentence(const MetricRow& row, const std::string& precision) {
  static const std::string mark = "{precision}";
  std::string sentence = row.sentence;
  for (std::size_t at; (at = sentence.find(mark)) != std::string::npos;)
    sentence.replace(at, mark.size(), precision);
  return sentence;
}

bool is_of_peak(const std::string& metric) { return metric.find(".peak") != std::string::npos; }

}  // namespace mho
