// The components of an analog macro: cells, row drivers, and what turns columns into codes.
#include "sim/chip/analog_macro.hpp"

#include <algorithm>
#include <cmath>

#include "models/crossbar/mvm.hpp"
#include "sim/base/error.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"

namespace mho {

namespace {

bool by_voltage(const AnalogMacroSpec& macro) { return macro.dac.input == InputDrive::voltage; }

/// Conductance of one level's step in cells of 8-bit weights.
Conductance step_of(const AnalogMacroSpec& macro, const ArraySpec& array) {
  return conductance_step(macro.format(array, 8, 8, false), *array.cell);
}

/// Energy of one (DAC code)^2, or of one unit pulse, x conductance step: V^2 G t (Ohm's law).
Energy ohmic_read_energy(const AnalogMacroSpec& macro, const ArraySpec& array) {
  const double steps = by_voltage(macro) ? (1 << macro.dac.bits) - 1 : 1.0;
  const Voltage step = macro.read_voltage / steps;
  const Voltage drawn_from = macro.read_supply.value() > 0 ? macro.read_supply / steps : step;
  return drawn_from * step * step_of(macro, array) * macro.integration;
}

/// Units of the input in a DAC's full scale: squared codes, or unit pulses.
double input_units(const AnalogMacroSpec& macro) {
  const double largest = (1 << macro.dac.bits) - 1;
  return by_voltage(macro) ? largest * largest : largest;
}

Energy row_charge_energy(const AnalogMacroSpec& macro, const ArraySpec& array) {
  const ArrayChargeSpec& charge = *macro.array_charge;
  const Energy full = static_cast<double>(array.columns / macro.weight_copies) * charge.row *
                      charge.row_voltage * charge.row_voltage;
  return by_voltage(macro) ? full / input_units(macro) : full;
}

Energy column_charge_energy(const AnalogMacroSpec& macro, const ArraySpec& array) {
  const ArrayChargeSpec& charge = *macro.array_charge;
  const int columns = macro.active_columns > 0 ? macro.active_columns : array.columns;
  return static_cast<double>(array.rows) * static_cast<double>(columns) * charge.column *
         charge.column_supply * charge.column_swing;
}

/// Of one unit of the input and one conductance step.
Energy cell_charge_energy(const AnalogMacroSpec& macro, const ArraySpec& array) {
  const ArrayChargeSpec& charge = *macro.array_charge;
  const double step = step_of(macro, array) / array.cell->g_max();
  return step / input_units(macro) * charge.cell * charge.column_supply * charge.column_supply;
}

ListedAction charging_of_columns(const AnalogMacroSpec& macro, const ArraySpec& array) {
  return {Action::array_read,
          "column_charge",
          "the columns of an array charged for one pass",
          column_charge_energy(macro, array),
          {"macro.array_charge.column", "macro.array_charge.column_supply",
           "macro.array_charge.column_swing", "macro.rows", "macro.columns"},
          macro.array_charge->source};
}

ListedAction charging_of_rows(const AnalogMacroSpec& macro, const ArraySpec& array) {
  std::vector<std::string> keys{"macro.array_charge.row", "macro.array_charge.row_voltage",
                                "macro.columns"};
  if (by_voltage(macro)) keys.emplace_back("macro.dac.bits");
  return {
      Action::row_charge,
      "row_charge",
      by_voltage(macro) ? "C V^2 of a row at one squared DAC step" : "C V^2 of a row for one pulse",
      row_charge_energy(macro, array),
      std::move(keys),
      macro.array_charge->source};
}

/// Reading the cells is a constant for one pass, Ohm's law, or the charging of wires, of which the
/// array of wires has its share.
std::vector<ListedAction> cell_actions(const AnalogMacroSpec& macro, const ArraySpec& array) {
  const ListedAction write{Action::cell_write, "write", "one cell written"};
  switch (macro.read_energy) {
    case ReadEnergy::constant:
      return {{Action::array_read,
               "array_read",
               "one pass of an array",
               macro.array_read,
               {"macro.array_read"},
               macro.array_source,
               {"macro.rows", "macro.columns"}},
              write};
    case ReadEnergy::ohmic:
      return {{Action::cell_read,
               "read",
               by_voltage(macro) ? "V^2 G t of one squared DAC step and one conductance step"
                                 : "V^2 G t of one unit pulse and one conductance step",
               ohmic_read_energy(macro, array),
               {"macro.read_voltage", "macro.integration", "macro.cell", "macro.dac.bits"},
               "V^2 G t with the voltage and time of: " + macro.array_source},
              write};
    case ReadEnergy::capacitive:
      return {{Action::cell_read,
               "charge",
               "C V^2 of one unit of the input and one conductance step",
               cell_charge_energy(macro, array),
               {"macro.array_charge.cell", "macro.array_charge.column_supply", "macro.dac.bits"},
               macro.array_charge->source},
              write};
  }
  throw Bug("cells that are read in no way");
}

/// Of conversions that end early a share does not depend on their steps.
std::vector<ListedAction> conversion_actions(const AnalogMacroSpec& macro) {
  const Energy whole = macro.adc->cost().energy;
  const EarlyTermination* early = macro.adc->early_termination();
  if (early == nullptr) return {{Action::adc_convert, "convert", "one conversion"}};
  const std::vector<std::string> keys{"macro.adc.energy",
                                      "macro.adc.early_termination.fixed_share"};
  const int steps = macro.adc->steps(macro.adc->range_for(1, macro.signed_conversion())).full;
  return {{Action::adc_convert, "convert", "one conversion, without its steps",
           early->fixed_share * whole, keys},
          {Action::adc_step, "step", "one step of a conversion that ends early",
           (1 - early->fixed_share) / steps * whole, keys, early->source}};
}

/// For which a row is held at its voltage, or at most pulsed, in one drive.
Time longest_hold(const AnalogMacroSpec& macro) {
  const double pulses = by_voltage(macro) ? 1.0 : (1 << macro.dac.bits) - 1.0;
  return pulses * macro.integration;
}

/// Of a driver's model, which is paid once a drive.
std::string caution_of_driver(const DacSpec& dac) {
  if (dac.input != InputDrive::pulse_count || dac.bits == 1) return "";
  return "the model's driver is paid once a drive, which counts up to " +
         std::to_string((1 << dac.bits) - 1) + " pulses (input: pulse_count)";
}

/// How many of what a model describes take in so many values.
double instances_for(const Component& component, int values) {
  return static_cast<double>(values) / (component.model ? component.model->inputs() : 1);
}

}  // namespace

int AnalogMacroSpec::code_sum_bits(const ArraySpec& array) const {
  const int groups = ceil_divide(array.rows, array.active_rows);
  return adc->bits() + std::max(0, kActivationBits - dac.bits) +
         static_cast<int>(std::ceil(std::log2(groups)));
}

void AnalogMacroSpec::components(Components& c, ArraySpec& array) {
  const std::int64_t converted = converted_columns(array);
  const std::int64_t adcs = converters(array);
  // Columns that no pair or converter fills up are spread over those that there are.
  const double pair = 1.0 * array.columns / static_cast<double>(converted);
  const double shared = 1.0 * array.columns / static_cast<double>(adcs);
  const int bits = adc->bits();

  c.add({.name = "cell",
         .section = "macro.cell",
         .level = Level::macro,
         .costs = &array.cell_cost,
         .instances = std::int64_t{array.rows} * array.columns,
         .actions = cell_actions(*this, array),
         .lies = Lies::in_cell,
         .waiting = Waiting::keeps_weights});
  if (array_charge)
    c.add({.name = "array",
           .section = "macro.array_charge",
           .level = Level::macro,
           .costs = &*array_charge,
           .actions = {charging_of_columns(*this, array), charging_of_rows(*this, array)}});
  c.add({.name = "dac",
         .section = "macro.dac",
         .level = Level::macro,
         .costs = &dac.cost,
         .instances = std::int64_t{array.rows} * weight_copies,
         .circuit = Circuit::analog,
         .use = {.bits = dac.bits,
                 .row_is_priced = array_charge && array_charge->row.value() > 0,
                 .swing = read_voltage,
                 .hold = longest_hold(*this),
                 .caution = caution_of_driver(dac)},
         .sizes = {"macro.dac.bits"},
         .actions = {{Action::dac_drive, "drive", "one row driven for one pass"}},
         .stage = Stage::drive,
         .lies = Lies::at_rows,
         .serves = 1.0 / weight_copies});
  // Ohmic arrays are read at a stated voltage, for a stated time.
  c.add_time(
      {"macro.integration", &integration, array_source, read_energy != ReadEnergy::ohmic, true});
  if (slice_adder)
    c.add({.name = "slice_adder",
           .section = "macro.slice_adder",
           .level = Level::macro,
           .costs = &*slice_adder,
           .instances = converted,
           .circuit = Circuit::analog,
           .use = {.bits = bits},
           .sizes = {"macro.summed_slices"},
           .actions = {{Action::slice_add, "add", "one group of slices added"}},
           .stage = Stage::sample,
           .lies = Lies::at_columns,
           .serves = pair});
  c.add({.name = "sample_hold",
         .section = "macro.sample_hold",
         .level = Level::macro,
         .costs = &sample_hold,
         .instances = converted,
         .circuit = Circuit::analog,
         .use = {.bits = bits},
         .actions = {{Action::sample_hold, "hold", "one column value held"}},
         .stage = Stage::sample,
         .lies = Lies::at_columns,
         .serves = pair});
  c.add({.name = "column_mux",
         .section = "macro.column_mux",
         .level = Level::macro,
         .costs = &column_mux,
         .instances = adcs,
         .circuit = Circuit::analog,
         .use = {.bits = 1, .copies = instances_for(column_mux, columns_per_adc)},
         .actions = {{Action::column_select, "select", "one column connected to its ADC"}},
         .stage = Stage::select,
         .lies = Lies::at_columns,
         .serves = shared});
  c.add({.name = "adc",
         .section = "macro.adc",
         .level = Level::macro,
         .costs = &adc,
         .instances = adcs,
         .circuit = Circuit::analog,
         .use = {.bits = bits, .noise = adc->noise_codes() / std::exp2(bits)},
         .sizes = {"macro.adc.bits"},
         .actions = conversion_actions(*this),
         .stage = Stage::convert,
         .lies = Lies::at_columns,
         .serves = shared});
  c.add({.name = "shift_add",
         .section = "macro.shift_add",
         .level = Level::macro,
         .costs = &shift_add,
         .instances = adcs,
         .use = {.bits = code_sum_bits(array), .other_bits = bits},
         .actions = {{Action::shift_add, "add", "one code shifted and added"}},
         .stage = Stage::shift_add,
         .lies = Lies::at_columns,
         .serves = shared});
  if (!pipeline) return;
  c.add_time({"macro.pipeline.load", &pipeline->load});
  c.add_time({"macro.pipeline.output", &pipeline->output});
  c.add_time({"macro.pipeline.cycle", &pipeline->cycle, pipeline->source, true, true});
}

}  // namespace mho
