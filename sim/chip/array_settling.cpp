#include "sim/chip/array_settling.hpp"

#include "models/technology/wires.hpp"

namespace mho {

namespace {

/// Width of a cell's transistor in nodes.
constexpr double kTransistorWidth = 2;

Capacitance of_gates(double gates, Length node) {
  return from_si<Capacitance>(gates * kTransistorWidth * kGateFaradPerMeter * node.value());
}

Capacitance of_wire(Length length) {
  return from_si<Capacitance>(kWireFaradPerMeter * length.value());
}

}  // namespace

Time array_settling(const AnalogMacroSpec& macro, const ArrayGeometry& array, Length node) {
  const double columns = array.columns, rows = array.rows;
  const Length row = columns * array.cell_width, column = rows * array.cell_height;
  const auto& charge = macro.array_charge;
  const bool stated = charge && charge->model == ChargeModel::stated;
  const Capacitance own = charge && !stated ? charge->cell : Capacitance();
  const Capacitance row_farad =
      stated ? columns * charge->row : of_wire(row) + of_gates(columns, node);
  const Capacitance column_farad =
      stated ? rows * charge->column : of_wire(column) + of_gates(rows / 2, node) + rows * own;
  const auto& wires = macro.wires;
  const Resistance of_row = wires ? columns * wires->row : line_resistance(row, node);
  const Resistance of_column = wires ? rows * wires->column : line_resistance(column, node);
  const Resistance driver = wires ? wires->driver : Resistance();
  const Resistance sense = wires ? wires->sense : Resistance();
  const Time constant =
      row_farad * (0.5 * of_row + driver) + column_farad * (0.5 * of_column + sense);
  return settling_constants(macro.adc->bits()) * constant;
}

std::string settling_warning(const AnalogMacroSpec& macro, const ArrayGeometry& array,
                             Length node) {
  if (macro.dac.input != InputDrive::voltage) return "";
  const Time needed = array_settling(macro, array, node);
  if (needed <= macro.integration) return "";
  return "is " + format_si_rounded(macro.integration.value(), "s", 3) + ", but " +
         std::to_string(array.rows) + " rows and " + std::to_string(array.columns) +
         " columns settle to the " + std::to_string(macro.adc->bits()) +
         " bits of the converter in " + format_si_rounded(needed.value(), "s", 3) + ", ln(2^" +
         std::to_string(macro.adc->bits() + 1) + ") R C of their wires; no error is drawn for it";
}

}  // namespace mho
