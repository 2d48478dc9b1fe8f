// nlohmann::json writes the shortest digits that read back to the same double, whatever the locale.
#include "sim/report/json.hpp"

#include "sim/report/columns.hpp"
#include "sim/report/json_values.hpp"

namespace mho {

namespace {

Json maybe(const std::optional<double>& value) { return value ? Json(finite(*value)) : Json(); }

Json components_of(const Results& results) {
  Json list = Json::array();
  for (const ComponentRow& row : results.components)
    list.push_back({{"name", row.name},
                    {"energy_j", finite(row.energy_j)},
                    {"static_j", finite(row.static_j)},
                    {"area_m2", finite(row.area_m2)}});
  return list;
}

Json layers_of(const Results& results) {
  Json list = Json::array();
  for (const LayerRow& row : results.layers)
    list.push_back({{"name", row.name},
                    {"kind", row.kind},
                    {"macs", row.macs},
                    {"arrays", row.arrays},
                    {"replicas", row.replicas},
                    {"energy_j", finite(row.energy_j)},
                    {"start_s", finite(row.start_s)},
                    {"end_s", finite(row.end_s)},
                    {"utilization", finite(row.utilization)},
                    {"wait_input_s", finite(row.wait_input_s)},
                    {"wait_output_s", finite(row.wait_output_s)},
                    {"wait_weights_s", finite(row.wait_weights_s)},
                    {"wait_load_s", finite(row.wait_load_s)},
                    {"wait_port_s", row.wait_port_s},
                    {"wait_unit_s", row.wait_unit_s},
                    {"bound", row.bound.empty() ? Json() : Json(row.bound)},
                    {"snr_alone_db", maybe(row.snr_alone_db)},
                    {"snr_cumulative_db", maybe(row.snr_cumulative_db)}});
  return list;
}

Json interval_of(const Interval& interval) {
  Json limits;
  if (interval.ci95)
    limits = {{"low", finite(interval.ci95->low)}, {"high", finite(interval.ci95->high)}};
  return {{"mean", finite(interval.mean)}, {"ci95", limits}};
}

Json ages_of(const Results& results) {
  Json list = Json::array();
  for (const AgeRow& row : results.ages)
    list.push_back({{"age_s", finite(row.age_s)},
                    {"accuracy_percent", interval_of(row.accuracy_percent)},
                    {"loss_points", interval_of(row.loss_points)}});
  return list;
}

Json ablations_of(const Results& results) {
  Json list = Json::array();
  for (const AblationRow& row : results.ablations)
    list.push_back({{"effect", row.effect},
                    {"sentence", row.sentence},
                    {"alone_points", interval_of(row.alone_points)},
                    {"removed_points", interval_of(row.removed_points)}});
  return list;
}

Json classes_of(const Results& results) {
  Json list = Json::array();
  for (const ClassRow& row : results.classes)
    list.push_back({{"label", row.label},
                    {"images", row.images},
                    {"quantized_percent", finite(row.quantized_percent)},
                    {"analog_percent", finite(row.analog_percent)},
                    {"confusion_change", row.change}});
  return list;
}

/// By trial, and by image in the order of the test set: what pairs with another run's.
Json judged_of(const Results& results) {
  if (!results.judged) return {};
  const JudgedImages& judged = *results.judged;
  Json trials = Json::array();
  for (const Correctness& trial : judged.trials)
    trials.push_back({{"accuracy_percent", finite(trial.percent())},
                      {"loss_points", finite(judged.quantized.percent() - trial.percent())},
                      {"right", trial.hex()}});
  return {{"images", judged.quantized.images()},
          {"float", judged.in_float.hex()},
          {"quantized", judged.quantized.hex()},
          {"trials", trials}};
}

Json output_snr_of(const Results& results) {
  Json trials = Json::array();
  for (const std::optional<double>& trial : results.output_snr) trials.push_back(maybe(trial));
  return trials;
}

Json scored_of(const Results& results) {
  if (!results.scored) return {};
  return {{"metric", results.scored->name}, {"trials", results.scored->trials}};
}

Json knobs_of(const Results& results) {
  Json list = Json::array();
  for (const KnobRow& row : results.knobs) {
    if (!row.possible) {
      list.push_back({{"name", row.name}, {"possible", false}});
      continue;
    }
    list.push_back({{"name", row.name},
                    {"possible", true},
                    {"arrays", row.arrays},
                    {"cells", row.cells},
                    {"zero_weights", finite(row.zero_weights)},
                    {"macs_on_arrays", row.macs_on_arrays},
                    {"macs_on_vector_units", row.macs_on_vector_units},
                    {"quantized_percent", maybe(row.quantized)}});
  }
  return list;
}

Json adc_models_of(const Results& results) {
  Json list = Json::array();
  for (const AdcModelRow& row : results.adc_models)
    list.push_back({{"model", row.model},
                    {"in_range", row.in_range},
                    {"conversion_j", row.conversion_j},
                    {"area_m2", row.area_m2},
                    {"macro_peak_tops_per_joule", row.macro_peak_tops_per_joule},
                    {"chip_achieved_tops_per_joule", row.chip_achieved_tops_per_joule},
                    {"source", row.source}});
  return list;
}

/// Energy of all images by tile; tile -1 is what belongs to no tile.
Json tiles_of(const Results& results) {
  Json list = Json::array();
  for (const auto& [tile, energy] : results.ledger.by_tile())
    list.push_back({{"tile", tile}, {"energy_j", to_energy(energy).value()}});
  return list;
}

Json ledger_of(const Results& results) {
  Json list = Json::array();
  for (const LedgerLine& line : results.ledger.lines()) {
    const PriceRow price = results.price_of(line);
    list.push_back({{"component", results.part_of(line).component},
                    {"action", price.action},
                    {"layer", line.layer},
                    {"tile", line.tile},
                    {"count", line.count},
                    {"unit_qj", decimal(line.unit)},
                    {"energy_qj", decimal(line.energy())},
                    {"source", price.source},
                    {"key", listed(price.keys)}});
  }
  return list;
}

}  // namespace

std::string to_json(const Results& results) {
  const Json report = {{"mho", results.version},
                       {"chip", results.chip},
                       {"technology_nm", nanometers(results.technology_m)},
                       {"tiles_of_chip", results.tiles},
                       {"macros_of_tile", results.macros_per_tile},
                       {"mac_array", results.mac_array.empty() ? Json() : Json(results.mac_array)},
                       {"exact", results.exact},
                       {"workload", results.workload},
                       {"metrics", metrics_json(results.metrics)},
                       {"components", components_of(results)},
                       {"layers", layers_of(results)},
                       {"adc_models", adc_models_of(results)},
                       {"knobs", knobs_of(results)},
                       {"ages", ages_of(results)},
                       {"ablations", ablations_of(results)},
                       {"classes", classes_of(results)},
                       {"judged", judged_of(results)},
                       {"output_snr_db", output_snr_of(results)},
                       {"scored", scored_of(results)},
                       {"tiles", tiles_of(results)},
                       {"ledger_total_qj", decimal(results.ledger.total())},
                       {"ledger", ledger_of(results)},
                       {"caveats", results.caveats},
                       {"notes", results.notes},
                       {"resolved_yaml", results.resolved_yaml}};
  return written(report);
}

}  // namespace mho
