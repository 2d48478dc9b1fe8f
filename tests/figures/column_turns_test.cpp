// Columns that take turns (active_columns), currents from a supply (read_supply), wires from the
// geometry (array_charge.model), and line drivers (lines): by hand on shipped chips.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/figures/peak.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

Chip changed_chip(const std::string& name, const std::vector<std::string>& settings) {
  Document document = Document::load(chip_file(name));
  for (const std::string& setting : settings) document.set(setting);
  return Chip(read_spec<ChipSpec>(document), 1);
}

const std::vector<std::string> kCharged{
    "tile.macro.read_energy=capacitive", "tile.macro.read_voltage=0 V",
    "tile.macro.pipeline.integrate_convert=false",
    "tile.macro.array_charge={row: 1 fF, row_voltage: 0.8 V, column: 2 fF, column_supply: 0.8 V, "
    "column_swing: 0.4 V, cell: 0.5 fF, source: test}"};

double energy_of(const Chip& chip, const Peak& peak, Action action) {
  return static_cast<double>(peak.actions[action]) * chip.main().price(action).energy.value();
}

TEST_CASE("four turns drive rows four times, and charge, sense and convert columns once") {
  auto settings = kCharged;
  const Chip whole = changed_chip("edge_rram_constants", settings);
  settings.emplace_back("tile.macro.active_columns=32");
  settings.emplace_back("tile.macro.columns_per_adc=8");
  const Chip turns = changed_chip("edge_rram_constants", settings);
  const Peak at_once = peak_of(whole, 8, 8, 1), in_turns = peak_of(turns, 8, 8, 1);
  for (const Action action : {Action::dac_drive, Action::row_charge, Action::array_read})
    CHECK(in_turns.actions[action] == 4 * at_once.actions[action]);
  for (const Action action : {Action::cell_read, Action::sample_hold, Action::adc_convert,
                              Action::shift_add, Action::input_register_bit})
    CHECK(in_turns.actions[action] == at_once.actions[action]);
  CHECK(energy_of(turns, in_turns, Action::array_read) ==
        Approx(energy_of(whole, at_once, Action::array_read)));
}

TEST_CASE("turns take a drive and an integration each, and leave the conversions as they are") {
  auto settings = kCharged;
  settings.emplace_back("tile.macro.pipeline.load_drive=false");
  const Peak at_once = peak_of(changed_chip("edge_rram_constants", settings), 8, 8, 1);
  settings.emplace_back("tile.macro.active_columns=32");
  const Chip turns = changed_chip("edge_rram_constants", settings);
  const Peak in_turns = peak_of(turns, 8, 8, 1);
  // 16 pairs a turn on 8 converters: as many rounds as 64 on 8. Two slices of 8-bit inputs, each
  // driven (1 ns) and integrated (10 ns) three times more.
  CHECK(in_turns.interval.value() - at_once.interval.value() == Approx(2 * 3 * 11e-9));
}

TEST_CASE("turns are refused where they are not counted, and must hold whole pairs") {
  const auto refused = [](const std::string& setting) {
    std::vector<std::string> settings{"tile.macro.active_columns=32"};
    settings.push_back(setting);
    try {
      changed_chip("edge_rram_constants", settings);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(refused("tile.macro.zero_skipping=slice"), Catch::Contains("active_columns"));
  CHECK_THAT(refused("tile.macro.active_columns=33"), Catch::Contains("groups of 2"));
  CHECK_THAT(refused("tile.macro.active_columns=130"), Catch::Contains("of 128 columns"));
}

TEST_CASE("a supply pays for a cell's current at its own voltage") {
  const std::vector<std::string> one_bit{"tile.macro.dac.bits=1"};
  auto paid = one_bit;
  paid.emplace_back("tile.macro.read_supply=0.9 V");
  const Chip cells = changed_chip("edge_rram_constants", one_bit);
  const Chip supply = changed_chip("edge_rram_constants", paid);
  const double ratio =
      supply.main().price(Action::cell_read).energy / cells.main().price(Action::cell_read).energy;
  CHECK(ratio == Approx(0.9 / 0.2));
  CHECK_THROWS_WITH(changed_chip("edge_rram_constants", {"tile.macro.read_supply=0.9 V"}),
                    Catch::Contains("in proportion to the code"));
  CHECK_THROWS_WITH(changed_chip("edge_rram_constants",
                                 {"tile.macro.dac.bits=1", "tile.macro.read_supply=0.1 V"}),
                    Catch::Contains("must not be below read_voltage"));
}

TEST_CASE("wires from the geometry are 0.2 fF/um and a transistor a cell") {
  const auto charge = [](const std::string& keys) {
    return changed_chip("edge_rram_constants",
                        {"tile.macro.read_energy=capacitive", "tile.macro.read_voltage=0 V",
                         "tile.macro.cell.area=1 um2", "tile.macro.array_charge={" + keys + "}"})
        .spec()
        .tile.macro.analog()
        ->array_charge.value();
  };
  const ArrayChargeSpec wires = charge("model: geometry");
  CHECK(wires.row.value() == Approx(0.2e-15 + 0.056e-15));
  CHECK(wires.column.value() == Approx(0.2e-15 + 0.028e-15));
  CHECK(wires.column_supply.value() == Approx(0.9));
  // Four cells of 0.25 um2 side by side: a row twice as long, four gates; four columns half as
  // long.
  const ArrayChargeSpec four = charge("model: geometry, bit_cells: 4");
  CHECK(four.row.value() == Approx(0.4e-15 + 4 * 0.056e-15));
  CHECK(four.column.value() == Approx(4 * (0.1e-15 + 0.028e-15)));
  // A capacitor hangs on its column.
  CHECK(charge("model: geometry, cell: 1 fF").column.value() == Approx(1.228e-15));
  CHECK_THROWS_WITH(charge("model: geometry, row: 1 fF"), Catch::Contains("stands beside"));
  CHECK_THROWS_WITH(charge("row: 1 fF"), Catch::Contains("column"));
}

TEST_CASE("an array has a line driver for each row and column, and none unless asked for") {
  const auto lines = [](const std::vector<std::string>& settings) -> const Part* {
    static std::vector<Part> parts;
    parts = changed_chip("edge_rram_constants", settings).parts();
    for (const Part& part : parts)
      if (std::string(part.component) == "lines") return &part;
    return nullptr;
  };
  CHECK(lines({}) == nullptr);
  const Part* part = lines({"tile.macro.lines={model: {kind: line_driver}}"});
  REQUIRE(part != nullptr);
  CHECK(part->per_holder == 128 + 128);
  CHECK(part->area.value() > 0);
}

}  // namespace
}  // namespace mho
