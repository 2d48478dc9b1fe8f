// How digital circuits change with technology node, supply and temperature: the scaling equations
// of Stillmaker and Baas, Integration 58 (2017) 74-81, doi 10.1016/j.vlsi.2017.02.002: polynomials
// in the supply, fitted to HSpice simulations of the predictive technology models (PTM), and an
// area table. For logic and static memories only: converters, drivers and all that is limited by
// noise or matching do not scale like this.
//
// Ignored: temperature's effect on energy and delay; differences between foundries of one node.
#pragma once

#include <string>
#include <vector>

#include "models/operating_point.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

/// The supply of a node's PTM model: 180 nm 1.8 V, 130 1.3, 90 1.2, 65 1.1, 20 0.9, 16 0.85, 14
/// 0.8, 10 0.75, 7 0.7 V; high_performance 45 nm 1.0, 32 nm 0.9 V; low_power 45 nm 1.1, 32 nm 1.0
/// V. Between nodes log-log interpolated, as everything here.
Voltage nominal_supply(Length node, Transistors transistors);

/// The supplies between which the polynomials are used: from half the nominal supply, but not below
/// the supply of least energy, to 1.2 times the nominal one. What lies outside is bounded:
/// below, energy falls with the square of the supply and delay grows by the exponential that has
/// its slope at the limit; above, and where a polynomial of the delay turns up (high_performance 45
/// nm at 0.95 V, 32 nm at 0.85 V), delay keeps its least value.
struct SupplyRange {
  Voltage lowest;
  Voltage highest;
};
SupplyRange supply_range(Length node, Transistors transistors);

/// Energy of the same circuit's operation at `to` over that at `from`.
double energy_factor(const OperatingPoint& from, const OperatingPoint& to);

/// Delay at `to` over delay at `from`. Falls with the supply, strictly up to where the delay
/// polynomial turns.
double delay_factor(const OperatingPoint& from, const OperatingPoint& to);

/// Power at an unchanged rate of operations, leakage included, by the paper's own polynomials: for
/// power that is published without the operations that cause it.
double power_factor(const OperatingPoint& from, const OperatingPoint& to);

/// Area of the same circuit (paper, area table, row of 45 nm: two digits).
double area_factor(Length from, Length to);

/// What is wrong with trusting the factors at this point: node, supply or temperature outside of
/// the range they were fitted in (7 to 180 nm; supply_range; 250 to 400 K). Empty: nothing.
std::vector<std::string> range_warnings(const OperatingPoint& point);

/// What a digital block costs at one point.
struct DigitalCost {
  Energy energy;
  Time delay;
  Area area;
  Power leakage;
};

/// The same block at `to`, given what it costs at `from`.
DigitalCost scaled(const DigitalCost& cost, const OperatingPoint& from, const OperatingPoint& to);

/// "28 nm, 0.9 V, 300 K, high performance": for source texts.
std::string describe(const OperatingPoint& point);

}  // namespace mho
