#include "sim/chip/chip_parts.hpp"

#include "sim/chip/mac_array_parts.hpp"

namespace mho {

namespace {

Part part(const char* name, Part::Level level, int kind, std::int64_t count,
          const Component& component) {
  return {name, level, kind, count, component.area, component.leakage, component.source};
}

Part part(const char* name, Part::Level level, int kind, std::int64_t count,
          const BufferSpec& buffer) {
  return {name, level, kind, count, buffer.area, buffer.leakage, buffer.source};
}

void add_digital_parts(const MacroSpec& macro, int kind, std::vector<Part>& parts) {
  const auto add = [&](const char* name, std::int64_t count, const Component& component) {
    parts.push_back(part(name, Part::Level::macro, kind, count, component));
  };
  const std::int64_t weights = std::int64_t{macro.rows} * macro.columns;
  const CellCost& cell = macro.cell_cost;
  parts.push_back({"cell", Part::Level::macro, kind, weights * macro.digital.weight_bits, cell.area,
                   cell.leakage, cell.source});
  add("multiplier", weights, macro.digital.multiplier);
  add("adder_tree", macro.columns, macro.digital.adder_tree);
  add("column_accumulator", macro.columns, macro.digital.accumulator);
  add("input_register", 1, macro.input_register);
  add("output_register", 1, macro.output_register);
}

void add_macro_parts(const MacroSpec& macro, int kind, std::vector<Part>& parts) {
  if (macro.is_digital()) return add_digital_parts(macro, kind, parts);
  const auto add = [&](const char* name, std::int64_t count, const Component& component) {
    parts.push_back(part(name, Part::Level::macro, kind, count, component));
  };
  const std::int64_t converted = converted_columns(macro);
  const std::int64_t adcs = converters(macro);
  const CellCost& cell = macro.cell_cost;
  parts.push_back({"cell", Part::Level::macro, kind, std::int64_t{macro.rows} * macro.columns,
                   cell.area, cell.leakage, cell.source});
  if (macro.array_charge)
    parts.push_back(
        {"array", Part::Level::macro, kind, 1, Area(), Power(), macro.array_charge->source});
  add("dac", macro.rows, macro.dac.cost);
  add("sample_hold", converted, macro.sample_hold);
  add("column_mux", adcs, macro.column_mux);
  add("adc", adcs, macro.adc->cost());
  add("shift_add", adcs, macro.shift_add);
  add("input_register", 1, macro.input_register);
  add("output_register", 1, macro.output_register);
}

/// The interconnect's parts of one chip of so many tiles, and its links to others.
void add_network_parts(const ChipSpec& chip, int tiles, std::vector<Part>& parts) {
  const NocSpec& noc = chip.noc;
  const std::int64_t routers = noc.routers(tiles);
  parts.push_back(part("noc", Part::Level::chip, 0, routers, noc.router));
  if (noc.router.adder)
    parts.push_back(part("noc_adder", Part::Level::chip, 0, routers, *noc.router.adder));
  if (noc.wire)
    parts.push_back({"noc_wire", Part::Level::chip, 0, noc.wire_um(tiles),
                     noc.wire->cost.area / kMicrometresPerMillimetre,
                     noc.wire->cost.leakage / kMicrometresPerMillimetre, noc.wire->cost.source,
                     false});
  // Identical chips of a chain have a port to each side.
  if (chip.chip_link)
    parts.push_back(part("chip_link", Part::Level::chip, 0, 2, chip.chip_link->cost));
}

}  // namespace

int converted_columns(const MacroSpec& macro) {
  return macro.columns / macro.columns_per_conversion();
}

int converters(const MacroSpec& macro) {
  return (converted_columns(macro) + macro.columns_per_adc - 1) / macro.columns_per_adc;
}

void add_tile_parts(const TileSpec& tile, int kind, std::vector<Part>& parts) {
  if (tile.macros > 0) add_macro_parts(tile.macro, kind, parts);
  if (tile.core)
    parts.push_back(
        part("core_accumulator", Part::Level::tile, kind, tile.cores(), tile.core->accumulator));
  if (tile.mac_array) add_mac_array_parts(*tile.mac_array, kind, parts);
  if (tile.moves_pixels()) {
    parts.push_back(part("input_buffer", Part::Level::tile, kind, 1, tile.input_buffer));
    if (tile.line_buffer)
      parts.push_back(part("line_buffer", Part::Level::tile, kind, tile.macros, *tile.line_buffer));
    if (tile.output_buffer)
      parts.push_back(part("output_buffer", Part::Level::tile, kind, 1, *tile.output_buffer));
    parts.push_back(part("bus", Part::Level::tile, kind, 1, tile.bus));
    parts.push_back(part("accumulator", Part::Level::tile, kind, 1, tile.accumulator));
  }
  parts.push_back(part("vector_unit", Part::Level::tile, kind, 1, tile.vector_unit.cost));
  if (tile.moves_pixels())
    parts.push_back(part("control", Part::Level::tile, kind, 1, tile.control));
}

void add_chip_parts(const ChipSpec& chip, int tiles, std::vector<Part>& parts) {
  if (!chip.sequenced()) add_network_parts(chip, tiles, parts);
  parts.push_back(part("global_buffer", Part::Level::chip, 0, 1, chip.global_buffer));
  parts.push_back(part("host_link", Part::Level::chip, 0, 1, chip.host_link.cost));
  if (chip.power_states) add_power_parts(*chip.power_states, parts);
  if (!chip.off_chip) return;
  parts.push_back(part("off_chip_interface", Part::Level::chip, 0, 1, chip.off_chip->interface));
  parts.push_back({"off_chip", Part::Level::off_chip, 0, 1, Area(), chip.off_chip->background,
                   chip.off_chip->source});
}

MacroOutline macro_outline_of(const FloorplanSpec& plan, const MacroSpec& macro) {
  Area cell = macro.cell_cost.area;
  std::vector<StripCircuit> at_columns, at_rows;
  double columns = macro.columns;
  if (macro.is_digital()) {
    const double bits = macro.digital.weight_bits;
    cell += macro.digital.multiplier.area / bits;
    columns *= bits;
    at_columns = {{"adder_tree", macro.digital.adder_tree.area, bits},
                  {"column_accumulator", macro.digital.accumulator.area, bits}};
  } else {
    // Columns that no pair or converter fills up are spread over those that there are.
    const double pair = columns / converted_columns(macro);
    const double shared = columns / converters(macro);
    at_columns = {{"sample_hold", macro.sample_hold.area, pair},
                  {"column_mux", macro.column_mux.area, shared},
                  {"adc", macro.adc->cost().area, shared},
                  {"shift_add", macro.shift_add.area, shared}};
    at_rows = {{"dac", macro.dac.cost.area, 1}};
  }
  const Area corner = macro.input_register.area + macro.output_register.area;
  return macro_outline(plan, macro.rows, static_cast<int>(columns), cell, at_columns, at_rows,
                       corner);
}

}  // namespace mho
