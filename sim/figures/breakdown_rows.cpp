// A run's energy, area and time by component and by layer.
#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/figures/metrics.hpp"

namespace mho {

std::vector<ComponentRow> component_rows(const Findings& found) {
  const double images = static_cast<double>(found.engine.images());
  std::map<std::string, ComponentRow> rows;
  std::map<std::string, ExactEnergy> whole, still;
  for (const LedgerLine& line : found.ledger.lines()) {
    const char* component = found.chip.parts()[line.part].component;
    whole[component] += line.energy();
    if (line.is_static()) still[component] += line.energy();
  }
  for (const auto& [component, energy] : whole) rows[component].energy_j = joules(energy) / images;
  for (const auto& [component, energy] : still) rows[component].static_j = joules(energy) / images;
  for (const Part& part : found.chip.parts())
    rows[part.component].area_m2 +=
        static_cast<double>(found.chip.instances(part)) * part.area.value();

  std::vector<ComponentRow> sorted;
  for (auto& [component, row] : rows) {
    row.name = component;
    sorted.push_back(row);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const ComponentRow& a, const ComponentRow& b) {
    return a.energy_j > b.energy_j;
  });
  return sorted;
}

std::vector<LayerRow> layer_rows(const Findings& found) {
  const double images = static_cast<double>(found.engine.images());
  const double time_s = static_cast<double>(found.engine.end_fs) * kFemto;
  const std::map<std::string, ExactEnergy> energies = found.ledger.by_layer();
  std::vector<LayerRow> rows;
  for (const LayerTrace& trace : found.engine.layers) {
    const QuantizedLayer& layer = found.graph.layers.at(static_cast<std::size_t>(trace.layer));
    const LayerPlacement* placement = found.placement.of_layer(trace.layer);
    LayerRow row;
    row.name = layer.name;
    row.kind = name_of(layer.kind);
    if (found.placement.on_vector_unit(trace.layer)) row.kind += ", vector unit";
    if (placement && placement->dynamic) row.kind += ", on arrays";
    row.macs = found.graph.macs(trace.layer);
    row.arrays = placement ? static_cast<int>(placement->blocks.size()) : 0;
    row.replicas = placement ? placement->replicas : 0;
    const auto energy = energies.find(layer.name);
    if (energy != energies.end()) row.energy_j = joules(energy->second) / images;
    row.start_s = static_cast<double>(trace.first_start_fs) * kFemto;
    row.end_s = static_cast<double>(trace.first_end_fs) * kFemto;
    // A layer without arrays works on one vector unit; a MAC array is one in each tile.
    const int busy = found.chip.spec().sequenced() ? found.chip.tiles() : std::max(row.arrays, 1);
    row.utilization =
        static_cast<double>(trace.busy_fs) * kFemto / (time_s * static_cast<double>(busy));
    row.wait_input_s = static_cast<double>(trace.wait_input_fs) * kFemto / images;
    row.wait_port_s = static_cast<double>(trace.wait_port_fs) * kFemto / images;
    row.wait_unit_s = static_cast<double>(trace.wait_unit_fs) * kFemto / images;
    row.wait_output_s = static_cast<double>(trace.wait_output_fs) * kFemto / images;
    row.wait_weights_s = static_cast<double>(trace.wait_weights_fs) * kFemto / images;
    row.wait_load_s = static_cast<double>(trace.wait_load_fs) * kFemto / images;
    row.bound = name_of(trace.demand.bound());
    // On MAC arrays it is that of one batch.
    row.bound_s = static_cast<double>(trace.demand.least_fs()) * kFemto /
                  (found.chip.spec().sequenced() ? static_cast<double>(found.engine.turn) : images);
    for (const LayerSnr& snr : found.snr) {
      if (snr.layer != trace.layer) continue;
      row.snr_alone_db = snr.alone_db;
      row.snr_cumulative_db = snr.cumulative_db;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mho
