// Constants of another node, moved to the chip's: against what the technology's factors say, at
// their own node, and against CACTI, which knows both nodes.
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/costs/component.hpp"
#include "models/memories/buffer.hpp"
#include "tests/models/costs/cost_case.hpp"
#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

const std::string kAdder =
    "node: 45 nm, supply: 0.9 V, energy: 0.1 pJ, area: 278 um2, leakage: 1 uW, delay: 1 ns, "
    "source: an adder";

constexpr double kRounding = 1e-14;

TEST_CASE("scaled: at their own node and supply constants stay as they are") {
  const Cost cost = circuit("scaled", kAdder)->cost(duty(at(45, 0.9), 8));
  CHECK(cost.energy.value() == Approx(0.1e-12).epsilon(kRounding));
  CHECK(cost.delay.value() == Approx(1e-9).epsilon(kRounding));
  CHECK(cost.area.value() == Approx(278e-12).epsilon(kRounding));
  CHECK(cost.leakage.value() == Approx(1e-6).epsilon(kRounding));
  CHECK(cost.warnings.empty());
}

TEST_CASE("scaled: from 45 to 32 nm at 0.9 V by the published ratios") {
  // Stillmaker and Baas (2017), low power: energy 0.641, of which the square of the supply, beneath
  // both nominal ones, makes 0.643; area 0.46.
  const Cost cost = circuit("scaled", kAdder + ", transistors: low_power")
                        ->cost(duty(at(32, 0.9, 300, Transistors::low_power), 8));
  CHECK(cost.energy.value() == Approx(0.0641e-12).epsilon(5e-3));
  CHECK(cost.area.value() == Approx(0.46 * 278e-12));
  CHECK_THAT(cost.source,
             Catch::StartsWith("an adder; from 45 nm, 900 mV, 300 K, low power to 32 nm, 900 mV"));
  CHECK(cost.source.find("energy x 0.643") != std::string::npos);
  CHECK(cost.source.find("area x 0.46") != std::string::npos);
}

TEST_CASE("scaled: the supply is the node's nominal one unless it is stated") {
  const std::string keys = "node: 45 nm, energy: 1 pJ, area: 1 um2, leakage: 1 uW, source: x";
  CHECK(circuit("scaled", keys)->cost(duty(nominal(45), 8)).energy.value() ==
        Approx(1e-12).epsilon(kRounding));
  CHECK(circuit("scaled", keys)->cost(duty(at(45, 0.8), 8)).energy.value() < 0.8e-12);
  CHECK(circuit("scaled", keys + ", transistors: low_power")
            ->cost(duty(nominal(45, Transistors::low_power), 8))
            .energy.value() == Approx(1e-12).epsilon(kRounding));
}

TEST_CASE("scaled: a block that is given less time than it takes says so") {
  const auto warnings = [](double delay_s, double time_s) {
    TimedComponent timed;
    timed.model = circuit("scaled", kAdder);
    timed.delay = delay_s * si::second;
    Component untimed = timed;
    std::vector<std::string> found;
    const Duty use = duty(at(45, 0.9), 8, time_s);
    if (delay_s > 0)
      timed.evaluate(use, found);
    else
      untimed.evaluate(use, found);
    return found;
  };
  for (const auto& [delay_s, time_s] : {std::pair{0.9e-9, 0.0}, std::pair{0.0, 0.9e-9}}) {
    REQUIRE(warnings(delay_s, time_s).size() == 1);
    CHECK_THAT(warnings(delay_s, time_s)[0],
               Catch::Contains("is given 900 ps, but takes 1 ns by the model"));
  }
  CHECK(warnings(1e-9, 0).empty());
  CHECK(warnings(0, 1.1e-9).empty());
  CHECK(warnings(0, 0).empty());
}

TEST_CASE("logic that is built for speed needs the time that it is given, a memory warns") {
  TimedComponent adder;
  adder.model = circuit("adder");
  adder.delay = 1e-9 * si::second;
  std::vector<std::string> found;
  adder.evaluate(duty(nominal(28), 64), found);
  CHECK(found.empty());
  BufferSpec buffer;
  buffer.model = memory("sram");
  buffer.capacity_bytes = 262144;
  buffer.width_bits = 64;
  buffer.cycle = 1e-12 * si::second;
  buffer.evaluate(nominal(28), found);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::Contains("is given 1 ps"));
}

TEST_CASE("scaled: nodes beyond the published ones are extrapolated with a warning") {
  CHECK(circuit("scaled", kAdder)->cost(duty(nominal(5), 8)).warnings.size() == 1);
  const std::string old = "node: 350 nm, supply: 3.3 V, energy: 1 pJ, area: 1 um2, leakage: 1 uW, ";
  const Cost cost = circuit("scaled", old + "source: x")->cost(duty(nominal(28), 8));
  CHECK(warns(cost, "350"));
}

TEST_CASE("scaled: memories of CACTI at 45 nm against CACTI at 22 nm, blind") {
  // CACTI 7, itrs-hp, 360 K, 64 bits an access: access ns, mm2, read pJ, at 1.0 and 0.8 V.
  struct Size {
    const char* name;
    double access_ns[2], area_mm2[2], read_pj[2];
  };
  const Size sizes[] = {{"8 KB", {0.27, 0.11}, {0.0585, 0.0153}, {5.7, 2.07}},
                        {"32 KB", {0.34, 0.17}, {0.224, 0.053}, {20.1, 5.8}},
                        {"256 KB", {0.88, 0.49}, {1.768, 0.462}, {44.9, 10.7}},
                        {"1 MB", {1.59, 0.87}, {7.11, 1.81}, {72.3, 19.1}}};
  for (const Size& size : sizes) {
    const auto model = memory(
        "scaled", "node: 45 nm, supply: 1 V, read_energy: " + std::to_string(size.read_pj[0]) +
                      " pJ, write_energy: 1 pJ, cycle: " + std::to_string(size.access_ns[0]) +
                      " ns, area: " + std::to_string(size.area_mm2[0]) +
                      " mm2, leakage: 1 uW, source: CACTI 7");
    const MemoryCost cost = model->cost({at(22, 0.8), 8192, 64, 1, 1});
    INFO(size.name << ": " << cost.read_energy.value() * 1e12 << " pJ, " << cost.area.value() * 1e6
                   << " mm2, " << cost.cycle.value() * 1e9 << " ns");
    const double energy = cost.read_energy.value() * 1e12 / size.read_pj[1] - 1;
    CHECK(energy > -0.45);
    CHECK(energy < -0.1);
    CHECK(cost.area.value() * 1e6 / size.area_mm2[1] == Approx(1).margin(0.1));
    // CACTI's transistors gain speed where the scaling's, at 0.8 V, hardly do.
    CHECK(cost.cycle.value() * 1e9 / size.access_ns[1] > 1.4);
    CHECK(cost.cycle.value() * 1e9 / size.access_ns[1] < 2.1);
    CHECK(cost.write_energy.value() / 1e-12 ==
          Approx(cost.read_energy.value() * 1e12 / size.read_pj[0]));
  }
}

}  // namespace
}  // namespace mho
