#include "sim/chip/chip.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"

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

Part part(const char* name, Part::Level level, int kind, std::int64_t count,
          const Component& component) {
  return {name, level, kind, count, component.area, component.leakage, component.source};
}

Part part(const char* name, Part::Level level, int kind, std::int64_t count,
          const BufferSpec& buffer) {
  return {name, level, kind, count, buffer.area, buffer.leakage, buffer.source};
}

void add_macro_parts(const MacroSpec& macro, int kind, std::vector<Part>& parts) {
  const auto add = [&](const char* name, std::int64_t count, const Component& component) {
    parts.push_back(part(name, Part::Level::macro, kind, count, component));
  };
  const std::int64_t converted = converted_columns(macro);
  const std::int64_t adcs = ceil_divide(converted_columns(macro), macro.columns_per_adc);
  const CellCost& cell = macro.cell->cost();
  parts.push_back({"cell", Part::Level::macro, kind, std::int64_t{macro.rows} * macro.columns,
                   cell.area, cell.leakage, cell.source});
  add("dac", macro.rows, macro.dac.cost);
  add("sample_hold", converted, macro.sample_hold);
  add("column_mux", adcs, macro.column_mux);
  add("adc", adcs, macro.adc->cost());
  add("shift_add", adcs, macro.shift_add);
  add("input_register", 1, macro.input_register);
  add("output_register", 1, macro.output_register);
}

void add_tile_parts(const TileSpec& tile, int kind, std::vector<Part>& parts) {
  if (tile.macros > 0) add_macro_parts(tile.macro, kind, parts);
  parts.push_back(part("input_buffer", Part::Level::tile, kind, 1, tile.input_buffer));
  parts.push_back(part("bus", Part::Level::tile, kind, 1, tile.bus));
  parts.push_back(part("accumulator", Part::Level::tile, kind, 1, tile.accumulator));
  parts.push_back(part("vector_unit", Part::Level::tile, kind, 1, tile.vector_unit.cost));
  parts.push_back(part("control", Part::Level::tile, kind, 1, tile.control));
}

void add_chip_parts(const ChipSpec& chip, int routers, std::vector<Part>& parts) {
  parts.push_back(part("noc", Part::Level::chip, 0, routers, chip.noc.router));
  parts.push_back(part("global_buffer", Part::Level::chip, 0, 1, chip.global_buffer));
  parts.push_back(part("host_link", Part::Level::chip, 0, 1, chip.host_link.cost));
}

}  // namespace

Chip::Chip(ChipSpec spec, int tiles) : spec_(std::move(spec)) {
  if (spec_.tiles == 0) spec_.tiles = tiles;
  require(spec_.tiles > 0, "a chip needs a number of tiles");
  int next_tile = 0;
  int next_array = 0;
  for (int kind = 0; kind < kinds(); ++kind) {
    first_tile_.push_back(next_tile);
    first_array_.push_back(next_array);
    const int count = kind == 0 ? spec_.tiles : spec_.other_tiles[kind - 1].count;
    next_tile += count;
    next_array += count * tile_kind(kind).macros;
  }
  first_tile_.push_back(next_tile);
  first_array_.push_back(next_array);
  for (int kind = 0; kind < kinds(); ++kind) add_tile_parts(tile_kind(kind), kind, parts_);
  add_chip_parts(spec_, routers(), parts_);
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

int Chip::tile_of_array(int array) const {
  const auto next = std::upper_bound(first_array_.begin(), first_array_.end(), array);
  const int kind = static_cast<int>(next - first_array_.begin()) - 1;
  return first_tile_[kind] + (array - first_array_[kind]) / tile_kind(kind).macros;
}

int Chip::routers() const { return ceil_divide(tiles(), spec_.noc.tiles_per_router); }

int Chip::mesh_rows() const { return ceil_divide(routers(), spec_.noc.columns); }

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
  format.cell_bits = std::bit_width(static_cast<unsigned>(macro.cell->levels())) - 1;
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

int Chip::adcs_per_macro(int kind) const {
  const MacroSpec& macro = tile_kind(kind).macro;
  return ceil_divide(converted_columns(macro), macro.columns_per_adc);
}

MvmTiming Chip::timing(const MvmFormat& format, int rows, int columns, int kind) const {
  const MacroSpec& macro = tile_kind(kind).macro;
  // The columns in use are spread evenly over the ADCs.
  const int conversions = ceil_divide(columns, adcs_per_macro(kind));
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

Time Chip::memory_transfer(std::int64_t bits) const {
  return static_cast<double>(bits) / spec_.host_link.width_bits / spec_.host_link.clock;
}

Price Chip::price(Action action, int kind) const {
  const TileSpec& tile = tile_kind(kind);
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
      return {"cell", "read", ohmic_sentence(macro),
              ohmic_read_energy(macro, format(8, 8, false, kind)),
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
  }
  throw Bug("an action without a price");
}

Effects Chip::effects() const {
  Effects all;
  for (int kind = 0; kind < kinds(); ++kind) {
    if (tile_kind(kind).macros == 0) continue;
    const MacroSpec& macro = tile_kind(kind).macro;
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
      return part.per_holder;
  }
  throw Bug("a part without a level");
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

Area Chip::tile_area(int kind) const {
  const Area router = spec_.noc.router.area / static_cast<double>(spec_.noc.tiles_per_router);
  return area_of(Part::Level::tile, kind) +
         static_cast<double>(tile_kind(kind).macros) * macro_area(kind) + router;
}

Area Chip::area() const {
  Area sum = area_of(Part::Level::chip, 0);
  for (int kind = 0; kind < kinds(); ++kind)
    sum += static_cast<double>(tiles_of_kind(kind)) * area_of(Part::Level::tile, kind) +
           static_cast<double>(arrays_of_kind(kind)) * macro_area(kind);
  return sum;
}

Power Chip::macro_leakage(int kind) const { return leakage_of(Part::Level::macro, kind); }

Power Chip::tile_leakage(int kind) const {
  const Power router = spec_.noc.router.leakage / static_cast<double>(spec_.noc.tiles_per_router);
  return leakage_of(Part::Level::tile, kind) +
         static_cast<double>(tile_kind(kind).macros) * macro_leakage(kind) + router;
}

Power Chip::leakage() const {
  Power sum = leakage_of(Part::Level::chip, 0);
  for (int kind = 0; kind < kinds(); ++kind)
    sum += static_cast<double>(tiles_of_kind(kind)) * leakage_of(Part::Level::tile, kind) +
           static_cast<double>(arrays_of_kind(kind)) * macro_leakage(kind);
  return sum;
}

}  // namespace mho
