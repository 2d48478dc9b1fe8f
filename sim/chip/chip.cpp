#include "sim/chip/chip.hpp"

#include <algorithm>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/chip/evaluation.hpp"
#include "sim/chip/macro_outline.hpp"

namespace mho {

Chip::Chip(ChipSpec spec, int tiles) {
  if (spec.tiles == 0) spec.tiles = ceil_divide(tiles, spec.chips);
  require(spec.tiles > 0, "a chip needs a number of tiles");
  nominal_ = nominal_point(spec);
  EvaluatedChip with_numbers = evaluated(std::move(spec));
  spec_ = std::move(with_numbers.spec);
  warnings_ = std::move(with_numbers.warnings);
  int next_tile = 0;
  int next_array = 0;
  for (int kind = 0; kind < kinds(); ++kind) {
    first_tile_.push_back(next_tile);
    first_array_.push_back(next_array);
    const int count = kind == 0 ? spec_.chips * spec_.tiles : spec_.other_tiles[kind - 1].count;
    next_tile += count;
    next_array += count * tile_kind(kind).macros;
  }
  first_tile_.push_back(next_tile);
  first_array_.push_back(next_array);
  table_ = parts_of(spec_);
  for (int kind = 0; kind < kinds(); ++kind) delays_.push_back(stage_delays(table_.parts, kind));
  if (spec_.floorplan) add_white_space(*spec_.floorplan);
  index_prices();
}

void Chip::index_prices() {
  priced_at_.resize(static_cast<std::size_t>(kinds()));
  for (std::size_t i = 0; i < table_.parts.size(); ++i) {
    const Part& part = table_.parts[i];
    const bool of_one_kind = part.level == Level::macro || part.level == Level::tile;
    for (std::size_t k = 0; k < part.prices.size(); ++k)
      for (int kind = 0; kind < kinds(); ++kind) {
        if (of_one_kind && kind != part.kind) continue;
        PricedAt& at = priced_at_[static_cast<std::size_t>(kind)]
                                 [static_cast<std::size_t>(part.prices[k].action)];
        require(at.price < 0, "an action has two prices");
        at = {i, static_cast<int>(k)};
      }
  }
}

const Part* Chip::part_of(Action action, int kind) const {
  const PricedAt& at =
      priced_at_.at(static_cast<std::size_t>(kind))[static_cast<std::size_t>(action)];
  return at.price < 0 ? nullptr : &table_.parts[at.part];
}

Chip::PricedAt Chip::priced_at(Action action, int kind) const {
  require(part_of(action, kind) != nullptr, "an action that no part of the machine does");
  return priced_at_[static_cast<std::size_t>(kind)][static_cast<std::size_t>(action)];
}

const Price& Chip::price(Action action, int kind) const {
  const PricedAt at = priced_at(action, kind);
  return table_.parts[at.part].prices[static_cast<std::size_t>(at.price)];
}

std::vector<IntervalTime> Chip::interval_times(int kind) const {
  std::vector<IntervalTime> times;
  for (const IntervalTime& time : table_.times)
    if (time.kind == kind) times.push_back(time);
  return times;
}

void Chip::add_white_space(const FloorplanSpec& plan) {
  const auto add = [&](Level level, int kind, Area area) {
    // What parts fill wholly leaves only the rounding of their sum.
    if (constexpr double kRounding = 1e-12; area < kRounding * area_of(level, kind)) return;
    Part part{"white_space", level, kind, 1, area, Power(), plan.source, false};
    part.section = part.area_key = "floorplan";
    part.static_key = "floorplan.leakage";
    part.counts_for = Level::chip;  // it draws nothing
    table_.parts.push_back(std::move(part));
  };
  for (int kind = 0; kind < kinds(); ++kind) {
    if (tile_kind(kind).macros > 0) {
      const MacroOutline outline =
          outline_of_macro(plan, table_.parts, kind, tile_kind(kind).macro.rows);
      add(Level::macro, kind, outline.width * outline.height - macro_area(kind));
      for (const std::string& misfit : outline.misfits) warnings_.push_back(misfit);
    }
    const Area parts =
        area_of(Level::tile, kind) + static_cast<double>(tile_kind(kind).macros) * macro_area(kind);
    add(Level::tile, kind, white_space(parts, plan.tile_utilization));
  }
  add(Level::chip, 0,
      white_space(area() / static_cast<double>(spec_.chips), plan.chip_utilization));
}

std::string Chip::kind_name(int kind) const {
  return kind == 0 ? "tile" : spec_.other_tiles[kind - 1].name;
}

int Chip::kind_of_tile(int tile) const {
  const auto next = std::upper_bound(first_tile_.begin(), first_tile_.end(), tile);
  return static_cast<int>(next - first_tile_.begin()) - 1;
}

int Chip::macro_of_array(int array) const {
  const int tile = tile_of_array(array);
  const int kind = kind_of_tile(tile);
  return array - first_array_[kind] - (tile - first_tile_[kind]) * tile_kind(kind).macros;
}

int Chip::tile_of_array(int array) const {
  const auto next = std::upper_bound(first_array_.begin(), first_array_.end(), array);
  const int kind = static_cast<int>(next - first_array_.begin()) - 1;
  return first_tile_[kind] + (array - first_array_[kind]) / tile_kind(kind).macros;
}

MvmFormat Chip::format(int weight_bits, int input_bits, bool signed_inputs, int kind) const {
  return tile_kind(kind).macro.format(weight_bits, input_bits, signed_inputs);
}

int Chip::outputs_per_array(const MvmFormat& format, int kind) const {
  return format.outputs_in(tile_kind(kind).macro.columns);
}

int Chip::inputs_per_array(int kind) const {
  return tile_kind(kind).macro.rows / tile_kind(kind).macro.rows_per_input();
}

int Chip::adcs_per_macro(int kind) const {
  const MacroSpec& macro = tile_kind(kind).macro;
  return macro.analog()->converters(macro);
}

MvmStages Chip::stages(const MvmFormat& format, int columns, int kind) const {
  return mvm_stages(tile_kind(kind).macro, delays_.at(static_cast<std::size_t>(kind)), format,
                    columns);
}

MvmTiming Chip::timing(const MvmFormat& format, int rows, int columns, int kind) const {
  return mvm_timing(tile_kind(kind).macro, delays_.at(static_cast<std::size_t>(kind)), format, rows,
                    columns);
}

Time Chip::memory_transfer(std::int64_t bits) const {
  const double wide = static_cast<double>(bits);
  if (spec_.off_chip) return from_si<Time>(wide / 8 / spec_.off_chip->bandwidth());
  return wide / spec_.host_link.width_bits / spec_.host_link.clock;
}

bool Chip::exact() const {
  for (int kind = 0; kind < kinds(); ++kind)
    if (has_cell_currents(kind)) return false;
  return true;
}

Effects Chip::effects() const {
  Effects all;
  for (int kind = 0; kind < kinds(); ++kind) {
    if (tile_kind(kind).macros > 0) all = all.with(tile_kind(kind).macro.effects());
  }
  return all;
}

std::int64_t Chip::instances(const Part& part) const {
  switch (part.level) {
    case Level::macro:
      return part.per_holder * arrays_of_kind(part.kind);
    case Level::tile:
      return part.per_holder * tiles_of_kind(part.kind);
    case Level::chip:
      return part.per_holder * spec_.chips;
    case Level::off_chip:
      return part.per_holder;
  }
  throw Bug("a part without a level");
}

bool Chip::has_cell_currents(int kind) const {
  const TileSpec& tile = tile_kind(kind);
  return tile.macros > 0 && tile.macro.analog();
}

Area Chip::area_of(Level level, int kind) const {
  Area sum;
  for (const Part& part : table_.parts) {
    if (part.level == level && part.kind == kind)
      sum += static_cast<double>(part.per_holder) * part.area;
  }
  return sum;
}

Power Chip::leakage_of(Level level, int kind) const {
  Power sum;
  for (const Part& part : table_.parts) {
    if (part.level == level && part.kind == kind)
      sum += static_cast<double>(part.per_holder) * part.leakage;
  }
  return sum;
}

Area Chip::macro_area(int kind) const { return area_of(Level::macro, kind); }

double Chip::routers_per_tile() const {
  if (spec_.sequenced()) return 0;
  return spec_.noc.topology->routers_per_tile(tiles_per_chip());
}

Area Chip::tile_area(int kind) const {
  return area_of(Level::tile, kind) +
         static_cast<double>(tile_kind(kind).macros) * macro_area(kind) +
         routers_per_tile() * spec_.noc.router.area;
}

Area Chip::area() const {
  Area sum = static_cast<double>(spec_.chips) * area_of(Level::chip, 0);
  for (int kind = 0; kind < kinds(); ++kind)
    sum += static_cast<double>(tiles_of_kind(kind)) * area_of(Level::tile, kind) +
           static_cast<double>(arrays_of_kind(kind)) * macro_area(kind);
  return sum;
}

Power Chip::macro_leakage(int kind) const { return leakage_of(Level::macro, kind); }

Power Chip::tile_leakage(int kind) const {
  return leakage_of(Level::tile, kind) +
         static_cast<double>(tile_kind(kind).macros) * macro_leakage(kind) +
         routers_per_tile() * spec_.noc.router.leakage;
}

Power Chip::leakage() const {
  Power sum = static_cast<double>(spec_.chips) * leakage_of(Level::chip, 0);
  for (int kind = 0; kind < kinds(); ++kind)
    sum += static_cast<double>(tiles_of_kind(kind)) * leakage_of(Level::tile, kind) +
           static_cast<double>(arrays_of_kind(kind)) * macro_leakage(kind);
  return sum;
}

Power Chip::off_chip_leakage() const { return leakage_of(Level::off_chip, 0); }

}  // namespace mho
