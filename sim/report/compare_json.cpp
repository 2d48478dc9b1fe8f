#include "sim/report/compare_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"

namespace mho {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kNanometersPerMeter = 1e9;

double finite(double value) {
  require(std::isfinite(value), "a reported number that is not finite");
  return value;
}

Json row_of(const ComparedRow& row) {
  Json metrics = Json::object();
  for (const Metric& metric : row.metrics)
    metrics[metric.name] = {{"value", finite(metric.value)},
                            {"unit", metric.unit},
                            {"sentence", metric.sentence},
                            {"source", metric.source}};
  return {{"kind", name_of(row.kind)},
          {"machine", row.machine},
          {"technology_nm",
           row.technology_m > 0 ? Json(finite(row.technology_m * kNanometersPerMeter)) : Json()},
          {"tiles", row.tiles > 0 ? Json(row.tiles) : Json()},
          {"precision", row.precision},
          {"peak_precision", row.peak_precision},
          {"change", row.change},
          {"lack", row.lack},
          {"metrics", metrics},
          {"notes", row.notes},
          {"resolved_yaml", row.resolved_yaml}};
}

}  // namespace

std::string to_json(const Comparison& comparison) {
  Json workloads = Json::array();
  for (const ComparedWorkload& workload : comparison.workloads) {
    Json rows = Json::array();
    for (const ComparedRow& row : workload.rows) rows.push_back(row_of(row));
    workloads.push_back(
        {{"workload", workload.workload}, {"remarks", workload.remarks}, {"rows", rows}});
  }
  return Json{{"mho", comparison.version}, {"workloads", workloads}}.dump(1) + "\n";
}

}  // namespace mho
