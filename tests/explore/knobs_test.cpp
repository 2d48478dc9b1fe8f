// Every knob of the shipped designs moves what it moves in silicon: what turning a key from one
// value to another must do to the peak's energy of an MVM, its rate, its efficiency and the area.
#include <catch2/catch.hpp>
#include <limits>

#include "sim/config/config.hpp"
#include "sim/figures/constant_costs.hpp"
#include "sim/figures/peak.hpp"
#include "tests/explore/lenet_run.hpp"

namespace mho {

namespace {

constexpr int kTiles = 8;

Chip chip_with(const std::string& name, const std::vector<std::string>& sets) {
  Document document = Document::load(chip_file(name));
  for (const std::string& set : sets) document.set(set);
  return Chip(read_spec<ChipSpec>(document), kTiles);
}

/// At the peak of 8 x 8 bits, unless the knob is one of both.
struct Figures {
  double energy = 0;  ///< of an MVM of a full array, with its share of all that is on the chip
  double tops = 0;
  double tops_per_joule = 0;
  double area = 0;
};

Figures figures_of(const std::string& name, const std::string& key, const std::string& value) {
  const bool of_weights = key == "weight_bits", of_inputs = key == "activation_bits";
  std::vector<std::string> sets;
  if (!of_weights && !of_inputs) sets.push_back(key + "=" + value);
  const Chip chip = chip_with(name, sets);
  const Peak peak =
      peak_of(chip, of_weights ? std::stoi(value) : 8, of_inputs ? std::stoi(value) : 8, 1);
  const double per_joule = peak.chip.operations_per_joule();
  return {2 * static_cast<double>(peak.macs) / per_joule, peak.chip.operations_per_second,
          per_joule, chip.area().value()};
}

/// Of a figure after the turn over the figure before.
struct Bounds {
  double least, most;
};

constexpr Bounds kStays{0.9999, 1.0001};

/// As the law has it: rounding, and random operands that are drawn anew.
constexpr Bounds by(double ratio) { return {0.999 * ratio, 1.001 * ratio}; }
constexpr Bounds above(double ratio) { return {ratio, std::numeric_limits<double>::infinity()}; }
constexpr Bounds below(double ratio) { return {0, ratio}; }

struct Knob {
  const char* key;
  const char* from;
  const char* to;
  Bounds energy, tops, tops_per_joule, area;
};

void check(const char* figure, double before, double after, const Bounds& bounds) {
  const double ratio = after / before;
  INFO(figure << " moves by " << ratio << ", must by " << bounds.least << " to " << bounds.most);
  CHECK(ratio >= bounds.least);
  CHECK(ratio <= bounds.most);
}

void check_knobs(const std::string& chip, const std::vector<Knob>& knobs) {
  for (const Knob& knob : knobs) {
    INFO(chip << ": " << knob.key << " from " << knob.from << " to " << knob.to);
    const Figures before = figures_of(chip, knob.key, knob.from);
    const Figures after = figures_of(chip, knob.key, knob.to);
    check("energy of an MVM", before.energy, after.energy, knob.energy);
    check("TOPS", before.tops, after.tops, knob.tops);
    check("TOPS/J", before.tops_per_joule, after.tops_per_joule, knob.tops_per_joule);
    check("area", before.area, after.area, knob.area);
  }
}

/// (V / V)^2 of 0.8 and of 1 V over the 0.9 V of the node: no energy moves by more.
constexpr double kLowerSquare = 0.64 / 0.81, kHigherSquare = 1 / 0.81;

/// What all designs have. In columns: energy of an MVM, TOPS, TOPS/J, area.
const std::vector<Knob> kCommon{
    // Node and point.
    {"technology", "28 nm", "14 nm", {0.3, 0.8}, above(1.2), above(1.25), below(0.95)},
    {"technology", "28 nm", "65 nm", above(1.5), below(0.75), below(0.7), above(1.3)},
    {"supply", "0.9 V", "0.8 V", {kLowerSquare, 0.95}, below(0.95), above(1.03), kStays},
    {"supply", "0.9 V", "1 V", {1.05, 1.03 * kHigherSquare}, above(1.03), below(0.97), kStays},
    {"temperature", "300 K", "340 K", above(1.002), kStays, below(0.998), kStays},
    // Slower transistors of a higher nominal supply.
    {"transistors",
     "high_performance",
     "low_power",
     above(1.01),
     below(0.9),
     below(0.99),
     {0.99, 1.01}},
    // Half and twice the products, whose periphery is shared by fewer and by more.
    {"tile.macro.rows", "128", "64", {0.5, 0.97}, by(0.5), below(0.95), below(0.97)},
    {"tile.macro.rows", "128", "256", {1.03, 2}, by(2), above(1.03), above(1.05)},
    {"tile.macro.columns", "128", "64", {0.5, 0.97}, by(0.5), below(0.97), below(0.97)},
    {"tile.macro.columns", "128", "256", {1.03, 2}, by(2), above(1.02), above(1.05)},
    // Two groups of rows are converted where one was; the input register holds half as much.
    {"tile.macro.active_rows", "128", "64", above(1.03), by(0.5), below(0.97), below(0.9999)},
    // Rows are driven for every turn.
    {"tile.macro.active_columns", "0", "64", above(1.01), below(0.8), below(0.99), below(0.9999)},
    // Two decisions, and three quarters of the capacitors; or four times as many, and less noise.
    {"tile.macro.adc.bits", "8", "6", below(0.99), above(1.1), above(1.01), below(0.98)},
    {"tile.macro.adc.bits", "8", "10", above(1.1), below(0.9), below(0.9), above(1.05)},
    // A quieter converter charges larger comparators; below the quantization noise's 0.0011.
    {"tile.macro.adc.noise", "0.004", "0.0003", above(1.02), kStays, below(0.98), above(1.001)},
    {"tile.macro.columns_per_adc", "8", "4", {0.9, 1}, {1.1, 2.001}, above(1), above(1.02)},
    {"tile.macro.columns_per_adc", "8", "16", {1, 1.1}, {0.49, 0.9}, below(1), below(0.99)},
    {"activation_bits", "8", "4", {0.5, 0.9}, by(2), above(1.1), kStays},
    // What is on the chip but once is shared by more.
    {"tile.macros", "4", "8", {0.9, 1}, by(2), above(1), above(1.1)},
    {"tiles", "8", "16", {0.9, 1}, by(2), above(1), above(1.5)},
    {"tile.input_buffer.capacity", "32 KiB", "128 KiB", above(1.02), kStays, below(0.98),
     above(1.02)},
    // Fewer accesses, each of more; twice the wires of the bus.
    {"tile.input_buffer.width", "64", "128", {0.7, 0.999}, kStays, above(1.001), above(1.003)},
    // The peak uses as many operations, on lanes of which more wait.
    {"tile.vector_unit.lanes", "16", "32", above(1), kStays, below(1), above(1.0005)},
    {"global_buffer.capacity", "256 KiB", "1 MiB", above(1), kStays, below(1), above(1.01)}};

/// Ohmic cells, driven with 4 bits at once, two to a weight of 8 bits.
const std::vector<Knob> kOhmic{
    // An ADC converts for as many passes as the DAC cuts inputs into. A row's converter has 2^bits
    // units.
    {"tile.macro.dac.bits", "4", "1", above(1.2), by(0.25), below(0.9), below(0.99)},
    {"tile.macro.dac.bits", "4", "2", above(1.05), by(0.5), below(0.95), below(0.99)},
    {"tile.macro.dac.bits", "4", "8", {0.7, 1.5}, {1.9, 2.001}, {0.6, 1.5}, above(1.2)},
    // Weights of 8 bits are differences of two cells of 7; of 4, of two or three slices each.
    {"tile.macro.cell.levels", "128", "16", {0.5, 1}, by(0.5), below(0.9), above(1.001)},
    {"tile.macro.cell.levels", "128", "4", {0.4, 1}, by(0.25), below(0.9), above(1.001)},
    // V^2 G t.
    {"tile.macro.read_voltage", "0.2 V", "0.4 V", {1.1, 4}, kStays, below(0.9), kStays},
    {"tile.macro.integration", "10 ns", "100 ns", {1.3, 10}, {0.1, 0.5}, below(0.8), kStays},
    {"weight_bits", "8", "4", {0.9, 1.1}, kStays, {0.9, 1.1}, kStays}};

/// Cells of one bit whose capacitors are charged, whatever the time.
const std::vector<Knob> kCharge{
    {"tile.macro.integration", "5 ns", "50 ns", {1, 1.5}, {0.1, 0.5}, below(1), kStays},
    {"tile.macro.array_charge.cell", "0.7 fF", "1.4 fF", above(1.05), kStays, below(0.95), kStays},
    {"weight_bits", "8", "4", {0.9, 1.2}, by(2), above(1.5), kStays}};

}  // namespace

TEST_CASE("every knob of the RRAM design moves what it moves in silicon") {
  check_knobs("edge_rram_28nm", kCommon);
  check_knobs("edge_rram_28nm", kOhmic);
}

TEST_CASE("every knob of the server design moves what it moves in silicon") {
  check_knobs("server_rram_28nm", kCommon);
  check_knobs("server_rram_28nm", kOhmic);
}

TEST_CASE("every knob of the charge design moves what it moves in silicon") {
  check_knobs("edge_sram_charge_28nm", kCommon);
  check_knobs("edge_sram_charge_28nm", kCharge);
}

TEST_CASE("a drive of more bits and an access of a larger memory take more energy") {
  const auto price = [](const char* set, Action action) {
    return chip_with("edge_rram_28nm", {set}).main().price(action).energy;
  };
  // By the noise of half a step, which is a sixteenth.
  CHECK(price("tile.macro.dac.bits=8", Action::dac_drive) >
        4.0 * price("tile.macro.dac.bits=4", Action::dac_drive));
  // A long row of a memory is twice as long.
  CHECK(price("global_buffer.capacity=1 MiB", Action::global_buffer_read) >
        1.3 * price("global_buffer.capacity=256 KiB", Action::global_buffer_read));
  CHECK(price("tile.macro.columns=256", Action::dac_drive) >
        price("tile.macro.columns=128", Action::dac_drive));
}

TEST_CASE("a knob of the shipped designs that moves no cost is named by a note") {
  for (const char* chip : {"edge_rram_28nm", "edge_sram_charge_28nm", "server_rram_28nm"}) {
    for (const char* set : {"chip.noc.flit_bits=128", "chip.noc.buffer_flits=64",
                            "chip.host_link.width=32", "chip.technology=14 nm"}) {
      INFO(chip << ", " << set);
      const Document document = lenet_run(chip, {set});
      const std::string key = std::string(set).substr(0, std::string(set).find('='));
      const auto notes = constant_cost_notes(document, read_spec<RunSpec>(document).chip);
      REQUIRE(notes.size() == 1);
      CHECK_THAT(notes[0], Catch::Contains("not follow " + key));
    }
  }
}

}  // namespace mho
