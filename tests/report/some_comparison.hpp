// A comparison with made-up figures, for tests of formats.
#pragma once

#include "sim/results/comparison.hpp"
#include "tests/report/some_results.hpp"

namespace mho {

inline ComparedRow some_row(const std::string& machine, RowKind kind = RowKind::face_value) {
  const Results results = some_results();
  ComparedRow row;
  row.kind = kind;
  row.machine = machine;
  row.technology_m = results.technology_m;
  row.tiles = results.tiles;
  row.precision = row.peak_precision = results.precision;
  row.metrics = results.metrics;
  row.notes = {"A note on " + machine + "."};
  row.resolved_yaml = results.resolved_yaml;
  return row;
}

/// `machines` that ran; one that did not; the first at equal area; a published device.
inline Comparison some_comparison(int machines) {
  ComparedWorkload workload{"a workload", {"Equal area: 1 mm2."}, {}};
  for (int i = 0; i < machines; ++i)
    workload.rows.push_back(some_row("a_machine_with_a_long_name_" + std::to_string(i)));
  ComparedRow lacking;
  lacking.machine = "too_small";
  lacking.lack = {"run.yaml: network needs 9 arrays, \"chip\" has 4, alas"};
  workload.rows.push_back(lacking);
  workload.rows.push_back(some_row("a_machine_with_a_long_name_0", RowKind::equal_area));
  workload.rows.back().change = "16 tiles (8 at face value), 2.5 mm2";
  ComparedRow device;
  device.kind = RowKind::published;
  device.machine = "a_device";
  device.peak_precision = "8-bit weights x 6-bit activations";
  device.change = "a device; peak: at its best";
  device.metrics = {{"tops.chip.peak", 624, "TOPS", "At its best.", "published"}};
  workload.rows.push_back(device);
  return {"1.2.3", {workload}};
}

}  // namespace mho
