// The time that an array's wires take to settle, against the exact response of a distributed line.
#include "sim/chip/array_settling.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/technology/wires.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

ChipSpec chip_of(const std::vector<std::string>& sets) {
  Document document = Document::load(chip_file("edge_rram_28nm"));
  for (const std::string& set : sets) document.set(set);
  return read_spec<ChipSpec>(document);
}

std::string warning_of(const std::vector<std::string>& sets) {
  const Chip chip(chip_of(sets));
  for (const std::string& warning : chip.warnings())
    if (warning.find("settle to the") != std::string::npos) return warning;
  return "";
}

const Length kCell = from_si<Length>(176e-9);
const Length kNode = from_si<Length>(28e-9);

/// Of an array of one column, whose own wire is nothing.
Time of_row(int columns, int bits) {
  const ChipSpec spec = chip_of({"tile.macro.adc.bits=" + std::to_string(bits)});
  return array_settling(*spec.tile.macro.analog(), {0, columns, kCell, kCell}, kNode);
}

TEST_CASE("a row settles no sooner than a distributed line does, and at most a quarter later") {
  for (const int bits : {4, 8, 12}) {
    const double length = 4096 * kCell.value();
    const double ohm = line_resistance(from_si<Length>(length), kNode).value();
    const double farad = 0.2e-9 * length + 4096 * 56e-9 * 1e-9;
    // 1 - v = 4 / pi exp(-pi^2 t / (4 R C)) at the open end, later terms being over (Sakurai, JSSC
    // 18 (1983) 418).
    const double pi = std::numbers::pi;
    const double exact = 4 / (pi * pi) * ohm * farad * std::log(4 / pi * std::exp2(bits + 1));
    INFO(bits << " bits");
    CHECK(of_row(4096, bits).value() > exact);
    CHECK(of_row(4096, bits).value() < 1.25 * exact);
  }
}

TEST_CASE("settling goes with the square of the rows and columns, and with bits") {
  CHECK(of_row(2048, 8) / of_row(1024, 8) == Approx(4));
  CHECK(of_row(1024, 11) / of_row(1024, 7) == Approx(12.0 / 8));
}

TEST_CASE("an integration that is shorter than its array settles is told with the time, no other") {
  CHECK(warning_of({}).empty());
  const std::vector<std::string> large{"tile.macro.rows=4096", "tile.macro.columns=4096",
                                       "tile.macro.integration=1 ns"};
  CHECK_THAT(warning_of(large),
             Catch::StartsWith("integration: is 1 ns, but 4096 rows and 4096 columns settle to "
                               "the 8 bits of the converter in "));
  std::vector<std::string> slow = large;
  slow.back() = "tile.macro.integration=10 ns";
  CHECK(warning_of(slow).empty());
  // A stated resistance stands for the node's.
  CHECK_FALSE(warning_of({"tile.macro.wires={row: 10 kOhm, column: 1 Ohm, driver: 0 Ohm, sense: 0 "
                          "Ohm, topology: sense_last_row, source: test}"})
                  .empty());
}

}  // namespace
}  // namespace mho
