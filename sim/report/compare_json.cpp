#include "sim/report/compare_json.hpp"

#include "sim/report/json_values.hpp"

namespace mho {

namespace {

Json row_of(const ComparedRow& row) {
  return {{"kind", name_of(row.kind)},
          {"machine", row.machine},
          {"technology_nm", row.technology_m > 0 ? Json(nanometers(row.technology_m)) : Json()},
          {"tiles", row.tiles > 0 ? Json(row.tiles) : Json()},
          {"precision", row.precision},
          {"peak_precision", row.peak_precision},
          {"scaled", row.scaled},
          {"change", row.change},
          {"lack", row.lack},
          {"metrics", metrics_json(row.metrics)},
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
  return written({{"mho", comparison.version}, {"workloads", workloads}});
}

}  // namespace mho
