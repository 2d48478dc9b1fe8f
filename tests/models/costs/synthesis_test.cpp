// The laws of logic against circuits that were synthesized: yosys 0.23 with ABC on Nangate's open
// cells, 45 nm, 1.1 V, full-adder cells; energies of an event-driven simulation with glitches,
// random operands (models/costs/gates.hpp). Fitted on these circuits.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/costs/gates.hpp"
#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

struct Circuit {
  std::string name;
  Logic law;
  double gates, femtojoules, picoseconds;  ///< synthesized
};

double error(double law, double synthesized) { return std::abs(law / synthesized - 1); }

TEST_CASE("laws of logic are within their residuals of the synthesized circuits") {
  const std::vector<Circuit> circuits{
      {"add 8", adder_logic(8), 41, 48, 582},
      {"add 32", adder_logic(32), 169, 213, 2320},
      {"mul 4x4", multiplier_logic(4, 4), 77, 89, 677},
      {"mul 8x8", multiplier_logic(8, 8), 368, 650, 1726},
      {"mul 16x16", multiplier_logic(16, 16), 1589, 4573, 3786},
      {"tree of 16 x 4 b", adder_tree_logic(16, 4), 349, 504, 841},
      {"tree of 64 x 8 b", adder_tree_logic(64, 8), 2866, 4992, 1501},
      {"register of 8", register_logic(8), 8 * 8.0, 8 * 17.4, 62},
      {"shift-add 16", shift_add_logic(16), 245, 417, 723},
      {"mul 1x8", multiplier_logic(1, 8), 11, 9.6, 36},
  };
  for (const Circuit& each : circuits) {
    INFO(each.name << ": " << each.law.gates << " GE, " << each.law.femtojoules << " fJ, "
                   << each.law.picoseconds << " ps");
    CHECK(error(each.law.gates, each.gates) < 0.06);
    // Residuals of size and of energy per gate add up.
    CHECK(error(each.law.femtojoules, each.femtojoules) < 0.085);
    CHECK(error(each.law.picoseconds, each.picoseconds) < 0.06);
  }
}

TEST_CASE("a population count saves its carries") {
  const Logic ripple = adder_tree_logic(64, 1),
              saved = adder_tree_logic(64, 1, Summing::carry_save);
  // Synthesized as a tree of ripple adders: 514 GE, 592 fJ, 948 ps. The law was fitted on wider
  // inputs, whose glitches are more.
  CHECK(error(ripple.gates, 514) < 0.06);
  CHECK(error(ripple.femtojoules, 592) < 0.22);
  CHECK(error(ripple.picoseconds, 948) < 0.06);
  CHECK(saved.gates == Approx(5.1 * 64));
  CHECK(saved.femtojoules == Approx(6.8 * 64));
}

TEST_CASE("glitches: a multiplier's energy per gate grows with its narrower operand") {
  const auto per_gate = [](int lo, int hi) {
    const Logic logic = multiplier_logic(lo, hi);
    return logic.femtojoules / logic.gates;
  };
  CHECK(per_gate(8, 8) == Approx(per_gate(16, 8)));
  CHECK(per_gate(16, 16) / per_gate(4, 4) == Approx((0.63 + 0.141 * 16) / (0.63 + 0.141 * 4)));
  // A tree of adders glitches less in wide multipliers, and is faster.
  const Logic array = multiplier_logic(16, 16);
  const Logic tree = multiplier_logic(16, 16, Multiplying::wallace);
  CHECK(tree.femtojoules < array.femtojoules);
  CHECK(tree.picoseconds < 0.5 * array.picoseconds);
}

TEST_CASE("Booth's recoding halves the rows") {
  const Logic plain = multiplier_logic(2, 8), booth = multiplier_logic(2, 8, Multiplying::booth);
  // Synthesized: nine selectors 32.0 GE, the encoder 8.0; two bits of a plain one 63.3 GE.
  CHECK(booth.gates == Approx(40).epsilon(0.01));
  CHECK(error(plain.gates, 63.3) < 0.07);
  CHECK(multiplier_logic(8, 8, Multiplying::booth).gates < multiplier_logic(8, 8).gates);
}

/// Energy of a model over that of random operands, at a toggle rate.
double relative(const Cost& cost, double toggles) {
  return cost.idle_share + cost.toggle_share * toggles;
}

TEST_CASE("energies against the toggle rates of the operands") {
  const Duty point = duty(at(45, 1.1), 8);
  const Cost cell = circuit("register")->cost(point);
  // A flip-flop with the same data costs 8.6 fJ, one that toggles 22.6, and its multiplexer.
  CHECK(1e15 * relative(cell, 0) * cell.energy.value() == Approx(8 * 8.6).epsilon(1e-3));
  CHECK(1e15 * relative(cell, 1) * cell.energy.value() == Approx(8 * (22.6 + 3.6)).epsilon(1e-3));
  CHECK(relative(cell, 0.5) == Approx(1));

  // Words gated by bits of density d in a tree: a held bit that is one in half of the cases toggles
  // in d (1 - d). Synthesized: 0.65, 0.43, 0.22 of random words.
  const Cost tree = circuit("adder_tree", "inputs: 64")->cost(point);
  CHECK(error(relative(tree, 0.25), 0.65) < 0.16);
  CHECK(error(relative(tree, 0.25 * 0.75), 0.43) < 0.05);
  CHECK(error(relative(tree, 0.1 * 0.9), 0.22) < 0.11);
  CHECK(relative(tree, 0) == 0);

  // Weights held, inputs random or zero in 50 % and 80 %: synthesized 0.75, 0.51, 0.23.
  const Cost multiplier = circuit("multiplier")->cost(point);
  CHECK(error(relative(multiplier, 0.5), 0.75) < 0.07);
  CHECK(error(relative(multiplier, 2 * 0.25 * 0.75), 0.51) < 0.04);
  CHECK(error(relative(multiplier, 2 * 0.1 * 0.9), 0.23) < 0.11);
}

TEST_CASE("a placed gate takes its cell over the density, one drawn with the cells does not") {
  Duty placed = duty(at(28, 0.9), 8);
  Duty drawn = placed;
  drawn.abuts = true;
  const auto adder = circuit("adder");
  CHECK(adder->cost(drawn).area / adder->cost(placed).area == Approx(kPlacementDensity));
  // A gate at 28 nm: ZigZag-IMC takes 0.614 um2.
  const Cost gate = circuit("gates", "gates: 1, depth: 1")->cost(placed);
  CHECK(gate.area.value() * 1e12 == Approx(0.614).epsilon(0.14));
}

TEST_CASE("a gate is Aladdin's at 0.9 V") {
  const Cost gate = circuit("gates", "gates: 1, depth: 1, activity: 1")->cost(duty(at(45, 0.9), 1));
  CHECK(1e15 * gate.energy.value() == Approx(1.3).epsilon(2e-3));
  CHECK(1e12 * gate.delay.value() == Approx(32.6).epsilon(2e-3));
}

}  // namespace
}  // namespace mho
