// How long an analog array takes to settle: the wires of a row and of a column are distributed RC
// lines, whose Elmore delay is R C / 2, and the driver and the sense input that the file states (of
// `wires`) charge all of their capacitance:
//
//   tau = C_row (R_row / 2 + R_driver) + C_column (R_column / 2 + R_sense)
//   t   = ln(2^(bits + 1)) tau    to half a step of the converter
//
// Wires: 0.2 fF/um (Ho, Mai and Horowitz 2001), twice as wide as the node's narrowest where `wires`
// states no resistance; cells: a gate on the row, half a drain on the column, two nodes wide, or
// what array_charge has. Ignored: the driver's own settling, which is the dac's delay; the cells'
// own conductances, in parallel to the sense input; coupling.
#pragma once

#include <string>

#include "models/costs/cost_model.hpp"
#include "sim/chip/analog_macro.hpp"

namespace mho {

Time array_settling(const AnalogMacroSpec& macro, const ArrayGeometry& array, Length node);

/// Says where the macro's integration is shorter than that; empty where it is not, and of pulses,
/// whose length counts: what the wires delay at their start, they hold longer at their end.
std::string settling_warning(const AnalogMacroSpec& macro, const ArrayGeometry& array, Length node);

}  // namespace mho
