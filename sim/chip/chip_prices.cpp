// What every action of a chip costs, and where the number comes from.
#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_parts.hpp"
#include "sim/chip/mac_array_parts.hpp"

namespace mho {

namespace {

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

}  // namespace

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
      return of("noc", "flit_hop", spec_.noc.topology->hop(), spec_.noc.router);
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

}  // namespace mho
