// The roll-up of peak performance, against the published machine that is nothing but a roll-up.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/figures/peak.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

Chip load_chip(const std::string& name) {
  return Chip(read_spec<ChipSpec>(Document::load(chip_file(name))));
}

/// The published figures are rounded to three digits.
constexpr double kPublished = 0.01;

}  // namespace

TEST_CASE("ISAAC's peak, power and area are those of its paper within 1 %") {
  const Chip chip = load_chip("isaac_isca_2016");
  const Peak peak = peak_of(chip, 16, 16, 1);
  CHECK(peak.interval.value() == Approx(1.6e-6).epsilon(kPublished));
  CHECK(peak.tile.power.value() == Approx(0.330).epsilon(kPublished));
  CHECK(chip.main().area().value() == Approx(0.372e-6).epsilon(kPublished));
  CHECK(peak.chip.power.value() == Approx(65.8).epsilon(kPublished));
  CHECK(chip.area().value() == Approx(85.4e-6).epsilon(kPublished));
  CHECK(peak.chip.operations_per_second == Approx(41.3e12).epsilon(kPublished));
  CHECK(peak.chip.operations_per_joule() == Approx(627.5e9).epsilon(kPublished));
}

TEST_CASE("promise 10: ISAAC converts exactly once per 16 x 16-bit MAC, counted") {
  const Peak peak = peak_of(load_chip("isaac_isca_2016"), 16, 16, 1);
  CHECK(peak.macs == 128 * 16);
  CHECK(peak.actions[Action::adc_convert] == peak.mvms * peak.macs);
  CHECK(peak.conversions_per_mac() == 1);
}

TEST_CASE("promise 10: efficiency falls from macro to tile to chip") {
  const Peak peak = peak_of(load_chip("edge_rram_constants"), 8, 8, 1);
  CHECK(peak.macro.operations_per_joule() > peak.tile.operations_per_joule());
  CHECK(peak.tile.operations_per_joule() > peak.chip.operations_per_joule());
}

TEST_CASE("peak rates scale with macros and tiles") {
  const Chip chip = load_chip("edge_rram_constants");
  const Peak peak = peak_of(chip, 8, 8, 1);
  const double rate = 2.0 * static_cast<double>(peak.macs) / peak.interval.value();
  CHECK(peak.macro.operations_per_second == rate);
  CHECK(peak.tile.operations_per_second == rate * chip.spec().tile.macros);
  CHECK(peak.chip.operations_per_second == rate * chip.arrays());
}

TEST_CASE("the peak of a chip is that of the arrays of all kinds of tile") {
  ChipSpec spec = load_chip("edge_rram_constants").spec();
  const Peak plain = peak_of(Chip(spec, 8), 8, 8, 1);
  TileSpec half = spec.tile, vector = spec.tile;
  half.macro.rows = half.macro.active_rows = spec.tile.macro.rows / 2;
  vector.macros = 0;
  spec.other_tiles = {{"half", 3, half}, {"vector", 5, vector}};
  const Peak peak = peak_of(Chip(spec, 8), 8, 8, 1);
  REQUIRE(peak.others.size() == 1);
  const ArrayPeak& other = peak.others.front();
  CHECK(other.arrays == 3 * half.macros);
  CHECK(2 * other.macs == peak.macs);
  CHECK(peak.macro.operations_per_second == plain.macro.operations_per_second);
  CHECK(peak.chip.operations_per_second ==
        Approx(plain.chip.operations_per_second +
               3 * half.macros * 2 * static_cast<double>(other.macs) / other.interval.value()));
  CHECK(peak.chip.power > plain.chip.power);
}

TEST_CASE("the peak is a function of the seed, and hardly depends on it") {
  const Chip chip = load_chip("edge_rram_constants");
  const double first = peak_of(chip, 8, 8, 1).chip.operations_per_joule();
  CHECK(peak_of(chip, 8, 8, 1).chip.operations_per_joule() == first);
  const double second = peak_of(chip, 8, 8, 2).chip.operations_per_joule();
  CHECK(second != first);
  // Sums over 16,384 cells and 32 vectors vary by far less than 1 %.
  CHECK(second == Approx(first).epsilon(0.01));
}

TEST_CASE("a layer that fills one array does in the engine what the peak counts for an MVM") {
  constexpr std::int64_t kImages = 3;
  const Stream stream(25);
  TimedChip timed;
  timed.arrays.active_rows = 8;
  ChipSpec spec = timed.spec();
  // The energy of ohmic cells depends on the data, which differ.
  spec.tile.macro.analog()->read_energy = ReadEnergy::constant;
  const Chip chip(spec);
  // 16 rows x 8 outputs, each a pair of 1-bit columns.
  const QuantizedGraph graph = fully_connected_graph(16, 8, 2, 4, stream);
  const Placement placement = place(graph, chip, {}, {});
  REQUIRE(placement.arrays == 1);
  REQUIRE(placement.cell_utilization == 1);
  const ProgrammedNetwork network(graph, chip, placement, adc_ranges(graph, chip, placement, {}, 1),
                                  {}, 1);
  const EngineResult result = simulate(network, random_images(graph, kImages, stream));
  const Peak peak = peak_of(chip, 2, 4, 1);
  CHECK(peak.actions[Action::array_read] == peak.mvms * 2 * 4);
  for (const Action action :
       {Action::dac_drive, Action::array_read, Action::cell_read, Action::sample_hold,
        Action::column_select, Action::adc_convert, Action::shift_add, Action::input_register_bit,
        Action::output_register_sum}) {
    INFO("action " << static_cast<int>(action));
    CHECK(total(result, action) * peak.mvms == peak.actions[action] * kImages);
  }
}

TEST_CASE("a peak that the main tiles do not have is refused with the key") {
  ChipSpec spec = load_chip("edge_rram_constants").spec();
  spec.tile.macro.columns = 4;
  CHECK_NOTHROW(peak_of(Chip(spec), 8, 8, 1));
  CHECK_THROWS_WITH(peak_of(Chip(spec), 16, 8, 1), Catch::Contains("quantization.weight_bits: ") &&
                                                       Catch::Contains("16-bit weights"));
  spec.tile.macros = 0;
  CHECK_THROWS_WITH(peak_of(Chip(spec), 8, 8, 1), Catch::Contains("chip.tile.macros: "));
}

TEST_CASE("lower precision costs less energy per operation on the same macro") {
  const Chip chip = load_chip("edge_rram_constants");
  CHECK(peak_of(chip, 4, 4, 1).macro.operations_per_joule() >
        peak_of(chip, 8, 8, 1).macro.operations_per_joule());
}

}  // namespace mho
