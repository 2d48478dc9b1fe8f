#include "sim/chip/chip.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/femtoseconds.hpp"
#include "sim/chip/chip_parts.hpp"
#include "sim/chip/evaluation.hpp"

namespace mho {

Chip::Chip(ChipSpec spec, int tiles) {
  nominal_ = nominal_point(spec);
  EvaluatedChip with_numbers = evaluated(std::move(spec));
  spec_ = std::move(with_numbers.spec);
  warnings_ = std::move(with_numbers.warnings);
  if (spec_.tiles == 0) spec_.tiles = ceil_divide(tiles, spec_.chips);
  require(spec_.tiles > 0, "a chip needs a number of tiles");
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
  for (int kind = 0; kind < kinds(); ++kind) add_tile_parts(tile_kind(kind), kind, parts_);
  add_chip_parts(spec_, tiles_per_chip(), parts_);
  if (spec_.floorplan) add_white_space(*spec_.floorplan);
}

void Chip::add_white_space(const FloorplanSpec& plan) {
  const auto add = [&](Part::Level level, int kind, Area area) {
    // What parts fill wholly leaves only the rounding of their sum.
    if (constexpr double kRounding = 1e-12; area < kRounding * area_of(level, kind)) return;
    parts_.push_back({"white_space", level, kind, 1, area, Power(), plan.source, false});
  };
  for (int kind = 0; kind < kinds(); ++kind) {
    if (tile_kind(kind).macros > 0) {
      const MacroOutline outline = macro_outline_of(plan, tile_kind(kind).macro);
      add(Part::Level::macro, kind, outline.width * outline.height - macro_area(kind));
      for (const std::string& misfit : outline.misfits) warnings_.push_back(misfit);
    }
    const Area parts = area_of(Part::Level::tile, kind) +
                       static_cast<double>(tile_kind(kind).macros) * macro_area(kind);
    add(Part::Level::tile, kind, white_space(parts, plan.tile_utilization));
  }
  add(Part::Level::chip, 0,
      white_space(area() / static_cast<double>(spec_.chips), plan.chip_utilization));
}

const TileSpec& Chip::tile_kind(int kind) const {
  return kind == 0 ? spec_.tile : spec_.other_tiles[kind - 1].tile;
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
  const MacroSpec& macro = tile_kind(kind).macro;
  MvmFormat format;
  format.weight_bits = weight_bits;
  format.input_bits = input_bits;
  format.signed_inputs = signed_inputs;
  format.dac_bits = macro.dac.bits;
  format.active_rows = macro.active_rows / macro.rows_per_input();
  format.encoding = macro.encoding;
  format.subtraction = macro.subtraction;
  format.flip = macro.flip;
  format.two_sided = macro.two_sided;
  format.devices = macro.devices_per_weight;
  format.unit_column = macro.unit_column;
  format.signed_input = macro.signed_inputs;
  format.input = macro.dac.input;
  format.accumulation = macro.accumulation;
  format.accumulated_slices = macro.accumulated_slices;
  format.zero_skipping = macro.zero_skipping;
  format.cell_bits = std::bit_width(static_cast<unsigned>(macro.cell->levels())) - 1;
  if (macro.is_digital()) {
    // Whole weights in columns, signs told to the multipliers: slices as offset encoding counts
    // them, and no phases.
    format.dac_bits = macro.digital.input_bits_per_cycle;
    format.encoding = Encoding::offset;
    format.subtraction = Subtraction::digital;
    format.signed_input = SignedInput::offset;
    format.cell_bits = macro.digital.weight_bits;
  }
  // As many slices as the cells' levels ask for, of equal bits: fewer levels stand further apart.
  const int slices = format.magnitude_slices();
  format.cell_bits = ceil_divide(format.stored_bits(), slices);
  return format;
}

int Chip::outputs_per_array(const MvmFormat& format, int kind) const {
  return format.outputs_in(tile_kind(kind).macro.columns);
}

int Chip::inputs_per_array(int kind) const {
  return tile_kind(kind).macro.rows / tile_kind(kind).macro.rows_per_input();
}

int Chip::adcs_per_macro(int kind) const { return converters(tile_kind(kind).macro); }

MvmStages Chip::stages(const MvmFormat& format, int columns, int kind) const {
  if (const MacroSpec& macro = tile_kind(kind).macro; macro.is_digital()) {
    MvmStages stages;
    stages.integrate = femtoseconds(macro.digital.clock);
    return stages;
  }
  return mvm_stages(tile_kind(kind).macro, format, columns, adcs_per_macro(kind));
}

MvmTiming Chip::timing(const MvmFormat& format, int rows, int columns, int kind) const {
  const MacroSpec& macro = tile_kind(kind).macro;
  if (macro.is_digital()) {
    const Time cycle = 1.0 / macro.digital.clock;
    MvmTiming timing{};
    timing.interval = static_cast<double>(format.passes(rows)) * cycle;
    timing.latency = timing.interval + static_cast<double>(macro.digital.pipeline_cycles) * cycle;
    return timing;
  }
  const MvmStages stages_of_mvm = stages(format, columns, kind);
  const int count = format.passes(rows);
  if (stages_of_mvm.last_drives == 0) return mvm_timing(stages_of_mvm, count);
  const auto steps = static_cast<std::int32_t>(stages_of_mvm.rounds * stages_of_mvm.full_steps);
  std::vector<PassRecord> passes;
  for (int i = 0; i < count; ++i) passes.push_back({format.drives_of_pass(i, rows), steps});
  return mvm_timing(stages_of_mvm, passes);
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
    const MacroSpec& macro = tile_kind(kind).macro;
    if (tile_kind(kind).macros == 0 || macro.is_digital()) continue;
    all = all.with(macro.cell->effects()).with(macro.adc->effects()).with(macro.effects());
  }
  return all;
}

std::int64_t Chip::instances(const Part& part) const {
  switch (part.level) {
    case Part::Level::macro:
      return part.per_holder * arrays_of_kind(part.kind);
    case Part::Level::tile:
      return part.per_holder * tiles_of_kind(part.kind);
    case Part::Level::chip:
      return part.per_holder * spec_.chips;
    case Part::Level::off_chip:
      return part.per_holder;
  }
  throw Bug("a part without a level");
}

bool Chip::has_cell_currents(int kind) const {
  const TileSpec& tile = tile_kind(kind);
  return tile.macros > 0 && !tile.macro.is_digital();
}

Area Chip::area_of(Part::Level level, int kind) const {
  Area sum;
  for (const Part& part : parts_) {
    if (part.level == level && part.kind == kind)
      sum += static_cast<double>(part.per_holder) * part.area;
  }
  return sum;
}

Power Chip::leakage_of(Part::Level level, int kind) const {
  Power sum;
  for (const Part& part : parts_) {
    if (part.level == level && part.kind == kind)
      sum += static_cast<double>(part.per_holder) * part.leakage;
  }
  return sum;
}

Area Chip::macro_area(int kind) const { return area_of(Part::Level::macro, kind); }

double Chip::routers_per_tile() const {
  if (spec_.sequenced()) return 0;
  return spec_.noc.topology->routers_per_tile(tiles_per_chip());
}

Area Chip::tile_area(int kind) const {
  return area_of(Part::Level::tile, kind) +
         static_cast<double>(tile_kind(kind).macros) * macro_area(kind) +
         routers_per_tile() * spec_.noc.router.area;
}

Area Chip::area() const {
  Area sum = static_cast<double>(spec_.chips) * area_of(Part::Level::chip, 0);
  for (int kind = 0; kind < kinds(); ++kind)
    sum += static_cast<double>(tiles_of_kind(kind)) * area_of(Part::Level::tile, kind) +
           static_cast<double>(arrays_of_kind(kind)) * macro_area(kind);
  return sum;
}

Power Chip::macro_leakage(int kind) const { return leakage_of(Part::Level::macro, kind); }

Power Chip::tile_leakage(int kind) const {
  return leakage_of(Part::Level::tile, kind) +
         static_cast<double>(tile_kind(kind).macros) * macro_leakage(kind) +
         routers_per_tile() * spec_.noc.router.leakage;
}

Power Chip::leakage() const {
  Power sum = static_cast<double>(spec_.chips) * leakage_of(Part::Level::chip, 0);
  for (int kind = 0; kind < kinds(); ++kind)
    sum += static_cast<double>(tiles_of_kind(kind)) * leakage_of(Part::Level::tile, kind) +
           static_cast<double>(arrays_of_kind(kind)) * macro_leakage(kind);
  return sum;
}

Power Chip::off_chip_leakage() const { return leakage_of(Part::Level::off_chip, 0); }

}  // namespace mho
