// Subthreshold leakage of logic and static memories by node, supply and temperature:
//
//   I(V, T) = I_off W (T/T0)^(1/2) exp(phi(V_nominal)/(k T0/q) - phi(V)/(k T/q)),  T0 = 300 K
//   phi(V) = phi_family - (V - V_nominal) DIBL / n,   n = S / (ln 10 k T0/q)
//   P = V I
//
// Exponential and DIBL: Roy, Mukhopadhyay and Mahmoodi-Meimand, Proc. IEEE 91 (2003) 305. T^2 of
// the thermal voltage times T^(-3/2) of the mobility (BSIM4) leave T^(1/2). S and DIBL: 100
// mV/decade and 100 mV/V, planar (Weste and Harris, CMOS VLSI Design, 4th ed., 2.4); 70 mV/decade
// and 50 mV/V from 20 nm on, fins (Auth et al., VLSI 2012).
//
// I_off: ITRS targets at 300 K as CACTI 7 has them from 90 to 22 nm (HP, LSTP), ITRS 2001 at 130
// nm, CACTI 7 (HP) and the value of 130 nm (LSTP) at 180 nm; below 22 nm 100 nA/um (ITRS 2013, HP)
// and the value of 22 nm (LSTP). High-performance ones times 0.11, which is what a commercial
// 40 nm library leaks (the tables of Aladdin, Shao et al., ISCA 2014: 7.8 nW a gate equivalent of
// 10 F width): libraries mix thresholds, the target is that of the fastest transistor. phi fitted
// to CACTI 7's tables at 360 K: 0.128 V (HP), 0.385 V (LSTP).
//
// Ignored: gate and junction leakage, stacks, spread, and the steep rise above 350 K that CACTI 7
// has for HP at 32 and 22 nm.
#pragma once

#include "models/technology/operating_point.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

/// What a high-performance transistor of a library leaks, as a share of the ITRS target.
inline constexpr double kLibraryShare = 0.11;

/// Current of an off transistor of this width.
Current off_current(const OperatingPoint& point, Length width);

/// Leakage power of the same circuit at `to` over that at `from`; widths go with the node.
double leakage_factor(const OperatingPoint& from, const OperatingPoint& to);

}  // namespace mho
