// The small circuits at the edge of an array: comparators, capacitor arrays, and the logic of a
// decision. What the models of converters inside arrays (costs/converters/in_array) are made of.
//
//   comparator  a strong-arm latch of 11 transistors 10 F wide: gates and drains of 1 fF/um each
//               (Weste and Harris 2011, section 6.2), half of which swing in a decision; not less
//               than what noise asks for, C = noise_factor k T / sigma^2 with noise_factor 2
//               (Nuzzo et al., TCAS-I 55 (2008) 1441). Its delay is four gates.
//   capacitors  2^b units, each not below 0.5 fF, what matching asks for, and what kT/C asks for.
//               Matching of metal fringe capacitors: sigma(dC/C) = 0.85 % at 1 fF, falling with the
//               square root (Tripathi and Murmann, TCAS-I 61 (2014) 2236); the main transition's
//               three-sigma error stays below half a step, 3 sigma sqrt(2^b - 1) <= 1/2.
//               A unit takes 4 um2 with its switch and its share of the array's edge, at all nodes
//               (fitted; of a whole SAR of b bits ZigZag-IMC, arXiv 2405.14978, has 16 x 0.92^b um2
//               a unit at 28 nm), or 2 fF/um2 where that is more.
//   decision    a flip-flop that keeps the bit, and four gates that set the next one.
//
// Ignored: references and their buffers, calibration, metastability.
#pragma once

#include "models/costs/cost_model.hpp"
#include "models/costs/gates.hpp"

namespace mho {

/// Area that a converter in an array takes over that of its devices: pitch matching, switches,
/// references, decoupling, wells. Fitted on the population of validation/population.
inline constexpr double kAnalogLayout = 10;

/// Energy and time of one action, and the area of one instance.
struct ArrayCircuit {
  Energy energy;
  Time delay;
  Area area;
};

/// The noise that a converter may add, in V: what its behaviour states, else a quantization noise
/// of its own, LSB / sqrt(12).
Voltage converter_noise(const Duty& duty, Voltage swing);

/// A dynamic comparator whose input-referred noise is at most `noise`; it stays as large as it was
/// designed for (`duty.designed()`).
ArrayCircuit latch(const Duty& duty, Voltage noise);

/// One unit of a binary array of 2^`bits` units whose kT/C noise is at most `noise`.
Capacitance unit_capacitor(const Duty& duty, int bits, Voltage noise);
Area capacitor_area(Capacitance unit);

/// A counter's toggled bits over its counts: 1 + 1/2 + 1/4 + ...
inline constexpr double kTogglesOfACount = 2;

/// The logic of one decision of a successive approximation.
Logic decision_logic();

}  // namespace mho
