#include "sim/figures/cost_rows.hpp"

#include "sim/figures/duty_cycle.hpp"
#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

/// Those that are 0 are left out.
std::vector<StageTime> stage_times(const TileKind& kind) {
  std::vector<StageTime> times;
  for (const IntervalTime& time : kind.interval_times())
    if (time.value_si > 0)
      times.push_back({run_key(time.key), time.value_si, time.unit, time.source});
  return times;
}

void add_peak_rows(PeakMacro& macro, const Chip& chip, Level level, const ArrayPeak& peak,
                   const ActionCounts& counts) {
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (counts[action] == 0) continue;
    const auto [part, price] = chip.kind(peak.tile_kind).priced_at(action);
    macro.rows.push_back({name_of(level), part, price,
                          static_cast<double>(counts[action]) / static_cast<double>(peak.mvms)});
  }
}

}  // namespace

std::vector<PartRow> part_rows(const Chip& chip) {
  std::vector<PartRow> rows;
  for (const Part& part : chip.parts()) {
    PartRow row;
    row.component = part.component;
    row.holder = name_of(part.level);
    row.level = name_of(part.counts_for);
    const bool in_tiles = part.level == Level::macro || part.level == Level::tile;
    if (in_tiles) row.tile_kind = chip.kind(part.tile_kind).name();
    row.per_holder = part.per_holder;
    row.instances = chip.instances(part);
    if (part.is_shared_by_tiles) row.tile_share = chip.routers_per_tile();
    row.area_m2 = part.area.value();
    row.leakage_w = part.leakage.value();
    const StatePowers powers = state_powers(chip, part);
    row.idle_w = powers.idle.value();
    row.gated_w = powers.gated.value();
    row.source = part.source;
    row.key = run_key(part.section);
    row.area_key = run_key(part.area_key);
    row.static_key = run_key(part.static_key);
    row.stated = part.stated;
    for (const Price& price : part.prices)
      row.prices.push_back({price.name, price.energy.value(), price.source, run_keys(price.keys)});
    rows.push_back(std::move(row));
  }
  return rows;
}

namespace {

PeakMacro peak_macro(const Chip& chip, const ArrayPeak& peak) {
  PeakMacro macro;
  macro.tile_kind = chip.kind(peak.tile_kind).name();
  macro.arrays = static_cast<double>(peak.arrays);
  macro.macs = static_cast<double>(peak.macs);
  macro.interval_s = peak.interval.value();
  macro.times = stage_times(chip.kind(peak.tile_kind));
  add_peak_rows(macro, chip, Level::macro, peak, peak.actions);
  add_peak_rows(macro, chip, Level::tile, peak, peak.tile_actions);
  add_peak_rows(macro, chip, Level::chip, peak, peak.chip_actions);
  return macro;
}

}  // namespace

std::vector<PeakMacro> peak_macros(const Chip& chip, const Peak& peak) {
  std::vector<PeakMacro> macros{peak_macro(chip, peak)};
  for (const ArrayPeak& other : peak.others) macros.push_back(peak_macro(chip, other));
  return macros;
}

}  // namespace mho
