#include "sim/chip/cost_keys.hpp"

#include <string_view>
#include <utility>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Sections of a tile, by component.
constexpr std::pair<std::string_view, std::string_view> kOfTile[] = {
    {"cell", "macro.cell"},
    {"array", "macro.array_charge"},
    {"dac", "macro.dac"},
    {"sample_hold", "macro.sample_hold"},
    {"column_mux", "macro.column_mux"},
    {"adc", "macro.adc"},
    {"shift_add", "macro.shift_add"},
    {"multiplier", "macro.multiplier"},
    {"adder_tree", "macro.adder_tree"},
    {"column_accumulator", "macro.accumulator"},
    {"input_register", "macro.input_register"},
    {"output_register", "macro.output_register"},
    {"core_accumulator", "core.accumulator"},
    {"input_buffer", "input_buffer"},
    {"output_buffer", "output_buffer"},
    {"line_buffer", "line_buffer"},
    {"bus", "bus"},
    {"accumulator", "accumulator"},
    {"vector_unit", "vector_unit"},
    {"control", "control"},
    {"mac", "mac_array.mac"},
    {"mac_registers", "mac_array.registers"},
    {"mac_wires", "mac_array.transfer"},
    {"accumulators", "mac_array.accumulators"},
    {"weight_fifo", "mac_array.weight_fifo"},
};

/// Sections of the chip, by component.
constexpr std::pair<std::string_view, std::string_view> kOfChip[] = {
    {"noc", "noc.router"},
    {"noc_adder", "noc.router.adder"},
    {"noc_wire", "noc.wire"},
    {"chip_link", "chip_link.port"},
    {"global_buffer", "global_buffer"},
    {"host_link", "host_link.port"},
    {"off_chip_interface", "off_chip.interface"},
    {"off_chip", "off_chip"},
    {"clock_tree", "power_states.clock"},
    {"power_controller", "power_states.controller"},
    {"white_space", "floorplan"},
};

std::string section_of(const Chip& chip, std::string_view component, int kind) {
  for (const auto& [name, section] : kOfTile)
    if (name == component) return tile_path(chip, kind) + "." + std::string(section);
  for (const auto& [name, section] : kOfChip)
    if (name == component) return std::string(section);
  throw Bug("a component without a section of the chip's YAML");
}

/// What a cell draws: V^2 G t, or C V^2.
std::vector<std::string> cell_read_keys(const Chip& chip, int kind) {
  const TileSpec& tile = chip.tile_kind(kind);
  if (tile.macros == 0 || tile.macro.is_digital()) return {};
  const std::string macro = tile_path(chip, kind) + ".macro.";
  if (tile.macro.array_charge)
    return {macro + "array_charge.cell", macro + "array_charge.column_supply", macro + "dac.bits"};
  return {macro + "read_voltage", macro + "integration", macro + "cell", macro + "dac.bits"};
}

/// Of one pass: a constant, or C V dV of all columns.
std::vector<std::string> array_read_keys(const Chip& chip, int kind) {
  const TileSpec& tile = chip.tile_kind(kind);
  if (tile.macros == 0 || tile.macro.is_digital()) return {};
  const std::string macro = tile_path(chip, kind) + ".macro.";
  if (!chip.tile_kind(kind).macro.array_charge) return {macro + "array_read"};
  const std::string charge = macro + "array_charge.";
  return {charge + "column", charge + "column_supply", charge + "column_swing", macro + "rows",
          macro + "columns"};
}

std::vector<std::string> row_charge_keys(const Chip& chip, int kind) {
  if (!chip.tile_kind(kind).macro.array_charge) return {};
  const std::string macro = tile_path(chip, kind) + ".macro.";
  std::vector<std::string> keys{macro + "array_charge.row", macro + "array_charge.row_voltage",
                                macro + "columns"};
  if (chip.tile_kind(kind).macro.dac.input == InputDrive::voltage)
    keys.push_back(macro + "dac.bits");
  return keys;
}

/// Of a conversion that ends early a share does not depend on its steps.
std::vector<std::string> conversion_keys(const Chip& chip, int kind) {
  const Adc* adc = chip.tile_kind(kind).macro.adc.get();
  const std::string section = section_of(chip, "adc", kind);
  if (adc == nullptr || adc->early_termination() == nullptr) return {section + ".energy"};
  return {section + ".energy", section + ".early_termination.fixed_share"};
}

}  // namespace

std::string tile_path(const Chip& chip, int kind) {
  require(kind >= 0 && kind < chip.kinds(), "a kind of tile that the chip does not have");
  return kind == 0 ? "tile" : "other_tiles[" + std::to_string(kind - 1) + "].tile";
}

std::vector<std::string> price_keys(const Chip& chip, Action action, int kind) {
  const auto of = [&](const char* component,
                      const char* key = "energy") -> std::vector<std::string> {
    return {section_of(chip, component, kind) + "." + key};
  };
  switch (action) {
    case Action::dac_drive:
      return of("dac");
    case Action::array_read:
      return array_read_keys(chip, kind);
    case Action::row_charge:
      return row_charge_keys(chip, kind);
    case Action::cell_read:
      return cell_read_keys(chip, kind);
    case Action::cell_write:
      return of("cell", "write_energy");
    case Action::sample_hold:
      return of("sample_hold");
    case Action::column_select:
      return of("column_mux");
    case Action::adc_convert:
    case Action::adc_step:
      return conversion_keys(chip, kind);
    case Action::shift_add:
      return of("shift_add");
    case Action::input_register_bit:
      return of("input_register");
    case Action::output_register_sum:
      return of("output_register");
    case Action::buffer_read:
      return of("input_buffer", "read_energy");
    case Action::buffer_write:
      return of("input_buffer", "write_energy");
    case Action::output_buffer_read:
      return of("output_buffer", "read_energy");
    case Action::output_buffer_write:
      return of("output_buffer", "write_energy");
    case Action::line_buffer_bit:
      return of("line_buffer");
    case Action::bus_bit:
      return of("bus");
    case Action::accumulate:
      return of("accumulator");
    case Action::core_accumulate:
      return of("core_accumulator");
    case Action::vector_operation:
      return of("vector_unit");
    case Action::control_step:
      return of("control");
    case Action::noc_flit_hop:
      return of("noc");
    case Action::noc_flit_um:
      // Stated for a millimetre: with the section, so that the price is not told as the key's.
      return {section_of(chip, "noc_wire", kind) + ".energy", section_of(chip, "noc_wire", kind)};
    case Action::noc_reduce:
      return of("noc_adder");
    case Action::chip_link_bit:
      return of("chip_link");
    case Action::global_buffer_read:
      return of("global_buffer", "read_energy");
    case Action::global_buffer_write:
      return of("global_buffer", "write_energy");
    case Action::off_chip_read_bit:
      return of("off_chip", "read_energy");
    case Action::off_chip_write_bit:
      return of("off_chip", "write_energy");
    case Action::off_chip_activate:
      return of("off_chip", "activate_energy");
    case Action::off_chip_link_bit:
      return of("off_chip_interface");
    case Action::host_link_bit:
      return of("host_link");
    case Action::mac:
      return of("mac");
    case Action::mac_register_access:
      return of("mac_registers");
    case Action::mac_transfer:
      return of("mac_wires");
    case Action::accumulator_access:
      return of("accumulators");
    case Action::weight_fifo_read:
      return of("weight_fifo", "read_energy");
    case Action::weight_fifo_write:
      return of("weight_fifo", "write_energy");
    case Action::digital_multiply:
      return of("multiplier");
    case Action::tree_add:
      return of("adder_tree");
    case Action::digital_accumulate:
      return of("column_accumulator");
  }
  throw Bug("an action without a price");
}

std::string part_key(const Chip& chip, const Part& part) {
  return section_of(chip, part.component, part.kind);
}

std::string area_key(const Chip& chip, const Part& part) {
  const std::string section = part_key(chip, part);
  return section == "floorplan" ? section : section + ".area";
}

std::string static_key(const Chip& chip, const Part& part) {
  const std::string section = part_key(chip, part);
  if (part.level == Part::Level::off_chip) return section + ".background";
  return section + (section.starts_with("power_states.") ? ".power" : ".leakage");
}

}  // namespace mho
