// Contract of every cost model of circuits and memories: its YAML parses, costs are finite and
// positive, move with supply, node, temperature and width as physics says, name their source, and
// warn outside of what they were fitted in.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <iterator>
#include <string>

#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

/// The keys that a kind needs.
struct Example {
  const char* kind;
  const char* keys;
  /// Does it depend on the operating point, or is it a published price?
  bool at_point = true;
};

const Example kCircuits[] = {{"adder", ""},
                             {"aligner", "inputs: 64"},
                             {"adder_tree", "inputs: 64"},
                             {"gates", "gates: 1000, depth: 10"},
                             {"link", "standard: lpddr4, area: 1 mm2, idle_power: 1 mW", false},
                             {"lookup_table", "entries: 2048"},
                             {"multiplexer", "inputs: 8"},
                             {"multiplier", ""},
                             {"normalizer", ""},
                             {"register", ""},
                             {"shift_add", ""},
                             {"wire", "length: 5 mm"}};

/// Held by tests of their own: analog ones, which do not scale with the node, and what the YAML
/// states.
const char* const kOthers[] = {"capacitive_dac", "class_a_buffer",  "comparator",
                               "formula",        "line_driver",     "pulse_driver",
                               "r_2r_dac",       "row_driver",      "scaled",
                               "sample_hold",    "source_follower", "voltage_dac"};

const char* const kMemories[] = {"edram", "register_file", "sram"};

MemoryDuty memory_duty(const OperatingPoint& point, int width = 64) {
  return {point, 65536, width, 1, 1};
}

TEST_CASE("every kind of circuit and memory model is in the lists of this test") {
  for (const Kind<CostModel>& kind : circuit_cost_kinds()) {
    INFO("an entry of kCircuits, or of kOthers and a test of its own, for " << kind.name);
    const auto is_it = [&](const char* name) { return std::string(name) == kind.name; };
    CHECK((std::any_of(std::begin(kCircuits), std::end(kCircuits),
                       [&](const Example& example) { return is_it(example.kind); }) ||
           std::any_of(std::begin(kOthers), std::end(kOthers), is_it)));
    CHECK(std::string(kind.make()->kind()) == kind.name);
  }
  for (const Kind<MemoryModel>& kind : memory_model_kinds()) {
    INFO("an entry of kMemories for " << kind.name);
    const auto is_it = [&](const char* name) { return std::string(name) == kind.name; };
    CHECK((std::any_of(std::begin(kMemories), std::end(kMemories), is_it) || is_it("scaled")));
    CHECK(std::string(kind.make()->kind()) == kind.name);
  }
}

TEST_CASE("circuits: costs are finite, positive and have a source at every node and supply") {
  for (const Example& example : kCircuits) {
    const auto model = circuit(example.kind, example.keys);
    for (const Transistors family : {Transistors::high_performance, Transistors::low_power}) {
      for (const double nm : {180, 130, 65, 45, 28, 22, 16, 7}) {
        const double volts = nominal(nm, family).supply.value();
        for (const double share : {0.3, 0.6, 1.0, 1.5}) {
          const Cost cost = model->cost(duty(at(nm, volts * share, 330, family), 8));
          INFO(example.kind << " at " << nm << " nm, " << volts * share << " V");
          CHECK(std::isfinite(cost.energy.value()));
          CHECK(cost.energy.value() > 0);
          CHECK(std::isfinite(cost.delay.value()));
          CHECK(cost.delay.value() >= 0);
          CHECK(std::isfinite(cost.area.value()));
          CHECK(cost.area.value() > 0);
          CHECK(std::isfinite(cost.leakage.value()));
          CHECK(cost.leakage.value() >= 0);
          CHECK(!cost.source.empty());
        }
      }
    }
  }
}

TEST_CASE("circuits: a lower supply takes less energy and leakage, and no less time") {
  for (const Example& example : kCircuits) {
    if (!example.at_point) continue;
    const auto model = circuit(example.kind, example.keys);
    for (const double nm : {130, 45, 28, 7}) {
      const double volts = nominal(nm).supply.value();
      const Cost high = model->cost(duty(at(nm, volts), 8));
      const Cost low = model->cost(duty(at(nm, 0.8 * volts), 8));
      INFO(example.kind << " at " << nm << " nm");
      CHECK(low.energy < high.energy);
      CHECK(low.leakage < high.leakage);
      CHECK(low.delay >= high.delay);
      CHECK(low.area == high.area);
      const Cost hot = model->cost(duty(at(nm, volts, 360), 8));
      CHECK(hot.leakage > high.leakage);
      CHECK(hot.energy == high.energy);
    }
  }
}

TEST_CASE("circuits: bits default to those of the block that uses them, and cost by the bit") {
  for (const Example& example : kCircuits) {
    const std::string kind = example.kind;
    if (kind == "gates") continue;
    const auto model = circuit(kind, example.keys);
    const Cost eight = model->cost(duty(nominal(28), 8));
    const Cost sixteen = model->cost(duty(nominal(28), 16));
    INFO(kind);
    CHECK(sixteen.energy > eight.energy);
    CHECK(sixteen.area >= eight.area);
    const std::string keys = std::string(example.keys);
    const auto stated = circuit(kind, keys + (keys.empty() ? "" : ", ") + "bits: 16");
    CHECK(stated->cost(duty(nominal(28), 3)).energy == sixteen.energy);
    const std::string bits = kind == "multiplier" ? "16 x 16" : "16";
    CHECK(sixteen.source.find(bits) != std::string::npos);
  }
}

TEST_CASE("circuits: a block without bits says so") {
  for (const Example& example : kCircuits) {
    if (std::string(example.kind) == "gates") continue;
    const Cost cost = circuit(example.kind, example.keys)->cost(duty(nominal(28), 0));
    INFO(example.kind);
    CHECK(std::any_of(cost.warnings.begin(), cost.warnings.end(), [](const std::string& warning) {
      return warning.find("state its bits") != std::string::npos;
    }));
  }
}

TEST_CASE("circuits and memories: what is written is read back to the same costs") {
  for (const Example& example : kCircuits) {
    CircuitFile file{circuit(example.kind, example.keys)};
    const CircuitFile back = read_spec<CircuitFile>(Document::parse(write_spec(file), "test.yaml"));
    const Cost before = file.model->cost(duty(nominal(28), 8));
    const Cost after = back.model->cost(duty(nominal(28), 8));
    INFO(example.kind);
    CHECK(after.energy == before.energy);
    CHECK(after.area == before.area);
    CHECK(after.source == before.source);
  }
  for (const char* kind : kMemories) {
    MemoryFile file{memory(kind)};
    const MemoryFile back = read_spec<MemoryFile>(Document::parse(write_spec(file), "test.yaml"));
    CHECK(back.model->cost(memory_duty(nominal(28))).leakage ==
          file.model->cost(memory_duty(nominal(28))).leakage);
  }
}

TEST_CASE("circuits: what grows in proportion does") {
  const OperatingPoint point = nominal(28);
  const auto energy = [&](const char* kind, const std::string& keys, int bits) {
    return circuit(kind, keys)->cost(duty(point, bits)).energy.value();
  };
  CHECK(energy("adder", "", 32) / energy("adder", "", 8) == Approx((6.9 * 32 - 8) / (6.9 * 8 - 8)));
  CHECK(energy("register", "", 32) == Approx(4 * energy("register", "", 8)));
  // By one bit it is ANDs alone, at data activity.
  CHECK(energy("multiplier", "other_bits: 1", 32) ==
        Approx(4 * energy("multiplier", "other_bits: 1", 8)));
  // 15 rows of adders and 256 ANDs over 7 and 64, with the glitches of 16 and 8 rows.
  CHECK(energy("multiplier", "", 16) / energy("multiplier", "", 8) ==
        Approx((256 + 5.4 * 15 * 16) / (64 + 5.4 * 7 * 8) * (0.63 + 0.141 * 16) /
               (0.63 + 0.141 * 8)));
  CHECK(energy("gates", "gates: 2000, depth: 10", 0) ==
        Approx(2 * energy("gates", "gates: 1000, depth: 10", 0)));
  CHECK(energy("gates", "gates: 1000, depth: 10, activity: 0.5", 0) ==
        Approx(2 * energy("gates", "gates: 1000, depth: 10", 0)));
  CHECK(energy("multiplexer", "inputs: 64", 8) ==
        Approx(9 * energy("multiplexer", "inputs: 8", 8)));
  CHECK(energy("shift_add", "", 16) == Approx(2 * energy("shift_add", "", 8)));
  CHECK(energy("shift_add", "shifts: 8", 16) > energy("shift_add", "", 16));
  CHECK(energy("adder_tree", "inputs: 64", 8) / energy("adder_tree", "inputs: 16", 8) ==
        Approx(4 * (1.12 + 0.053 * 6 + 0.032 * 8) / (1.12 + 0.053 * 4 + 0.032 * 8)));
  CHECK(energy("adder_tree", "inputs: 64, structure: carry_save", 8) ==
        Approx(0.71 * energy("adder_tree", "inputs: 64", 8)));
  CHECK(energy("wire", "length: 2 mm", 8) == Approx(2 * energy("wire", "length: 1 mm", 8)));
  CHECK(energy("link", "standard: hbm2", 64) == Approx(64 * 3.9e-12));
}

TEST_CASE("circuits: outside of the fitted range every model warns, inside none does") {
  for (const Example& example : kCircuits) {
    if (!example.at_point) continue;
    const auto model = circuit(example.kind, example.keys);
    INFO(example.kind);
    CHECK(model->cost(duty(nominal(28), 16)).warnings.empty());
    CHECK(model->cost(duty(at(28, 0.3), 16)).warnings.size() == 1);
    CHECK(model->cost(duty(nominal(4), 16)).warnings.size() == 1);
  }
}

TEST_CASE("circuits: a link says what it does not count") {
  const Cost bare = circuit("link", "standard: hbm2")->cost(duty(nominal(28), 64));
  CHECK(bare.source.find("area not counted") != std::string::npos);
  CHECK(bare.source.find("idle power not counted") != std::string::npos);
  const Cost own = circuit("link",
                           "energy_per_bit: 2 pJ, reference: a data sheet, area: 1 mm2, "
                           "idle_power: 1 mW")
                       ->cost(duty(nominal(28), 64));
  CHECK(own.energy.value() == Approx(128e-12));
  CHECK(own.source.find("a data sheet") != std::string::npos);
  CHECK(own.source.find("not counted") == std::string::npos);
}

TEST_CASE("memories: costs are finite, positive and have a source at every node and supply") {
  for (const char* kind : kMemories) {
    const auto model = memory(kind);
    for (const double nm : {130, 65, 45, 28, 22, 16, 7}) {
      const double volts = nominal(nm).supply.value();
      for (const double share : {0.3, 0.6, 1.0, 1.5}) {
        const MemoryCost cost = model->cost(memory_duty(at(nm, volts * share, 330)));
        INFO(kind << " at " << nm << " nm, " << volts * share << " V");
        for (const double value : {cost.read_energy.value(), cost.write_energy.value(),
                                   cost.cycle.value(), cost.area.value(), cost.leakage.value()}) {
          CHECK(std::isfinite(value));
          CHECK(value > 0);
        }
        CHECK(!cost.source.empty());
      }
    }
  }
}

TEST_CASE("memories: energy falls with the supply, time does not; leakage rises with temperature") {
  for (const char* kind : kMemories) {
    const auto model = memory(kind);
    for (const double nm : {45, 28, 7}) {
      const double volts = nominal(nm).supply.value();
      const MemoryCost high = model->cost(memory_duty(at(nm, volts)));
      const MemoryCost low = model->cost(memory_duty(at(nm, 0.8 * volts)));
      INFO(kind << " at " << nm << " nm");
      CHECK(low.read_energy < high.read_energy);
      CHECK(low.write_energy < high.write_energy);
      CHECK(low.leakage < high.leakage);
      CHECK(low.cycle >= high.cycle);
      CHECK(low.area == high.area);
      CHECK(model->cost(memory_duty(at(nm, volts, 360))).leakage > high.leakage);
    }
  }
}

TEST_CASE("memories: more bytes, wider words and more ports cost more; more banks are faster") {
  for (const char* kind : kMemories) {
    const auto model = memory(kind);
    const OperatingPoint point = nominal(28);
    const MemoryCost one = model->cost({point, 65536, 64, 1, 1});
    const MemoryCost larger = model->cost({point, 131072, 64, 1, 1});
    const MemoryCost wider = model->cost({point, 65536, 128, 1, 1});
    const MemoryCost ported = model->cost({point, 65536, 64, 4, 1});
    INFO(kind);
    CHECK(larger.read_energy > one.read_energy);
    CHECK(larger.area > one.area);
    CHECK(larger.leakage > one.leakage);
    CHECK(wider.read_energy > one.read_energy);
    CHECK(wider.write_energy > one.write_energy);
    CHECK(ported.area > one.area);
    CHECK(model->cost({point, 65536, 64, 1, 4}).cycle <= one.cycle);
  }
}

TEST_CASE("memories: outside of the fitted range every model warns, inside none does") {
  const auto warnings = [](const char* kind, const MemoryDuty& duty) {
    return memory(kind)->cost(duty).warnings.size();
  };
  const OperatingPoint point = nominal(32);
  CHECK(warnings("sram", {point, 2048, 16, 1, 1}) == 0);
  CHECK(warnings("sram", {point, 1048576, 512, 4, 1}) == 0);
  CHECK(warnings("sram", {point, 2047, 64, 1, 1}) == 1);
  CHECK(warnings("sram", {point, 1048577, 64, 1, 1}) == 1);
  CHECK(warnings("sram", {point, 65536, 15, 1, 1}) == 1);
  CHECK(warnings("sram", {point, 65536, 513, 1, 1}) == 1);
  CHECK(warnings("sram", {point, 65536, 64, 5, 1}) == 1);
  CHECK(warnings("edram", {point, 65536, 256, 1, 1}) == 0);
  CHECK(warnings("edram", {point, 32767, 256, 1, 1}) == 1);
  CHECK(warnings("edram", {point, 65536, 257, 1, 1}) == 1);
  CHECK(warnings("edram", {nominal(28), 65536, 256, 1, 1}) == 1);
  CHECK(warnings("register_file", {point, 4096, 32, 1, 1}) == 0);
  CHECK(warnings("register_file", {point, 4097, 32, 1, 1}) == 1);
  for (const char* kind : kMemories) CHECK(warnings(kind, {at(32, 0.3), 4096, 64, 1, 1}) >= 1);
}

}  // namespace
}  // namespace mho
