#include "models/costs/row_wire.hpp"

namespace mho {

namespace {

/// Width of a cell's transistor in nodes.
constexpr double kGateWidth = 2;

constexpr double kMicrometre = 1e-6;

}  // namespace

void RowWire::fields(Fields& f) {
  f.quantity("wire_capacitance_per_um", wire_per_um_, {0, 1e-12},
             "Capacitance of 1 um of row wire (0.2 fF: Ho, Mai and Horowitz 2001).",
             Presence::optional);
  f.quantity("cell_capacitance", cell_capacitance_, {0, 1e-12},
             "What a cell puts on the row; 0: a gate 2 nodes wide, 1 fF per um (Weste and Harris).",
             Presence::optional);
}

Capacitance RowWire::cell_capacitance(const Duty& duty) const {
  if (cell_capacitance_.value() > 0) return cell_capacitance_;
  return from_si<Capacitance>(kGateFaradPerMeter * kGateWidth * duty.point.node.value());
}

Capacitance RowWire::capacitance(const Duty& duty) const {
  const double columns = duty.array.columns;
  const double length_um = columns * duty.array.cell_width.value() / kMicrometre;
  return wire_per_um_ * length_um + cell_capacitance(duty) * columns;
}

Time RowWire::settling(const Duty& duty) const {
  const Length length = static_cast<double>(duty.array.columns) * duty.array.cell_width;
  return 0.5 * (line_resistance(length, duty.point.node) * capacitance(duty));
}

Capacitance RowWire::unpriced_capacitance(const Duty& duty) const {
  return duty.row_is_priced ? Capacitance() : capacitance(duty);
}

std::string RowWire::source(const Duty& duty) const {
  if (duty.row_is_priced) return "the row itself is left out: array_charge.row charges it";
  return "row of " + std::to_string(duty.array.columns) + " cells, " +
         format_si_rounded(duty.array.cell_width.value(), "m", 3) +
         " each: " + format_si_rounded(capacitance(duty).value(), "F", 3) + " (" +
         format_si_rounded(wire_per_um_.value(), "F", 3) + " per um of wire, " +
         format_si_rounded(cell_capacitance(duty).value(), "F", 3) + " a cell" +
         (cell_capacitance_.value() > 0 ? "" : "; Weste and Harris 2011") + ")";
}

}  // namespace mho
