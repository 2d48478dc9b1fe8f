#include "sim/figures/cost_rows.hpp"

#include "sim/base/error.hpp"
#include "sim/chip/cost_keys.hpp"
#include "sim/figures/cost_levels.hpp"
#include "sim/figures/duty_cycle.hpp"
#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

const char* name_of(Part::Level level) {
  switch (level) {
    case Part::Level::macro:
      return "macro";
    case Part::Level::tile:
      return "tile";
    case Part::Level::chip:
      return "chip";
    case Part::Level::off_chip:
      return "off_chip";
  }
  throw Bug("a part without a level");
}

/// Of a kind of tile; those that are 0 are left out.
std::vector<StageTime> stage_times(const Chip& chip, int kind) {
  const TileSpec& tile = chip.tile_kind(kind);
  const std::string section = tile_path(chip, kind) + ".";
  std::vector<StageTime> times;
  const auto add = [&](const char* key, double value, const char* unit, const std::string& source) {
    if (value > 0) times.push_back({run_key(section + key), value, unit, source});
  };
  if (tile.mac_array)
    add("mac_array.clock", tile.mac_array->clock.value(), "Hz", tile.mac_array->source);
  if (tile.macros == 0) return times;
  const MacroSpec& macro = tile.macro;
  if (macro.is_digital()) {
    add("macro.clock", macro.digital.clock.value(), "Hz", macro.digital.source);
    return times;
  }
  add("macro.dac.delay", macro.dac.cost.delay.value(), "s", macro.dac.cost.source);
  add("macro.integration", macro.integration.value(), "s", macro.array_source);
  add("macro.sample_hold.delay", macro.sample_hold.delay.value(), "s", macro.sample_hold.source);
  add("macro.column_mux.delay", macro.column_mux.delay.value(), "s", macro.column_mux.source);
  add("macro.adc.delay", macro.adc->cost().delay.value(), "s", macro.adc->cost().source);
  add("macro.shift_add.delay", macro.shift_add.delay.value(), "s", macro.shift_add.source);
  if (macro.pipeline)
    add("macro.pipeline.cycle", macro.pipeline->cycle.value(), "s", macro.pipeline->source);
  return times;
}

void add_peak_rows(PeakMacro& macro, const Chip& chip, Part::Level level, const ArrayPeak& peak,
                   const ActionCounts& counts) {
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (counts[action] == 0) continue;
    const Price price = chip.price(action, peak.kind);
    macro.rows.push_back({name_of(level), price.component, price.action,
                          static_cast<double>(counts[action]) / static_cast<double>(peak.mvms),
                          price.energy.value(), price.source,
                          run_keys(price_keys(chip, action, peak.kind))});
  }
}

}  // namespace

std::vector<PartRow> part_rows(const Chip& chip) {
  const auto levels = cost_levels(chip);
  std::vector<PartRow> rows;
  for (const Part& part : chip.parts()) {
    PartRow row;
    row.component = part.component;
    row.holder = name_of(part.level);
    row.level = name_of(levels.at(part.component));
    const bool in_tiles = part.level == Part::Level::macro || part.level == Part::Level::tile;
    if (in_tiles) row.tile_kind = chip.kind_name(part.kind);
    row.per_holder = part.per_holder;
    row.instances = chip.instances(part);
    if (row.component == "noc") row.tile_share = chip.routers_per_tile();
    row.area_m2 = part.area.value();
    row.leakage_w = part.leakage.value();
    const StatePowers powers = state_powers(chip, part);
    row.idle_w = powers.idle.value();
    row.gated_w = powers.gated.value();
    row.source = part.source;
    row.key = run_key(part_key(chip, part));
    row.area_key = run_key(area_key(chip, part));
    row.static_key = run_key(static_key(chip, part));
    row.stated = part.stated;
    rows.push_back(std::move(row));
  }
  return rows;
}

namespace {

PeakMacro peak_macro(const Chip& chip, const ArrayPeak& peak) {
  PeakMacro macro;
  macro.tile_kind = chip.kind_name(peak.kind);
  macro.arrays = static_cast<double>(peak.arrays);
  macro.macs = static_cast<double>(peak.macs);
  macro.interval_s = peak.interval.value();
  macro.times = stage_times(chip, peak.kind);
  add_peak_rows(macro, chip, Part::Level::macro, peak, peak.actions);
  add_peak_rows(macro, chip, Part::Level::tile, peak, peak.tile_actions);
  add_peak_rows(macro, chip, Part::Level::chip, peak, peak.chip_actions);
  return macro;
}

}  // namespace

std::vector<PeakMacro> peak_macros(const Chip& chip, const Peak& peak) {
  std::vector<PeakMacro> macros{peak_macro(chip, peak)};
  for (const ArrayPeak& other : peak.others) macros.push_back(peak_macro(chip, other));
  return macros;
}

}  // namespace mho
