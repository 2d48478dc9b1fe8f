#include "models/costs/gates.hpp"

#include <algorithm>
#include <cmath>

#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

// Of the laws.
const OperatingPoint kReference{45e-9 * si::meter, 1.1 * si::volt};
// Of a gate, 1.3 fJ and 32.6 ps at 0.9 V, as models/technology brings them to kReference.
constexpr double kGateFj = 1.942;
constexpr double kGatePs = 26.67;
constexpr double kGateArea = 0.937e-12;
constexpr double kGateWidthF = 10;

constexpr double kClockFj = 8.6;  // of a flip-flop whose data stay
constexpr double kToggleFj = 17.6;

constexpr double kSpeedExponent = 0.5;
constexpr double kLargestSpeedup = 4.2;

std::string number(double value) { return format_si_rounded(value, "", 3); }

double log2_of(int inputs) { return std::log2(static_cast<double>(inputs)); }

/// Energy per gate of an array of so many rows. From 16 on one point: 24.1 pJ for 32 x 32.
double array_fj(double rows) {
  return 0.63 + 0.141 * std::min(rows, 16.0) + 0.886 * std::max(0.0, std::log2(rows / 16));
}
/// Delay of one as wide as that.
double array_ps(double rows, double wide) { return 193 * rows + 69 * wide - 370; }

/// One bit times `bits`.
Logic product_logic(int bits) {
  const double gates = bits * kAndGates;
  return {gates, 0.87 * gates, 36, 0, 1.4};
}

Logic booth_logic(int less, int more) {
  const int rows = (less + 1) / 2;
  const double gates =
      rows * (kBoothSelectorGates * (more + 1) + kBoothEncoderGates) + 5.4 * (rows - 1) * more;
  return {gates, gates * array_fj(rows + 1), array_ps(rows + 1, more), 0, 1.4};
}

}  // namespace

Logic Logic::then(const Logic& next) const {
  Logic both{gates + next.gates, femtojoules + next.femtojoules, picoseconds + next.picoseconds,
             clocked + next.clocked};
  const double data = femtojoules - clocked, next_data = next.femtojoules - next.clocked;
  if (data + next_data > 0)
    both.per_toggle = (per_toggle * data + next.per_toggle * next_data) / (data + next_data);
  return both;
}

Logic Logic::times(double count, double actions) const {
  return {count * gates, actions * femtojoules, picoseconds, actions * clocked, per_toggle};
}

Logic logic(double gates, double activity, double depth) {
  return {gates, gates * activity * kGateFj, depth * kGatePs};
}

Logic adder_logic(int bits) {
  if (bits <= 0) return {};
  // One and two bits are below the law: a half adder's and a full adder's share of it.
  return {5.33 * bits - 2, std::max(6.9 * bits - 8, 3.0 * bits), 72.4 * bits + 2};
}

Logic multiplier_logic(int bits, int other_bits, Multiplying how) {
  const auto [less, more] = std::minmax(bits, other_bits);
  if (less <= 0) return {};
  if (less == 1) return product_logic(more);
  if (how == Multiplying::booth) return booth_logic(less, more);
  const double gates = static_cast<double>(less) * more + 5.4 * (less - 1) * more;
  if (how != Multiplying::wallace) {
    const double glitches = how == Multiplying::glitch_free ? 0.5 : 1;
    return {gates, glitches * gates * array_fj(less), array_ps(less, more), 0, 1.4};
  }
  const double wallace = 305 * std::log2(static_cast<double>(less) * more) - 828;
  return {gates, gates * (1.06 + 0.11 * less), std::max(wallace, array_ps(2, 2)), 0, 1.4};
}

Logic register_logic(int bits) {
  return {bits * kRegisterBitGates, bits * (kClockFj + kToggleFj / 2), 62, bits * kClockFj};
}

Logic shift_add_logic(int bits) {
  if (bits <= 0) return {};
  return {15.2 * bits, 25.5 * bits, 43.0 * bits + 71, bits * kClockFj};
}

Logic adder_tree_logic(int inputs, int bits, Summing how) {
  if (bits <= 0 || inputs < 2) return {};
  const double levels = log2_of(inputs);
  Logic tree;
  tree.gates = inputs * (5.17 * bits + 2.44);
  tree.femtojoules = tree.gates * (1.12 + 0.053 * levels + 0.032 * bits);
  tree.picoseconds = 72 * bits + 186 * levels - 193;
  tree.per_toggle = 2.2;
  if (how == Summing::ripple) return tree;
  tree.picoseconds *= 1.1;
  tree.femtojoules *= 0.71;
  if (bits > 1) return tree;
  tree.gates = 5.1 * inputs;
  tree.femtojoules = 6.8 * inputs;
  return tree;
}

Logic multiplexer_logic(int inputs, int bits) {
  const double levels = std::ceil(log2_of(inputs));
  return logic((inputs - 1.0) * bits * kMultiplexerGates, kSelectActivity, 2 * levels);
}

Cost logic_cost(const Logic& logic, const Duty& duty, const std::string& what) {
  const Time relaxed =
      from_si<Time>(logic.picoseconds * 1e-12) * delay_factor(kReference, duty.point);
  double speedup = std::max(1.0, duty.speedup);
  if (duty.time.value() > 0) speedup = std::max(speedup, double{relaxed / duty.time});
  const double effort = std::pow(speedup, kSpeedExponent);
  const Power leakage = duty.point.supply * off_current(duty.point, kGateWidthF * duty.point.node);
  const double density = duty.abuts ? 1 : kPlacementDensity;
  Cost cost;
  cost.energy =
      from_si<Energy>(logic.femtojoules * effort * 1e-15) * energy_factor(kReference, duty.point);
  cost.delay = relaxed / speedup;
  cost.area = from_si<Area>(logic.gates * effort * kGateArea / density) *
              area_factor(kReference.node, duty.point.node);
  cost.leakage = logic.gates * effort * leakage;
  if (logic.femtojoules > 0) {
    cost.idle_share = logic.clocked / logic.femtojoules;
    cost.toggle_share = (1 - cost.idle_share) * logic.per_toggle;
  }
  cost.source = what + ": " + number(logic.gates) + " gate equivalents, " +
                format_si_rounded(logic.femtojoules * 1e-15, "J", 3) +
                " with random operands and " +
                format_si_rounded(logic.picoseconds * 1e-12, "s", 3) +
                " at 45 nm, 1.1 V: laws of synthesized circuits (yosys, Nangate's open cells; "
                "models/costs/gates.hpp) and gates of Aladdin's 40 nm library (Shao et al., ISCA "
                "2014), cells at a density of " +
                number(density) + ", scaled by Stillmaker and Baas (Integration 58, 2017) to " +
                describe(duty.point);
  if (speedup > 1) cost.source += ", built " + number(speedup) + " times as fast as it ripples";
  cost.warnings = range_warnings(duty.point);
  if (logic.gates <= 0) warn_of_no_bits(0, what, cost);
  if (speedup > kLargestSpeedup)
    cost.warnings.push_back(what + " has " + format_si_rounded(cost.delay.value(), "s", 3) +
                            " but takes " + format_si_rounded(relaxed.value(), "s", 3) +
                            "; fitted up to 4.2 times as fast: pipeline it");
  return cost;
}

void warn_of_no_bits(int bits, const std::string& what, Cost& cost) {
  if (bits <= 0) cost.warnings.push_back(what + " has no bits: state its bits");
}

}  // namespace mho
