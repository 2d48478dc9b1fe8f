#include "sim/report/compare_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/csv_line.hpp"

namespace mho {

namespace {

constexpr double kNanometersPerMeter = 1e9;

/// The shortest digits that read back, whatever the locale.
std::string exact_number(double value) {
  require(std::isfinite(value), "a reported number that is not finite");
  std::array<char, 32> digits;
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

struct MetricColumn {
  std::string name;
  std::string unit;
};

std::vector<MetricColumn> metric_columns(const Comparison& comparison) {
  std::vector<MetricColumn> columns;
  for (const ComparedWorkload& workload : comparison.workloads)
    for (const ComparedRow& row : workload.rows)
      for (const Metric& metric : row.metrics)
        if (std::none_of(columns.begin(), columns.end(),
                         [&](const MetricColumn& each) { return each.name == metric.name; }))
          columns.push_back({metric.name, metric.unit});
  return columns;
}

}  // namespace

std::string to_csv(const Comparison& comparison) {
  const std::vector<MetricColumn> columns = metric_columns(comparison);
  std::vector<std::string> names{"workload", "machine",   "kind",           "technology [nm]",
                                 "tiles",    "precision", "peak precision", "scaled",
                                 "change",   "lack"};
  for (const MetricColumn& column : columns)
    names.push_back(column.name + (column.unit.empty() ? "" : " [" + column.unit + "]"));
  std::string text = csv_line(names);
  for (const ComparedWorkload& workload : comparison.workloads)
    for (const ComparedRow& row : workload.rows) {
      std::vector<std::string> fields{
          workload.workload,
          row.machine,
          name_of(row.kind),
          row.technology_m > 0 ? exact_number(row.technology_m * kNanometersPerMeter) : "",
          row.tiles > 0 ? std::to_string(row.tiles) : "",
          row.precision,
          row.peak_precision,
          row.scaled,
          row.change,
          listed(row.lack, "; ")};
      for (const MetricColumn& column : columns) {
        const Metric* metric = row.find(column.name);
        fields.push_back(metric ? exact_number(metric->value) : "");
      }
      text += csv_line(fields);
    }
  return text;
}

}  // namespace mho
