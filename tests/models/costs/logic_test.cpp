// Logic, wires and links against published blocks: each row says which figures it was fitted on and
// by how much the others are missed. Laws against synthesized circuits: synthesis_test.cpp.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "models/costs/gates.hpp"
#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

/// A model's value over a published one, less 1, has to stay between two bounds.
void check_error(const std::string& what, double model, double published, double low, double high) {
  const double error = model / published - 1;
  INFO(what << ": " << model << " against " << published << ", error " << 100 * error << " %");
  CHECK(error > low);
  CHECK(error < high);
}

double energy_pj(const std::string& kind, const std::string& keys, const Duty& duty) {
  return circuit(kind, keys)->cost(duty).energy.value() * 1e12;
}

/// Of the cells, as Aladdin's tables and ISAAC's have it: without the placement's white space.
double area_um2(const std::string& kind, const std::string& keys, Duty duty) {
  duty.abuts = true;
  return circuit(kind, keys)->cost(duty).area.value() * 1e12;
}

double leakage_uw(const std::string& kind, const std::string& keys, const Duty& duty) {
  return circuit(kind, keys)->cost(duty).leakage.value() * 1e6;
}

/// Keys of a block of that structure.
std::string gates(double count, double activity) {
  return "gates: " + std::to_string(count) + ", depth: 1, activity: " + std::to_string(activity);
}

// Aladdin (Shao et al., ISCA 2014): tables of a commercial 40 nm library, relaxed timing.
const OperatingPoint kAladdin = at(40, 0.9);
// Horowitz, ISSCC 2014, Fig. 1.1.9: 45 nm, 0.9 V.
const OperatingPoint kHorowitz = at(45, 0.9);

// A 32-bit unit that adds and subtracts: a full adder and an exclusive or per bit.
const double kAddSubtract = 32 * (kFullAdderGates + kXorGates);
// Adds as an adder does; a cell more a bit.
constexpr double kAddActivity = 0.4;
// 32 bits compared for equality: an exclusive or and an and per bit.
const double kCompare = 32 * (kXorGates + kAndGates);
// A 32-bit barrel shifter: five levels of multiplexers.
const double kShift = 32 * 5 * kMultiplexerGates;
// A 32-bit counter: a register and a half adder per bit.
const double kCount = 32 * (kRegisterBitGates + kHalfAdderGates);

TEST_CASE("energy of logic against Horowitz and Aladdin") {
  const Duty h8 = duty(kHorowitz, 8), h32 = duty(kHorowitz, 32), a32 = duty(kAladdin, 32);
  // Blind: the laws are of circuits synthesized from open cells.
  check_error("register bit", energy_pj("register", "bits: 1", a32), 0.0090, 0.10, 0.13);
  check_error("8-bit adder", energy_pj("adder", "", h8), 0.03, 0, 0.10);
  check_error("32-bit adder", energy_pj("adder", "", h32), 0.1, 0.40, 0.45);
  // Missed: Horowitz's multipliers look like those without glitches, which are 2.1 to 5.3 times the
  // rest at 16 bits.
  check_error("8-bit multiplier", energy_pj("multiplier", "", h8), 0.2, 1.1, 1.2);
  check_error("32-bit multiplier", energy_pj("multiplier", "", h32), 3.1, 4.0, 4.4);
  const std::string balanced = "structure: glitch_free";
  check_error("8 bits, glitch-free", energy_pj("multiplier", balanced, h8), 0.2, 0.05, 0.10);
  check_error("32 bits, glitch-free", energy_pj("multiplier", balanced, h32), 3.1, 1.5, 1.7);
  check_error("32 bits, glitch-free, Aladdin", energy_pj("multiplier", balanced, a32), 8.63, -0.25,
              -0.15);
  check_error("32-bit add/subtract, 1.75 ns",
              energy_pj("gates", gates(kAddSubtract, kAddActivity), a32), 0.0857, 0, 0.30);
  check_error("32-bit bitwise", energy_pj("gates", gates(32 * kXorGates, kDataActivity), a32),
              0.0180, -0.10, 0.10);
  check_error("32-bit comparator", energy_pj("gates", gates(kCompare, kDataActivity), a32), 0.0295,
              0, 0.20);
  check_error("32-bit counter",
              energy_pj("gates", gates(32 * kRegisterBitGates, kClockActivity), a32), 0.251, 0,
              0.20);
  // Missed: this shifter's wires, and a multiplier that takes three times Horowitz's (who at 40 nm
  // would have 2.7 pJ), with fewer glitches than an array.
  check_error("32-bit shifter", energy_pj("gates", gates(kShift, kDataActivity), a32), 0.415, -0.80,
              -0.65);
  check_error("32-bit multiplier, 4.2 ns", energy_pj("multiplier", "", a32), 8.63, 0.55, 0.65);
}

TEST_CASE("area of logic against Aladdin") {
  const Duty a32 = duty(kAladdin, 32);
  // Fitted, by one constant.
  check_error("register bit", area_um2("register", "bits: 1", a32), 5.98, -0.10, 0.10);
  check_error("32-bit add/subtract", area_um2("gates", gates(kAddSubtract, 0), a32), 179.4, -0.10,
              0.10);
  check_error("32-bit multiplier", area_um2("multiplier", "", a32), 4595, -0.10, 0.10);
  check_error("32-bit bitwise", area_um2("gates", gates(32 * kXorGates, 0), a32), 50.4, -0.10,
              0.10);
  check_error("32-bit comparator", area_um2("gates", gates(kCompare, 0), a32), 71, -0.10, 0.10);
  check_error("32-bit shifter", area_um2("gates", gates(kShift, 0), a32), 249.6, -0.10, 0.10);
  // Blind: what else that counter contains is not told.
  check_error("32-bit counter", area_um2("gates", gates(kCount, 0), a32), 496, -0.50, -0.40);
}

TEST_CASE("delay of logic against Aladdin") {
  const auto delay_ns = [](const std::string& kind, const std::string& keys) {
    return circuit(kind, keys)->cost(duty(kAladdin, 32)).delay.value() * 1e9;
  };
  check_error("32-bit adder, blind", delay_ns("adder", ""), 1.75, 0.30, 0.35);
  check_error("32-bit multiplier, blind", delay_ns("multiplier", ""), 4.17, 0.85, 0.95);
  check_error("32-bit Wallace multiplier, blind", delay_ns("multiplier", "structure: wallace"),
              4.17, -0.50, -0.40);
  check_error("bitwise, blind", delay_ns("gates", "gates: 64, depth: 2"), 0.06, -0.15, 0);
}

TEST_CASE("leakage of logic against Aladdin") {
  const Duty a32 = duty(kAladdin, 32);
  // All five were fitted, by the share that a library leaks of the ITRS target: their mean.
  check_error("register bit", leakage_uw("register", "bits: 1", a32), 0.0740, -0.30, 0.30);
  check_error("32-bit add/subtract", leakage_uw("gates", gates(kAddSubtract, 0), a32), 2.38, -0.30,
              0.30);
  check_error("32-bit multiplier", leakage_uw("multiplier", "", a32), 48.2, -0.30, 0.30);
  check_error("32-bit bitwise", leakage_uw("gates", gates(32 * kXorGates, 0), a32), 0.611, -0.30,
              0.30);
  check_error("32-bit shifter", leakage_uw("gates", gates(kShift, 0), a32), 1.70, 0.50, 0.75);
}

TEST_CASE("a shorter time than a block ripples is bought with energy and area") {
  const auto cost = [](const std::string& kind, double ns) {
    return circuit(kind)->cost(duty(kAladdin, 32, ns * 1e-9));
  };
  const Cost relaxed = cost("multiplier", 0);
  CHECK(cost("multiplier", 10).energy == relaxed.energy);
  const Cost fast = cost("multiplier", relaxed.delay.value() * 1e9 / 4);
  CHECK(fast.delay.value() == Approx(relaxed.delay.value() / 4));
  CHECK(fast.warnings.empty());
  CHECK(cost("multiplier", relaxed.delay.value() * 1e9 / 4.3).warnings.size() == 1);
  // Aladdin from relaxed to fast: multiplier 4.17 to 0.98 ns, add/subtract 1.75 to 0.47 ns.
  check_error("multiplier energy", fast.energy / relaxed.energy, 12.68 / 8.63, 0.30, 0.40);
  check_error("multiplier area", fast.area / relaxed.area, 6351.0 / 4595, 0.40, 0.50);
  const Cost adder = cost("adder", 0);
  const Cost fast_adder = cost("adder", adder.delay.value() * 1e9 * 0.47 / 1.75);
  check_error("adder energy", fast_adder.energy / adder.energy, 0.1418 / 0.0857, 0.10, 0.20);
  check_error("adder area", fast_adder.area / adder.area, 379.3 / 179.4, -0.25, 0);
}

TEST_CASE("periphery against ISAAC, blind") {
  // Shafiee et al., ISCA 2016, 32 nm. Its shift-and-add (21 fJ for 16 bits) takes less than
  // Horowitz's 16-bit adder alone would at 32 nm, 33 fJ: it cannot be met, only stated.
  const Duty d = duty(nominal(32), 16);
  check_error("shift-and-add energy", energy_pj("shift_add", "", d), 0.021, 7.0, 8.0);
  check_error("shift-and-add area", area_um2("shift_add", "", d), 60, 0.7, 0.8);
  // Two sigmoid units: 0.52 mW at 1.2 GHz, 600 um2. A table of 256 x 8 bits for each.
  const Duty table = duty(nominal(32), 8);
  check_error("sigmoid area", area_um2("lookup_table", "entries: 256", table), 300, 1.0, 1.6);
  check_error("sigmoid energy", energy_pj("lookup_table", "entries: 256", table), 0.217, 0.5, 1.5);
}

TEST_CASE("full-swing wires take more than a published low-swing link, by less than tenfold") {
  // Park et al., DATE 2013, doi 10.7873/DATE.2013.332: 40.4 fJ/bit/mm, 45 nm SOI, low swing, random
  // data.
  const Duty d = duty(at(45, 0.9), 1);
  const double bare = energy_pj("wire", "length: 1 mm, repeaters: false", d);
  const double repeated = energy_pj("wire", "length: 1 mm", d);
  CHECK(bare == Approx(0.25 * 0.2 * 0.81));
  CHECK(repeated == Approx(bare * (1 + std::sqrt(0.4 / 0.7))));
  check_error("repeated wire", repeated, 0.0404, 0, 9);
}

TEST_CASE("a long wire's delay goes with its length when repeated, with its square when not") {
  const auto delay = [](const std::string& keys) {
    return circuit("wire", keys)->cost(duty(nominal(28), 1)).delay.value();
  };
  CHECK(delay("length: 4 mm") == Approx(2 * delay("length: 2 mm")));
  const double bare =
      delay("length: 8 mm, repeaters: false") / delay("length: 4 mm, repeaters: false");
  CHECK(bare > 3.5);
  CHECK(bare < 4);
  CHECK(delay("length: 4 mm") < delay("length: 4 mm, repeaters: false"));
  CHECK(delay("length: 4 mm, layer: global") < delay("length: 4 mm, layer: local"));
}

TEST_CASE("a short wire has no repeaters, and no leakage of theirs") {
  const Cost cost = circuit("wire", "length: 5 um")->cost(duty(nominal(28), 8));
  CHECK(cost.leakage.value() == 0);
  CHECK(cost.source.find("one driver") != std::string::npos);
  // 8 wires of 0.2 fF/um x 5 um at a pitch of twice the width of an intermediate wire.
  CHECK(cost.energy.value() == Approx(8 * 0.25 * 1e-15 * 0.81));
}

TEST_CASE("wires keep their energy from node to node while gates lose it") {
  const auto ratio = [](const std::string& kind, const std::string& keys) {
    return energy_pj(kind, keys, duty(at(7, 0.7), 32)) /
           energy_pj(kind, keys, duty(at(45, 0.7), 32));
  };
  CHECK(ratio("wire", "length: 1 mm") == Approx(1));
  CHECK(ratio("adder", "") < 0.15);
}

}  // namespace
}  // namespace mho
