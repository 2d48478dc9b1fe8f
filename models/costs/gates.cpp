#include "models/costs/gates.hpp"

#include <algorithm>
#include <cmath>

#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

const OperatingPoint kReference{45e-9 * si::meter, 0.9 * si::volt};
const LogicCost kGate{1.3e-15 * si::joule, 32.6e-12 * si::second, 0.937e-12 * si::square_meter, {}};
constexpr double kGateWidthF = 10;

constexpr double kSpeedExponent = 0.4;
constexpr double kLargestSpeedup = 4.2;

std::string number(double value) { return format_si_rounded(value, "", 3); }

}  // namespace

Logic logic(double gates, double activity, double depth) {
  return {gates, gates * activity, depth};
}

Logic adder_logic(int bits) { return logic(bits * kFullAdderGates, kAdderActivity, 2.0 * bits); }

Logic multiplier_logic(int bits, int other_bits) {
  const auto [less, more] = std::minmax(bits, other_bits);
  const Logic products = logic(static_cast<double>(less) * more * kAndGates, kDataActivity, 1);
  if (less <= 1) return products;
  return products.then(
      logic((less - 1.0) * more * kFullAdderGates, kAdderActivity, 2.0 * (bits + other_bits - 1)));
}

Logic register_logic(int bits) { return logic(bits * kRegisterBitGates, kClockActivity, 3); }

Logic multiplexer_logic(int inputs, int bits) {
  const double levels = std::ceil(std::log2(static_cast<double>(inputs)));
  return logic((inputs - 1.0) * bits * kMultiplexerGates, kSelectActivity, 2 * levels);
}

Cost logic_cost(const Logic& logic, const Duty& duty, const std::string& what) {
  const LogicCost gate = scaled(kGate, kReference, duty.point);
  const Time relaxed = logic.depth * gate.delay;
  const double speedup = duty.time.value() > 0 ? std::max(1.0, double{relaxed / duty.time}) : 1.0;
  const double effort = std::pow(speedup, kSpeedExponent);
  const Power leakage = duty.point.supply * off_current(duty.point, kGateWidthF * duty.point.node);
  Cost cost;
  cost.energy = logic.switched * effort * gate.energy;
  cost.delay = relaxed / speedup;
  cost.area = logic.gates * effort * gate.area;
  cost.leakage = logic.gates * effort * leakage;
  cost.source = what + ": " + number(logic.gates) + " gate equivalents, " + number(logic.switched) +
                " switched, " + number(logic.depth) +
                " deep; a gate of Aladdin's 40 nm library (Shao et al., ISCA 2014) and Nangate's "
                "cell sizes, scaled by Stillmaker and Baas (Integration 58, 2017) to " +
                describe(duty.point);
  if (speedup > 1) cost.source += ", built " + number(speedup) + " times as fast as it ripples";
  cost.warnings = range_warnings(duty.point);
  if (logic.gates <= 0) warn_of_no_bits(0, what, cost);
  if (speedup > kLargestSpeedup)
    cost.warnings.push_back(what + " has " + format_si_rounded(duty.time.value(), "s", 3) +
                            " but takes " + format_si_rounded(relaxed.value(), "s", 3) +
                            "; fitted up to 4.2 times as fast: pipeline it");
  return cost;
}

void warn_of_no_bits(int bits, const std::string& what, Cost& cost) {
  if (bits <= 0) cost.warnings.push_back(what + " has no bits: state its bits");
}

}  // namespace mho
