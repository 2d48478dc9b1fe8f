#include "models/costs/array_circuits.hpp"

#include <algorithm>
#include <cmath>

#include "models/technology/wires.hpp"
#include "sim/base/physical_constants.hpp"

namespace mho {

namespace {

constexpr double kLatchTransistors = 11;
constexpr double kLatchWidthF = 10;
/// Gate and drain of every transistor, half of them swinging in a decision.
constexpr double kLatchFaradPerMeter = 2 * kGateFaradPerMeter * 0.5;
constexpr double kLatchNoiseFactor = 2;
/// A transistor ten nodes wide takes 10 F x 8 F with its contacts and its share of the wiring.
constexpr double kLatchTransistorF2 = 80;
constexpr double kLatchDepth = 4;

constexpr double kLeastUnit = 0.5e-15;
constexpr double kMismatchOfOneFemto = 0.0085;
constexpr double kFaradPerSquareMeter = 2e-15 / 1e-12;
constexpr double kUnitArea = 4e-12;

/// The capacitance at which kT/C is `noise`^2.
Capacitance noise_capacitance(const Duty& duty, Voltage noise) {
  return from_si<Capacitance>(kBoltzmann * duty.designed().temperature.value() /
                              (noise.value() * noise.value()));
}

}  // namespace

Voltage converter_noise(const Duty& duty, Voltage swing) {
  if (duty.noise > 0) return duty.noise * swing;
  return swing / (std::exp2(duty.bits) * std::sqrt(12.0));
}

ArrayCircuit latch(const Duty& duty, Voltage noise) {
  const double width = kLatchTransistors * kLatchWidthF * duty.point.node.value();
  const Capacitance least = from_si<Capacitance>(width * kLatchFaradPerMeter);
  const Capacitance used = std::max(least, kLatchNoiseFactor * noise_capacitance(duty, noise));
  const double size = used / least;
  const Voltage supply = duty.point.supply;
  Duty relaxed = duty;
  relaxed.time = Time();
  ArrayCircuit circuit;
  circuit.energy = used * supply * supply;
  circuit.delay = logic_cost(logic(1, 1, kLatchDepth), relaxed, "").delay;
  circuit.area =
      kLatchTransistors * kLatchTransistorF2 * size * (duty.point.node * duty.point.node);
  return circuit;
}

Capacitance unit_capacitor(const Duty& duty, int bits, Voltage noise) {
  const double units = std::exp2(bits);
  const double matching = std::pow(6 * kMismatchOfOneFemto, 2) * (units - 1) * 1e-15;
  return std::max({from_si<Capacitance>(kLeastUnit), from_si<Capacitance>(matching),
                   noise_capacitance(duty, noise) / units});
}

Area capacitor_area(Capacitance unit) {
  return from_si<Area>(std::max(kUnitArea, unit.value() / kFaradPerSquareMeter));
}

Logic decision_logic() { return register_logic(1).then(logic(4, kDataActivity, 4)); }

}  // namespace mho
