// Wires on the chip by node: capacitance, width and resistivity, at 300 K.
#pragma once

#include "sim/base/quantity.hpp"

namespace mho {

/// Capacitance of a wire over its length, in F/m, about the same at all nodes and layers: 0.2 fF/um
/// (Ho, Mai and Horowitz, Proc. IEEE 89 (2001) 490).
inline constexpr double kWireFaradPerMeter = 0.2e-9;

/// Capacitance of a gate over the transistor's width, in F/m, about the same at all nodes: 1 fF/um
/// (Weste and Harris, CMOS VLSI Design, 4th ed., 2011).
inline constexpr double kGateFaradPerMeter = 1e-9;

/// Capacitance of the gates of repeaters of least delay over that of their wire, sqrt(0.4 / 0.7)
/// (Bakoglu, Circuits, Interconnections and Packaging for VLSI, 1990).
inline constexpr double kRepeaterShare = 0.7559289460184544;

/// Width of the narrowest wires: 175 nm at 130 nm, 110 at 90, 105 at 65, 80 at 45, 56 at 32, 40 at
/// 22, 32 at 14, 22 at 10, 20 at 7, 15 at 5 nm (NeuroSim V1.4 manual). Their pitch is twice that.
Length local_wire_width(Length node);

/// Resistivity of copper in a wire of this width, in Ohm m: 2.0e-8 at 175 nm, 7.9e-8 at 15 nm (the
/// same manual; grain and surface scattering, liner), never less than in bulk.
double wire_resistivity_ohm_m(Length width);

/// Thickness of a wire over its width (the same manual: 1.6 to 2.0).
inline constexpr double kWireAspectRatio = 1.8;

/// Resistance of a row's or a column's line over this length: twice as wide and thick as the
/// narrowest wires, as intermediate ones are.
Resistance line_resistance(Length length, Length node);

/// Time constants in which a single pole settles to half of a step of `bits`: ln(2^(bits + 1)).
double settling_constants(int bits);

}  // namespace mho
