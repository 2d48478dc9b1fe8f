#include "sim/chip/chip.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"
#include "sim/base/femtoseconds.hpp"
#include "sim/chip/evaluation.hpp"
#include "sim/chip/floorplan.hpp"
#include "sim/chip/mac_array_parts.hpp"
#include "sim/chip/noc_geometry.hpp"

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

/// Units of the input in a DAC's full scale: squared codes, or unit pulses.
double input_units(const MacroSpec& macro) {
  const double largest = (1 << macro.dac.bits) - 1;
  return macro.dac.input == InputDrive::voltage ? largest * largest : largest;
}

Energy row_charge_energy(const MacroSpec& macro) {
  const ArrayChargeSpec& charge = *macro.array_charge;
  const Energy full =
      static_cast<double>(macro.columns) * charge.row * charge.row_voltage * charge.row_voltage;
  return macro.dac.input == InputDrive::voltage ? full / input_units(macro) : full;
}

Energy column_charge_energy(const MacroSpec& macro) {
  const ArrayChargeSpec& charge = *macro.array_charge;
  return static_cast<double>(macro.rows) * static_cast<double>(macro.columns) * charge.column *
         charge.column_supply * charge.column_swing;
}

/// Of one unit of the input and one conductance step.
Energy cell_charge_energy(const MacroSpec& macro, const MvmFormat& format) {
  const ArrayChargeSpec& charge = *macro.array_charge;
  const double step = conductance_step(format, *macro.cell) / macro.cell->g_max();
  return step / input_units(macro) * charge.cell * charge.column_supply * charge.column_supply;
}

/// Of conversions that end early the share that does not depend on their steps, else all.
Price conversion_price(const MacroSpec& macro) {
  const TimedComponent& cost = macro.adc->cost();
  const EarlyTermination* early = macro.adc->early_termination();
  if (early == nullptr) return {"adc", "convert", "one conversion", cost.energy, cost.source};
  return {"adc", "convert", "one conversion, without its steps", early->fixed_share * cost.energy,
          cost.source};
}

Price step_price(const MacroSpec& macro) {
  const TimedComponent& cost = macro.adc->cost();
  const char* sentence = "one step of a conversion that ends early";
  const EarlyTermination* early = macro.adc->early_termination();
  if (early == nullptr) return {"adc", "step", sentence, Energy{}, cost.source};
  const bool is_signed =
      macro.encoding == Encoding::differential && macro.subtraction == Subtraction::analog;
  const int full = macro.adc->steps(macro.adc->range_for(1, is_signed)).full;
  return {"adc", "step", sentence, (1 - early->fixed_share) / full * cost.energy, early->source};
}

const char* ohmic_sentence(const MacroSpec& macro) {
  return macro.dac.input == InputDrive::voltage
             ? "V^2 G t of one squared DAC step and one conductance step"
             : "V^2 G t of one unit pulse and one conductance step";
}

const char* row_charge_sentence(const MacroSpec& macro) {
  return macro.dac.input == InputDrive::voltage ? "C V^2 of a row at one squared DAC step"
                                                : "C V^2 of a row for one pulse";
}

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
  const std::int64_t adcs = ceil_divide(converted_columns(macro), macro.columns_per_adc);
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

constexpr double kMicrometresPerMillimetre = 1e3;

/// The interconnect's parts of one chip of so many tiles, and its links to others.
void add_network_parts(const ChipSpec& chip, int tiles, std::vector<Part>& parts) {
  const NocSpec& noc = chip.noc;
  const std::int64_t routers = noc_routers(noc, tiles);
  parts.push_back(part("noc", Part::Level::chip, 0, routers, noc.router));
  if (noc.router.adder)
    parts.push_back(part("noc_adder", Part::Level::chip, 0, routers, *noc.router.adder));
  if (noc.wire)
    parts.push_back({"noc_wire", Part::Level::chip, 0, noc_total_wire_um(noc, tiles),
                     noc.wire->cost.area / kMicrometresPerMillimetre,
                     noc.wire->cost.leakage / kMicrometresPerMillimetre, noc.wire->cost.source});
  // Identical chips of a chain have a port to each side.
  if (chip.chip_link)
    parts.push_back(part("chip_link", Part::Level::chip, 0, 2, chip.chip_link->cost));
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

/// Column and row circuits in their pitch, all else in the corner. A digital macro's adder trees
/// and accumulators are its column circuits; multipliers stand in the cells.
MacroOutline macro_outline_of(const FloorplanSpec& plan, const MacroSpec& macro, Area parts) {
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
    const double pair = macro.columns_per_conversion();
    const double shared = pair * macro.columns_per_adc;
    at_columns = {{"sample_hold", macro.sample_hold.area, pair},
                  {"column_mux", macro.column_mux.area, shared},
                  {"adc", macro.adc->cost().area, shared},
                  {"shift_add", macro.shift_add.area, shared}};
    at_rows = {{"dac", macro.dac.cost.area, 1}};
  }
  const Area corner = macro.input_register.area + macro.output_register.area;
  MacroOutline outline =
      macro_outline(plan, macro.rows, static_cast<int>(columns), cell, at_columns, at_rows, corner);
  // Converters that serve fewer columns than they could leave the rest of their strip empty.
  outline.white_space = outline.width * outline.height - parts;
  return outline;
}

const char* hop_sentence(NocTopology topology) {
  switch (topology) {
    case NocTopology::mesh:
      return "one flit through one router and its outgoing link";
    case NocTopology::bus:
      return "one flit sent and received by the interfaces of a bus";
    case NocTopology::h_tree:
      return "one flit through one switch";
    case NocTopology::point_to_point:
      return "one flit sent and received by the interfaces of a link";
  }
  throw Bug("a network without a topology");
}

}  // namespace

Chip::Chip(ChipSpec spec, int tiles) {
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
    parts_.push_back({"white_space", level, kind, 1, area, Power(), plan.source});
  };
  for (int kind = 0; kind < kinds(); ++kind) {
    if (tile_kind(kind).macros > 0) {
      const MacroOutline outline = macro_outline_of(plan, tile_kind(kind).macro, macro_area(kind));
      add(Part::Level::macro, kind, outline.white_space);
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

int Chip::adcs_per_macro(int kind) const {
  const MacroSpec& macro = tile_kind(kind).macro;
  return ceil_divide(converted_columns(macro), macro.columns_per_adc);
}

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
  return mvm_timing(stages(format, columns, kind), format.passes(rows));
}

Time Chip::memory_transfer(std::int64_t bits) const {
  const double wide = static_cast<double>(bits);
  if (spec_.off_chip) return from_si<Time>(wide / 8 / spec_.off_chip->bandwidth());
  return wide / spec_.host_link.width_bits / spec_.host_link.clock;
}

Price Chip::price(Action action, int kind) const {
  constexpr const char* kAbsent = "the chip has none";
  const Component absent{Energy(), Area(), Power(), kAbsent};
  const TileSpec& tile = tile_kind(kind);
  const MacroSpec& macro = tile.macro;
  const auto of = [](const char* component, const char* name, const char* sentence,
                     const Component& cost) {
    return Price{component, name, sentence, cost.energy, cost.source};
  };
  const auto off_chip = [&](const char* name, const char* sentence, Energy DramSpec::*energy) {
    if (!spec_.off_chip) return Price{"off_chip", name, sentence, Energy(), kAbsent};
    return Price{"off_chip", name, sentence, *spec_.off_chip.*energy, spec_.off_chip->source};
  };
  const auto output_buffer = [&](const char* name, Energy BufferSpec::*energy) {
    if (!tile.output_buffer) return Price{"output_buffer", name, "one access", Energy(), kAbsent};
    return Price{"output_buffer", name, "one access", *tile.output_buffer.*energy,
                 tile.output_buffer->source};
  };
  switch (action) {
    case Action::dac_drive:
      return of("dac", "drive", "one row driven for one pass", macro.dac.cost);
    case Action::array_read:
      if (macro.array_charge)
        return {"array", "column_charge", "the columns of an array charged for one pass",
                column_charge_energy(macro), macro.array_charge->source};
      return {"cell", "array_read", "one pass of an array", macro.array_read, macro.array_source};
    case Action::row_charge:
      if (!macro.array_charge)
        return {"array", "row_charge", "no row is charged", Energy(), kAbsent};
      return {"array", "row_charge", row_charge_sentence(macro), row_charge_energy(macro),
              macro.array_charge->source};
    case Action::cell_read:
      if (!has_cell_currents(kind)) return {"cell", "read", "no current is read", Energy(), ""};
      if (macro.array_charge)
        return {"cell", "charge", "C V^2 of one unit of the input and one conductance step",
                cell_charge_energy(macro, format(8, 8, false, kind)), macro.array_charge->source};
      return {"cell", "read", ohmic_sentence(macro),
              ohmic_read_energy(macro, format(8, 8, false, kind)),
              "V^2 G t with the voltage and time of: " + macro.array_source};
    case Action::cell_write:
      if (macro.cell == nullptr) return of("cell", "write", "one cell written", absent);
      return {"cell", "write", "one cell written", macro.cell_cost.write_energy,
              macro.cell_cost.source};
    case Action::sample_hold:
      return of("sample_hold", "hold", "one column value held", macro.sample_hold);
    case Action::column_select:
      return of("column_mux", "select", "one column connected to its ADC", macro.column_mux);
    case Action::adc_convert:
      if (macro.adc == nullptr) return of("adc", "convert", "one conversion", absent);
      return conversion_price(macro);
    case Action::adc_step:
      if (macro.adc == nullptr) return of("adc", "step", "one step", absent);
      return step_price(macro);
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
    case Action::output_buffer_read:
      return output_buffer("read", &BufferSpec::read_energy);
    case Action::output_buffer_write:
      return output_buffer("write", &BufferSpec::write_energy);
    case Action::line_buffer_bit:
      return of("line_buffer", "bit", "one bit written and read",
                tile.line_buffer ? *tile.line_buffer : absent);
    case Action::bus_bit:
      return of("bus", "bit", "one bit from the buffer to the macros", tile.bus);
    case Action::core_accumulate:
      return of("core_accumulator", "add", "one partial sum added to another within a core",
                tile.core ? Component(tile.core->accumulator) : absent);
    case Action::accumulate:
      return of("accumulator", "add", "one partial sum added to another", tile.accumulator);
    case Action::vector_operation:
      return of("vector_unit", "operation", "one elementary operation", tile.vector_unit.cost);
    case Action::control_step:
      return of("control", "step", "one output pixel sequenced", tile.control);
    case Action::noc_flit_hop:
      return of("noc", "flit_hop", hop_sentence(spec_.noc.topology), spec_.noc.router);
    // Of what a chip does not have there is nothing to count: free, without a source.
    case Action::noc_flit_um: {
      const Component wire = spec_.noc.wire ? spec_.noc.wire->cost : Component{};
      return {"noc_wire", "flit_um", "one flit over one micrometre of wire",
              wire.energy / kMicrometresPerMillimetre, wire.source};
    }
    case Action::noc_reduce:
      return of("noc_adder", "add", "one partial sum added to another in a router",
                spec_.noc.router.adder.value_or(Component{}));
    case Action::chip_link_bit:
      return of("chip_link", "bit", "one bit from a chip to its neighbor",
                spec_.chip_link ? spec_.chip_link->cost : Component{});
    case Action::global_buffer_read:
      return {"global_buffer", "read", "one access", spec_.global_buffer.read_energy,
              spec_.global_buffer.source};
    case Action::global_buffer_write:
      return {"global_buffer", "write", "one access", spec_.global_buffer.write_energy,
              spec_.global_buffer.source};
    case Action::off_chip_read_bit:
      return off_chip("read_bit", "one bit of a burst read", &DramSpec::read_energy);
    case Action::off_chip_write_bit:
      return off_chip("write_bit", "one bit of a burst written", &DramSpec::write_energy);
    case Action::off_chip_activate:
      return off_chip("activate", "one row opened and closed", &DramSpec::activate_energy);
    case Action::off_chip_link_bit:
      return of("off_chip_interface", "bit", "one bit through the PHY",
                spec_.off_chip ? spec_.off_chip->interface : absent);
    case Action::host_link_bit:
      return of("host_link", "bit", "one bit to or from the host", spec_.host_link.cost);
    case Action::mac:
    case Action::mac_register_access:
    case Action::mac_transfer:
    case Action::accumulator_access:
    case Action::weight_fifo_read:
    case Action::weight_fifo_write:
      return mac_array_price(tile.mac_array.value_or(MacArraySpec{}), action);
    case Action::digital_multiply:
      return of("multiplier", "multiply", "one weight times one input slice",
                macro.digital.multiplier);
    case Action::tree_add:
      return of("adder_tree", "add", "one product added up", macro.digital.adder_tree);
    case Action::digital_accumulate:
      return of("column_accumulator", "add", "one column sum shifted and added",
                macro.digital.accumulator);
  }
  throw Bug("an action without a price");
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
  return spec_.noc.topology == NocTopology::mesh
             ? 1.0 / spec_.noc.tiles_per_router
             : static_cast<double>(noc_routers(spec_.noc, tiles_per_chip())) / tiles_per_chip();
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
