// Cost models of analog circuits of rows and columns: what all keep, and each against its formula.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/costs/analog_limits.hpp"
#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

struct AnalogModel {
  const char* kind;
  const char* keys;
};

const AnalogModel kModels[] = {
    {"row_driver", "kind: row_driver"},
    {"capacitive_dac",
     "kind: capacitive_dac, unit_capacitance: 1 fF, unit_area: 0.5 um2, control_energy: 1 fJ, "
     "control_area: 1 um2, designed_node: 28 nm, source: test"},
    {"pulse_driver", "kind: pulse_driver, unit_time: 50 ps"},
    {"sample_hold",
     "kind: sample_hold, minimum_capacitance: 0 F, area_per_ff: 0.5 um2, designed_node: 28 nm, "
     "source: test"},
    {"comparator",
     "kind: comparator, minimum_capacitance: 1 aF, noise_factor: 2, area: 0.001 um2, "
     "designed_node: 28 nm, source: test"},
    {"formula",
     "kind: formula, energy: bits * fJ, area: bits * um2, leakage: bits * nW, source: test"}};

TEST_CASE("costs of analog circuits are finite, not negative, with a source, and rise with bits") {
  for (const AnalogModel& entry : kModels) {
    const auto model = circuit_model(entry.keys);
    CHECK(std::string(model->kind()) == entry.kind);
    for (const double node : {22.0, 28.0, 65.0})
      for (const double rate : {0.0, 1e7, 1e9})
        for (int bits = 1; bits < 10; ++bits) {
          INFO(entry.kind << ", " << node << " nm, " << rate << " Hz, " << bits << " bits");
          const Cost cost = model->cost(duty(bits, rate, node));
          const Cost more = model->cost(duty(bits + 1, rate, node));
          for (const double value :
               {cost.energy.value(), cost.area.value(), cost.leakage.value(), cost.delay.value()}) {
            CHECK(std::isfinite(value));
            CHECK(value >= 0);
          }
          CHECK(cost.source.size() > 3);
          CHECK(more.energy > cost.energy);
          CHECK(more.area > cost.area);
        }
  }
}

TEST_CASE("no analog circuit moves to another node without a warning") {
  for (const AnalogModel& entry : kModels) {
    if (std::string(entry.kind) == "formula") continue;  // says where it holds by its own keys
    INFO(entry.kind);
    CHECK(!circuit_model(entry.keys)->cost(duty(8, 1e9, 14)).warnings.empty());
  }
}

TEST_CASE("a model of an analog circuit is written back as it was read") {
  for (const AnalogModel& entry : kModels) {
    CircuitModelFile file;
    file.model = circuit_model(entry.keys);
    const std::string text = write_spec(file);
    INFO(text);
    CHECK(write_spec(read_spec<CircuitModelFile>(Document::parse(text, "written.yaml"))) == text);
  }
}

TEST_CASE("a row driver charges 50 fF a bit, the wire and a gate at each cell") {
  // 128 cells of 0.1 um: 12.8 um x 0.2 fF; 128 gates of 64 nm x 1 fF/um.
  const double row = 12.8 * 0.2e-15 + 128 * 64e-9 * 1e-9;
  const auto model = circuit_model("kind: row_driver, static_share: 0");
  for (const int bits : {1, 4})
    CHECK(model->cost(duty(bits, 1e7, 32)).energy.value() ==
          Approx((bits * 50e-15 + row) * 0.81).epsilon(1e-12));
  // ZigZag-IMC's 40.5 fJ a bit at 0.9 V.
  const Energy bit = model->cost(duty(2, 1e7, 32)).energy - model->cost(duty(1, 1e7, 32)).energy;
  CHECK(bit.value() == Approx(40.5e-15).epsilon(1e-9));
  CHECK(um2(model->cost(duty(1, 1e7, 32)).area) == Approx(0.166).epsilon(0.001));
  const Cost own = circuit_model(
                       "kind: row_driver, static_share: 0, capacitance_per_bit: 10 fF, swing: 2 V, "
                       "cell_capacitance: 0.5 fF, wire_capacitance_per_um: 0.1 fF")
                       ->cost(duty(1, 1e7, 32));
  CHECK(own.energy.value() == Approx((10e-15 + 12.8 * 0.1e-15 + 128 * 0.5e-15) * 4));
}

TEST_CASE("ISAAC's row driver takes 0.39 pJ, 90 % of it in the drive, in its own setting alone") {
  const auto model = circuit_model("kind: row_driver, rule: isaac");
  const Cost cost = model->cost(duty(1, 1e7, 32));
  CHECK(pj(cost.energy) == Approx(0.9 * 0.390625));
  CHECK(cost.leakage.value() == Approx(0.1 * 4e-3 / 1024));
  CHECK(um2(cost.area) == Approx(0.166).epsilon(0.001));
  CHECK(cost.warnings.empty());
  CHECK(warns(model->cost(duty(2, 1e7, 32)), "1 bit, not 2"));
  CHECK(warns(model->cost(duty(1, 1e7, 22)), "not scaled to 22 nm"));
  Duty wide = duty(1, 1e7, 32);
  wide.array.columns = 256;
  CHECK(warns(model->cost(wide), "128 columns, not 256"));
}

TEST_CASE("a capacitive converter takes the mean charge over all codes from its reference") {
  const auto model = circuit_model(
      "kind: capacitive_dac, unit_capacitance: 2 fF, unit_area: 0.5 um2, control_energy: 3 fJ, "
      "control_area: 1 um2, designed_node: 28 nm, source: test, static_share: 0");
  for (const int bits : {1, 5}) {
    const int codes = 1 << bits;
    double charge = 0;  // in units of C V: k capacitors in series with the others
    for (int code = 0; code < codes; ++code)
      charge += static_cast<double>(code) * (codes - code) / codes / codes;
    CHECK(model->cost(duty(bits, 1e7, 28)).energy.value() ==
          Approx(charge * 2e-15 * 0.81 + bits * 3e-15).epsilon(1e-12));
  }
  CHECK(um2(model->cost(duty(5, 1e7, 28)).area) == Approx(16 + 5));
  CHECK(!warns(model->cost(duty(8, 1e7, 28)), "kT/C"));
  CHECK(warns(model->cost(duty(16, 1e7, 28)), "kT/C"));
}

TEST_CASE("a pulse driver is TIMELY's at 8 bits, 65 nm and 1.1 V, and adds no time to the pulse") {
  const std::string keys =
      "kind: pulse_driver, unit_time: 50 ps, cell_capacitance: 0.1 fF, wire_capacitance_per_um: "
      "0 F";
  const auto model = circuit_model(keys + ", static_share: 0");
  const Cost cost = model->cost(duty(8, 0, 65));
  // 0.9 V.
  CHECK(cost.energy.value() == Approx(37.5e-15 * 0.81 / 1.21 + 128 * 0.1e-15 * 0.81));
  CHECK(um2(cost.area) == Approx(240));
  CHECK(cost.delay.value() == 0);
  CHECK_THAT(cost.source, Catch::Contains("1.1 V (its own is not known)"));
  // A tenth of 37.5 fJ every 12.8 ns at 1.1 V; bias moves with the supply.
  CHECK(circuit_model(keys)->cost(duty(8, 0, 65)).leakage.value() ==
        Approx(3.75e-15 / 12.8e-9 * 0.9 / 1.1));
  CHECK(cost.warnings.empty());
  CHECK(warns(model->cost(duty(7, 0, 65)), "8 bits"));
}

TEST_CASE("the noise-limited capacitor makes kT/C equal to the quantization noise") {
  const Voltage swing = from_si<Voltage>(0.5);
  const Temperature temperature = from_si<Temperature>(350);
  const double c = noise_limited_capacitance(10, swing, temperature).value();
  const double step = 0.5 / 1024;
  CHECK(1.380649e-23 * 350 / c == Approx(step * step / 12));
}

TEST_CASE("a sample-and-hold is as large as noise demands, but not below its minimum") {
  const auto at = [](const std::string& minimum, int bits) {
    return circuit_model("kind: sample_hold, minimum_capacitance: " + minimum +
                         ", area_per_ff: 0.5 um2, designed_node: 28 nm, source: test, "
                         "static_share: 0")
        ->cost(duty(bits, 1e7, 28));
  };
  // 12 k T 4^8 at 300 K: C V^2 does not depend on V.
  const double energy = 12 * 1.380649e-23 * 300 * 65536;
  CHECK(at("1 fF", 8).energy.value() == Approx(energy));
  CHECK(um2(at("1 fF", 8).area) == Approx(0.5 * energy / 0.81 / 1e-15));
  CHECK(at("10 fF", 8).energy.value() == Approx(8.1e-15));
}

TEST_CASE("capacitors that noise sizes stay those of the point that the chip was designed for") {
  const std::string rest =
      ", minimum_capacitance: 0 F, designed_node: 28 nm, source: test, area_per_ff: 0.5 um2";
  Duty low = duty(8, 1e7, 28);
  low.design = low.point;
  low.point.supply = from_si<Voltage>(0.45);
  low.point.temperature = from_si<Temperature>(360);
  const auto hold = circuit_model("kind: sample_hold" + rest);
  const Cost designed = hold->cost(duty(8, 1e7, 28)), moved = hold->cost(low);
  CHECK(moved.energy / designed.energy == Approx(0.25));
  CHECK(moved.area == designed.area);
  const auto comparator = circuit_model(
      "kind: comparator, minimum_capacitance: 1 aF, noise_factor: 2, area: 0.001 um2, "
      "designed_node: 28 nm, source: test");
  CHECK(comparator->cost(low).energy / comparator->cost(duty(8, 1e7, 28)).energy == Approx(0.25));
}

TEST_CASE("a row that is priced elsewhere is left out of its driver, which says so") {
  Duty priced = duty(4, 1e7, 65);
  priced.row_is_priced = true;
  const Cost driver = circuit_model("kind: row_driver")->cost(priced);
  CHECK(driver.energy.value() == Approx(4 * 50e-15 * 0.81));
  CHECK_THAT(driver.source, Catch::Contains("array_charge.row charges it"));
  priced.bits = 8;
  const Cost pulses =
      circuit_model("kind: pulse_driver, unit_time: 50 ps, static_share: 0")->cost(priced);
  CHECK(pulses.energy.value() == Approx(37.5e-15 * 0.81 / 1.21));
  CHECK_THAT(pulses.source, Catch::Contains("array_charge.row charges it"));
  CHECK(warns(circuit_model("kind: row_driver, rule: isaac")->cost(priced), "charges again"));
}

TEST_CASE("a comparator is charged to the supply, its noise is judged against the swing") {
  const Cost cost =
      circuit_model(
          "kind: comparator, minimum_capacitance: 1 fF, noise_factor: 2, area: 10 um2, "
          "designed_node: 28 nm, source: test, static_share: 0, swing: 0.3 V")
          ->cost(duty(8, 1e7, 28));
  const double c = 2 * 12 * 1.380649e-23 * 300 * 65536 / 0.09;
  CHECK(cost.energy.value() == Approx(c * 0.81));
  CHECK(um2(cost.area) == Approx(10 * c / 1e-15));
}

TEST_CASE("what is computed as C V^2 has no static part unless one is stated") {
  for (const AnalogModel& entry : kModels) {
    const std::string kind = entry.kind;
    if (kind == "formula" || kind == "pulse_driver") continue;
    INFO(kind);
    const auto model = circuit_model(entry.keys);
    const Cost cost = model->cost(duty(8, 1e7, 28));
    CHECK(cost.leakage.value() == 0);
    CHECK(cost.energy == model->cost(duty(8, 1e9, 28)).energy);
  }
}

TEST_CASE("without the time of an action static power is left out, and that is said") {
  const auto model = circuit_model("kind: row_driver, static_share: 0.1");
  const Cost unknown = model->cost(duty(1, 0, 32));
  CHECK(unknown.leakage.value() == 0);
  CHECK(warns(unknown, "static power is left out"));
  const Cost known = model->cost(duty(1, 1e7, 32));
  CHECK(known.leakage.value() == Approx(0.1 * unknown.energy.value() * 1e7));
  CHECK(known.energy.value() == Approx(0.9 * unknown.energy.value()));
}

}  // namespace
}  // namespace mho
