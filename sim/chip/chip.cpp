#include "sim/chip/chip.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"
#include "sim/chip/mac_array_parts.hpp"

namespace mho {

namespace {

int ceil_divide(int a, int b) { return (a + b - 1) / b; }

int converted_columns(const MacroSpec& macro) {
  return macro.columns / macro.columns_per_conversion();
}

/// Energy of one (DAC code)^2, or of one unit pulse, x conductance step: V^2 G t (Ohm's law).
Energy ohmic_read_energy(const MacroSpec& macro, const MvmFormat& format) {
  const bool pulses = macro.dac.input != InputDrive::voltage;
  const double steps = pulses ? 1.0 : (1 << macro.dac.bits) - 1;
  const Voltage step = macro.read_voltage / steps;
  return step * step * conductance_step(format, *macro.cell) * macro.integration;
}

const char* ohmic_sentence(const MacroSpec& macro) {
  return macro.dac.input == InputDrive::voltage
             ? "V^2 G t of one squared DAC step and one conductance step"
             : "V^2 G t of one unit pulse and one conductance step";
}

Part part(const char* name, Part::Level level, std::int64_t count, const Component& component) {
  return {name, level, count, component.area, component.leakage, component.source};
}

Part part(const char* name, Part::Level level, std::int64_t count, const BufferSpec& buffer) {
  return {name, level, count, buffer.area, buffer.leakage, buffer.source};
}

std::vector<Part> sequenced_parts(const ChipSpec& chip) {
  std::vector<Part> parts;
  add_mac_array_parts(*chip.tile.mac_array, parts);
  parts.push_back(part("vector_unit", Part::Level::tile, 1, chip.tile.vector_unit.cost));
  parts.push_back(part("global_buffer", Part::Level::chip, 1, chip.global_buffer));
  parts.push_back(part("host_link", Part::Level::chip, 1, chip.host_link.cost));
  if (chip.off_chip) parts.push_back(part("off_chip", Part::Level::chip, 1, chip.off_chip->port));
  return parts;
}

std::vector<Part> parts_of(const ChipSpec& chip) {
  if (chip.sequenced()) return sequenced_parts(chip);
  const MacroSpec& macro = chip.tile.macro;
  const std::int64_t converted = converted_columns(macro);
  const std::int64_t adcs = ceil_divide(converted_columns(macro), macro.columns_per_adc);
  const CellCost& cell = macro.cell->cost();
  return {
      {"cell", Part::Level::macro, std::int64_t{macro.rows} * macro.columns, cell.area,
       cell.leakage, cell.source},
      part("dac", Part::Level::macro, macro.rows, macro.dac.cost),
      part("sample_hold", Part::Level::macro, converted, macro.sample_hold),
      part("column_mux", Part::Level::macro, adcs, macro.column_mux),
      part("adc", Part::Level::macro, adcs, macro.adc->cost()),
      part("shift_add", Part::Level::macro, adcs, macro.shift_add),
      part("input_register", Part::Level::macro, 1, macro.input_register),
      part("output_register", Part::Level::macro, 1, macro.output_register),
      part("input_buffer", Part::Level::tile, 1, chip.tile.input_buffer),
      part("bus", Part::Level::tile, 1, chip.tile.bus),
      part("accumulator", Part::Level::tile, 1, chip.tile.accumulator),
      part("vector_unit", Part::Level::tile, 1, chip.tile.vector_unit.cost),
      part("control", Part::Level::tile, 1, chip.tile.control),
      part("noc", Part::Level::chip, ceil_divide(chip.tiles, chip.noc.tiles_per_router),
           chip.noc.router),
      part("global_buffer", Part::Level::chip, 1, chip.global_buffer),
      part("host_link", Part::Level::chip, 1, chip.host_link.cost),
  };
}

}  // namespace

Chip::Chip(ChipSpec spec, int tiles) : spec_(std::move(spec)) {
  if (spec_.tiles == 0) spec_.tiles = tiles;
  require(spec_.tiles > 0, "a chip needs a number of tiles");
  parts_ = parts_of(spec_);
}

int Chip::routers() const { return ceil_divide(tiles(), spec_.noc.tiles_per_router); }

int Chip::mesh_rows() const { return ceil_divide(routers(), spec_.noc.columns); }

MvmFormat Chip::format(int weight_bits, int input_bits, bool signed_inputs) const {
  const MacroSpec& macro = spec_.tile.macro;
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
  format.cell_bits = std::bit_width(static_cast<unsigned>(macro.cell->levels())) - 1;
  // As many slices as the cells' levels ask for, of equal bits: fewer levels stand further apart.
  const int slices = format.magnitude_slices();
  format.cell_bits = ceil_divide(format.stored_bits(), slices);
  return format;
}

int Chip::outputs_per_array(const MvmFormat& format) const {
  return format.outputs_in(spec_.tile.macro.columns);
}

int Chip::inputs_per_array() const {
  return spec_.tile.macro.rows / spec_.tile.macro.rows_per_input();
}

int Chip::adcs_per_macro() const {
  return ceil_divide(converted_columns(spec_.tile.macro), spec_.tile.macro.columns_per_adc);
}

MvmTiming Chip::timing(const MvmFormat& format, int rows, int columns) const {
  const MacroSpec& macro = spec_.tile.macro;
  // The columns in use are spread evenly over the ADCs.
  const int conversions = ceil_divide(columns, adcs_per_macro());
  const auto passes = static_cast<double>(format.passes(rows));
  MvmTiming timing;
  const bool pulses = format.input != InputDrive::voltage;
  const double longest = pulses ? (1 << format.dac_bits) - 1 : 1;
  timing.read = static_cast<double>(format.input_slices() / format.code_slices()) *
                (macro.dac.cost.delay + longest * macro.integration + macro.sample_hold.delay);
  timing.convert =
      static_cast<double>(conversions) * (macro.column_mux.delay + macro.adc->cost().delay);
  const Time stage =
      macro.overlap ? std::max(timing.read, timing.convert) : timing.read + timing.convert;
  timing.interval = passes * stage;
  timing.latency = (passes - 1) * stage + timing.read + timing.convert + macro.shift_add.delay;
  return timing;
}

Price Chip::price(Action action) const {
  const TileSpec& tile = spec_.tile;
  const MacroSpec& macro = tile.macro;
  const auto of = [](const char* component, const char* name, const char* sentence,
                     const Component& cost) {
    return Price{component, name, sentence, cost.energy, cost.source};
  };
  switch (action) {
    case Action::dac_drive:
      return of("dac", "drive", "one row driven for one pass", macro.dac.cost);
    case Action::array_read:
      return {"cell", "array_read", "one pass of an array", macro.array_read, macro.array_source};
    case Action::cell_read:
      return {"cell", "read", ohmic_sentence(macro), ohmic_read_energy(macro, format(8, 8, false)),
              "V^2 G t with the voltage and time of: " + macro.array_source};
    case Action::sample_hold:
      return of("sample_hold", "hold", "one column value held", macro.sample_hold);
    case Action::column_select:
      return of("column_mux", "select", "one column connected to its ADC", macro.column_mux);
    case Action::adc_convert:
      return of("adc", "convert", "one conversion", macro.adc->cost());
    case Action::shift_add:
      return of("shift_add", "add", "one code shifted and added", macro.shift_add);
    case Action::input_register_bit:
      return of("input_register", "bit", "one input bit written and read", macro.input_register);
    case Action::output_register_sum:
      return of("output_register", "sum", "one partial sum written and read",
                macro.output_register);
    case Action::buffer_read:
      return {"input_buffer", "read", "one access", tile.input_buffer.read_energy,
              tile.input_buffer.source};
    case Action::buffer_write:
      return {"input_buffer", "write", "one access", tile.input_buffer.write_energy,
              tile.input_buffer.source};
    case Action::bus_bit:
      return of("bus", "bit", "one bit from the buffer to the macros", tile.bus);
    case Action::accumulate:
      return of("accumulator", "add", "one partial sum added to another", tile.accumulator);
    case Action::vector_operation:
      return of("vector_unit", "operation", "one elementary operation", tile.vector_unit.cost);
    case Action::control_step:
      return of("control", "step", "one output pixel sequenced", tile.control);
    case Action::noc_flit_hop:
      return of("noc", "flit_hop", "one flit through one router and its outgoing link",
                spec_.noc.router);
    case Action::global_buffer_read:
      return {"global_buffer", "read", "one access", spec_.global_buffer.read_energy,
              spec_.global_buffer.source};
    case Action::global_buffer_write:
      return {"global_buffer", "write", "one access", spec_.global_buffer.write_energy,
              spec_.global_buffer.source};
    case Action::host_link_bit:
      return of("host_link", "bit", "one bit to or from the host", spec_.host_link.cost);
    case Action::mac:
    case Action::mac_register_access:
    case Action::mac_transfer:
    case Action::accumulator_access:
    case Action::weight_fifo_read:
    case Action::weight_fifo_write:
      return mac_array_price(tile.mac_array.value_or(MacArraySpec{}), action);
    case Action::off_chip_read_bit:
      return of("off_chip", "read_bit", "one bit from off-chip memory",
                spec_.off_chip.value_or(OffChipSpec{}).port);
    case Action::off_chip_write_bit:
      return of("off_chip", "write_bit", "one bit to off-chip memory",
                spec_.off_chip.value_or(OffChipSpec{}).port);
  }
  throw Bug("an action without a price");
}

Effects Chip::effects() const {
  if (spec_.sequenced()) return {};
  const MacroSpec& macro = spec_.tile.macro;
  return macro.cell->effects().with(macro.adc->effects()).with(macro.effects());
}

std::int64_t Chip::instances(const Part& part) const {
  switch (part.level) {
    case Part::Level::macro:
      return part.per_holder * arrays();
    case Part::Level::tile:
      return part.per_holder * tiles();
    case Part::Level::chip:
      return part.per_holder;
  }
  throw Bug("a part without a level");
}

Area Chip::area_of(Part::Level level) const {
  Area sum;
  for (const Part& part : parts_) {
    if (part.level == level) sum += static_cast<double>(part.per_holder) * part.area;
  }
  return sum;
}

Power Chip::leakage_of(Part::Level level) const {
  Power sum;
  for (const Part& part : parts_) {
    if (part.level == level) sum += static_cast<double>(part.per_holder) * part.leakage;
  }
  return sum;
}

Area Chip::macro_area() const { return area_of(Part::Level::macro); }

Area Chip::tile_area() const {
  if (spec_.sequenced()) return area_of(Part::Level::tile);
  const Area router = spec_.noc.router.area / static_cast<double>(spec_.noc.tiles_per_router);
  return area_of(Part::Level::tile) + static_cast<double>(spec_.tile.macros) * macro_area() +
         router;
}

Area Chip::area() const {
  return area_of(Part::Level::chip) + static_cast<double>(tiles()) * area_of(Part::Level::tile) +
         static_cast<double>(arrays()) * macro_area();
}

Power Chip::macro_leakage() const { return leakage_of(Part::Level::macro); }

Power Chip::tile_leakage() const {
  if (spec_.sequenced()) return leakage_of(Part::Level::tile);
  const Power router = spec_.noc.router.leakage / static_cast<double>(spec_.noc.tiles_per_router);
  return leakage_of(Part::Level::tile) + static_cast<double>(spec_.tile.macros) * macro_leakage() +
         router;
}

Power Chip::leakage() const {
  return leakage_of(Part::Level::chip) +
         static_cast<double>(tiles()) * leakage_of(Part::Level::tile) +
         static_cast<double>(arrays()) * macro_leakage();
}

}  // namespace mho
