// Power states as a chip's YAML has them.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

ChipSpec chip_with(const std::string& name, const std::vector<std::string>& sets) {
  Document document = Document::load(std::string(kSourceDir) + "/configs/chips/" + name + ".yaml");
  for (const std::string& set : sets) document.set(set);
  return read_spec<ChipSpec>(document);
}

std::string gating(const std::string& weights) {
  return "power_states.power_gating={share: 0.9, weights: " + weights +
         ", wake_energy: 1 nJ, wake_time: 1 us, source: a test}";
}

}  // namespace

TEST_CASE("clock tree and controller are parts of the chip, with area and static power") {
  const ChipSpec plain = chip_with("edge_rram_28nm", {});
  const ChipSpec spec =
      chip_with("edge_rram_28nm", {"power_states={clock: {power: 3 mW, area: 0.1 mm2, source: a "
                                   "test}, controller: {power: 1 mW, "
                                   "source: a test}}"});
  CHECK(Chip(spec).leakage().value() == Approx(Chip(plain).leakage().value() + 4e-3));
  CHECK(Chip(spec).area().value() == Approx(Chip(plain).area().value() + 0.1e-6));
}

TEST_CASE("cells that forget cannot be taken for nonvolatile ones") {
  CHECK_NOTHROW(chip_with("edge_rram_28nm", {gating("nonvolatile")}));
  CHECK_NOTHROW(chip_with("edge_sram_charge_28nm", {gating("retained")}));
  CHECK_NOTHROW(chip_with("edge_sram_charge_28nm", {gating("lost")}));
  CHECK_THROWS_WITH(chip_with("edge_sram_charge_28nm", {gating("nonvolatile")}),
                    Catch::Contains("the cells forget"));
}

TEST_CASE("power states are refused where they can do nothing") {
  CHECK_THROWS_WITH(chip_with("edge_rram_28nm", {"power_states.clock_gating=true"}),
                    Catch::Contains("needs a clock"));
  CHECK_THROWS_WITH(
      chip_with("edge_rram_28nm", {"power_states.memory_idle={power: 1 mW, source: a test}"}),
      Catch::Contains("needs off_chip memory"));
  CHECK_THROWS_WITH(chip_with("edge_rram_28nm",
                              {gating("nonvolatile"), "power_states.power_gating.retention=0.5"}),
                    Catch::Contains("weights: retained"));
}

}  // namespace mho
