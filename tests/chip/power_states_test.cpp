// Power states as a chip's YAML has them.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

ChipSpec chip_with(const std::string& name, const std::vector<std::string>& sets) {
  Document document = Document::load(chip_file(name));
  for (const std::string& set : sets) document.set(set);
  return read_spec<ChipSpec>(document);
}

std::string gating(const std::string& weights) {
  return "power_states.power_gating={share: 0.9, weights: " + weights +
         ", wake_energy: 1 nJ, wake_time: 1 us, source: a test}";
}

}  // namespace

TEST_CASE("clock tree and controller are parts of the chip, with area and static power") {
  const ChipSpec plain = chip_with("edge_rram_constants", {});
  const ChipSpec spec = chip_with("edge_rram_constants",
                                  {"power_states={clock: {power: 3 mW, area: 0.1 mm2, source: a "
                                   "test}, controller: {power: 1 mW, "
                                   "source: a test}}"});
  CHECK(Chip(spec).leakage().value() == Approx(Chip(plain).leakage().value() + 4e-3));
  CHECK(Chip(spec).area().value() == Approx(Chip(plain).area().value() + 0.1e-6));
}

TEST_CASE("cells that forget cannot be taken for nonvolatile ones") {
  CHECK_NOTHROW(chip_with("edge_rram_constants", {gating("nonvolatile")}));
  CHECK_NOTHROW(chip_with("edge_sram_charge_constants", {gating("retained")}));
  CHECK_NOTHROW(chip_with("edge_sram_charge_constants", {gating("lost")}));
  CHECK_THROWS_WITH(chip_with("edge_sram_charge_constants", {gating("nonvolatile")}),
                    Catch::Contains("the cells forget"));
}

TEST_CASE("power states are refused where they can do nothing") {
  CHECK_THROWS_WITH(chip_with("edge_rram_constants", {"power_states.clock_gating=true"}),
                    Catch::Contains("needs a clock"));
  CHECK_THROWS_WITH(
      chip_with("edge_rram_constants", {"power_states.memory_idle={power: 1 mW, source: a test}"}),
      Catch::Contains("needs off_chip memory"));
  CHECK_THROWS_WITH(chip_with("edge_rram_constants",
                              {gating("nonvolatile"), "power_states.power_gating.retention=0.5"}),
                    Catch::Contains("weights: retained"));
}

}  // namespace mho
