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

/// Of rows of each kind.
Json undecided_of(const ComparedWorkload& workload) {
  Json list = Json::array();
  for (const RowKind kind :
       {RowKind::face_value, RowKind::equal_area, RowKind::equal_accuracy, RowKind::equal_both}) {
    std::vector<const ComparedRow*> rows;
    for (const ComparedRow& row : workload.rows)
      if (row.kind == kind) rows.push_back(&row);
    for (const Undecided& each : undecided(rows))
      list.push_back({{"kind", name_of(kind)},
                      {"metric", each.metric},
                      {"machines", {each.one, each.other}},
                      {"ratio", finite(each.ratio)},
                      {"spread", finite(each.spread)}});
  }
  return list;
}

}  // namespace

std::string to_json(const Comparison& comparison) {
  Json workloads = Json::array();
  for (const ComparedWorkload& workload : comparison.workloads) {
    Json rows = Json::array();
    for (const ComparedRow& row : workload.rows) rows.push_back(row_of(row));
    workloads.push_back(
        {{"workload", workload.workload}, {"remarks", workload.remarks}, {"rows", rows}});
    if (Json undecided = undecided_of(workload); !undecided.empty())
      workloads.back()["cannot_be_told_apart"] = std::move(undecided);
  }
  return written({{"mho", comparison.version}, {"workloads", workloads}});
}

}  // namespace mho
