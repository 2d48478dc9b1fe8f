// How digital circuits change with technology node, supply and temperature: the scaling equations
// of Stillmaker and Baas, Integration 58 (2017) 74-81, doi 10.1016/j.vlsi.2017.02.002: polynomials
// in the supply, fitted to HSpice simulations of the predictive technology models (PTM), and an
// area table. For logic and static memories only: converters, drivers and all that is limited by
// noise or matching do not scale like this.
//
// Below 7 nm, where the paper ends, factors that a foundry (TSMC) announced for N5 over N7, N4P and
// N3E over N5: 15, 11, 18 % more speed at the same power or 30, 22, 32 % less power at the same
// speed, density x 1.84, 1.06, 1.6 (logic). Taken at one supply as so much faster and as much
// cheaper, which makes both statements true if delay goes about as V^-1.3. Such a node warns.
//
// Ignored: temperature's effect on energy and delay; differences between foundries of one node.
#pragma once

#include <string>
#include <vector>

#include "models/technology/operating_point.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

/// The supply of a node's PTM model: 180 nm 1.8 V, 130 1.3, 90 1.2, 65 1.1, 20 0.9, 16 0.85, 14
/// 0.8, 10 0.75, 7 0.7 V; high_performance 45 nm 1.0, 32 nm 0.9 V; low_power 45 nm 1.1, 32 nm 1.0
/// V. Between nodes log-log interpolated, as everything here.
Voltage nominal_supply(Length node, Transistors transistors);

/// The supplies between which the factors are trusted: from half the nominal supply to 1.2 times
/// the nominal one. Below, delay grows by the exponential that has its slope at the limit.
///
/// A fit over the whole range leaves the polynomials too flat at its ends, so two bounds replace
/// them within a node. Energy moves at least with the square of the supply, C V^2 being charged and
/// leakage counted apart (at 65 nm the paper's is least at 0.59 V). Delay falls at least with the
/// inverse of the supply, at every supply (at 45 nm, high_performance, the paper's turns up at
/// 0.95 V; at 180, 20 and 16 nm it is flat at half the nominal supply). At the nominal supply it is
/// the paper's, or its least value where it turns up below (45 and 32 nm, high_performance). How
/// both agree with the transistor models that the paper fitted: models/README.md.
struct SupplyRange {
  Voltage lowest;
  Voltage highest;
};
SupplyRange supply_range(Length node, Transistors transistors);

/// Energy of the same circuit's operation at `to` over that at `from`.
double energy_factor(const OperatingPoint& from, const OperatingPoint& to);

/// Delay at `to` over delay at `from`. Falls with the supply.
double delay_factor(const OperatingPoint& from, const OperatingPoint& to);

/// Area of the same circuit (paper, area table, row of 45 nm: two digits).
double area_factor(Length from, Length to);

/// What is wrong with trusting the factors at this point: node, supply or temperature outside of
/// the range they were fitted in (7 to 180 nm, announced down to 3 nm; supply_range; 250 to 400 K,
/// but 350 K for high_performance at 32 to 22 nm, see technology/leakage.hpp). Empty: nothing.
std::vector<std::string> range_warnings(const OperatingPoint& point);
/// The same of the node alone.
std::vector<std::string> node_warnings(Length node);

/// What a block of logic costs at one point.
struct LogicCost {
  Energy energy;
  Time delay;
  Area area;
  Power leakage;
};

/// The same block at `to`, given what it costs at `from`.
LogicCost scaled(const LogicCost& cost, const OperatingPoint& from, const OperatingPoint& to);

/// "28 nm, 0.9 V, 300 K, high performance": for source texts.
std::string describe(const OperatingPoint& point);

}  // namespace mho
