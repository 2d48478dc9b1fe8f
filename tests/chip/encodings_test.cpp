// Encodings on a machine: what its keys make of formats, arrays, timing, prices and effects.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

/// The shipped edge chip with keys of its macro set.
Chip edge_chip(const std::vector<std::string>& settings) {
  Document document = Document::load(chip_file("edge_rram_constants"));
  for (const std::string& setting : settings) document.set("tile.macro." + setting);
  return Chip(read_spec<ChipSpec>(document), 1);
}

const char* const kDigital = "subtraction=digital";

TEST_CASE("keys of the encodings that are absent leave a format as it was") {
  const MvmFormat format = edge_chip({}).main().format(8, 8, true);
  const MvmFormat expected{8,    8, true, 7, 4, 128, Encoding::differential, Subtraction::analog,
                           false};
  CHECK(format == expected);
}

TEST_CASE("keys of the encodings reach the format") {
  const MvmFormat pair =
      edge_chip({"two_sided=true", "devices_per_weight=2", "signed_inputs=offset",
                 "accumulation=analog", "dac.input=pulse_width"})
          .main()
          .format(8, 8, true);
  CHECK(pair.two_sided);
  CHECK(pair.devices == 2);
  CHECK(pair.signed_inputs == SignedInput::offset);
  CHECK(pair.accumulation == Accumulation::analog);
  CHECK(pair.input == InputDrive::pulse_width);
  const MvmFormat offset =
      edge_chip({"encoding=offset", kDigital, "unit_column=true"}).main().format(8, 8, false);
  CHECK(offset.unit_column);
  CHECK(edge_chip({"encoding=twos_complement", kDigital}).main().format(8, 8, false).encoding ==
        Encoding::twos_complement);
}

TEST_CASE("columns hold fewer outputs with devices in parallel, a unit column or a sign column") {
  const auto outputs = [](const std::vector<std::string>& settings) {
    const Chip chip = edge_chip(settings);
    return chip.main().outputs_per_array(chip.main().format(8, 8, false));
  };
  // 128 columns, 8-bit weights in 7-bit cells.
  CHECK(outputs({}) == 64);                             // one slice, pairs
  CHECK(outputs({"devices_per_weight=3"}) == 21);       // six columns each
  CHECK(outputs({"encoding=offset", kDigital}) == 64);  // two slices
  CHECK(outputs({"encoding=offset", kDigital, "unit_column=true"}) == 63);
  CHECK(outputs({"encoding=twos_complement", kDigital}) == 64);  // 7 bits, the sign
}

TEST_CASE("devices in parallel share a sample-and-hold and a conversion") {
  const auto held = [](const std::vector<std::string>& settings) {
    const Chip chip = edge_chip(settings);
    for (const Part& part : chip.parts())
      if (std::string(part.component) == "sample_hold") return part.per_holder;
    return std::int64_t{0};
  };
  CHECK(held({}) == 64);
  CHECK(held({"devices_per_weight=2"}) == 32);
  CHECK(held({kDigital}) == 128);
}

TEST_CASE("pulses take their longest code's time and cost energy by the unit pulse") {
  const Chip voltage = edge_chip({});
  const Chip pulses = edge_chip({"dac.input=pulse_width"});
  const MvmFormat format = pulses.main().format(8, 8, false);
  // 1 ns of the DAC, then 10 ns, or 15 unit pulses of 10 ns.
  CHECK(voltage.main().timing(voltage.main().format(8, 8, false), 128, 64).read.value() ==
        Approx(11e-9));
  CHECK(pulses.main().timing(format, 128, 64).read.value() == Approx(151e-9));
  // Full scale for 15 unit pulses costs 15 times what it costs at 15 voltage steps for one.
  const double by_pulse = 15 * pulses.main().price(Action::cell_read).energy.value();
  const double by_voltage = 225 * voltage.main().price(Action::cell_read).energy.value();
  CHECK(by_pulse == Approx(15 * by_voltage));
}

TEST_CASE("analog accumulation reads every slice and converts once") {
  const Chip digital = edge_chip({});
  const Chip analog = edge_chip({"accumulation=analog"});
  const MvmTiming slices = digital.main().timing(digital.main().format(8, 8, false), 128, 64);
  const MvmTiming once = analog.main().timing(analog.main().format(8, 8, false), 128, 64);
  CHECK(once.read.value() == Approx(2 * slices.read.value()));
  CHECK(once.convert.value() == Approx(slices.convert.value()));
  CHECK(once.interval.value() == Approx(80e-9));  // the conversions, one pass in the place of two
  CHECK(slices.interval.value() == Approx(160e-9));
}

TEST_CASE("drivers' errors and wires are effects of the chip") {
  const std::vector<std::string> errors = {"dac.errors.level=0.01", "dac.errors.source=a test"};
  CHECK_FALSE(edge_chip({}).effects().has(Effect::dac_error));
  CHECK(edge_chip(errors).effects().has(Effect::dac_error));
  const std::vector<std::string> wires = {"wires.row=1 Ohm",
                                          "wires.column=1 Ohm",
                                          "wires.driver=0 Ohm",
                                          "wires.sense=0 Ohm",
                                          "wires.topology=sense_last_row",
                                          "wires.source=a test"};
  CHECK_FALSE(edge_chip({}).effects().has(Effect::wire_resistance));
  CHECK(edge_chip(wires).effects().has(Effect::wire_resistance));
}

TEST_CASE("xnor takes cells of two levels and halves the rows") {
  CHECK_THROWS_WITH(edge_chip({"encoding=xnor", kDigital}), Catch::Contains("must have 2 levels"));
  ChipSpec spec = edge_chip({}).spec();
  spec.tile.macro.analog()->encoding = Encoding::xnor;
  spec.tile.macro.analog()->subtraction = Subtraction::digital;
  const Chip chip(spec);
  CHECK(chip.main().inputs_per_array() == 64);
  CHECK(chip.main().format(1, 8, false).active_rows == 64);
  CHECK(chip.main().outputs_per_array(chip.main().format(1, 8, false)) == 128);
}

/// Cells of one bit, no stages overlapped: 128 x 128.
Chip one_bit_chip(const std::vector<std::string>& settings) {
  std::vector<std::string> all{
      "cell=ideal_1bit", "dac.bits=1",
      "pipeline={load_drive: true, drive_integrate: false, integrate_convert: false, "
      "convert_shift_add: true, shift_add_output: true, source: a test}"};
  all.insert(all.end(), settings.begin(), settings.end());
  return edge_chip(all);
}

std::int64_t instances(const Chip& chip, const std::string& component) {
  for (const Part& part : chip.parts())
    if (part.component == component) return part.per_holder;
  return 0;
}

TEST_CASE("summed slices share a converter, and their adder is priced and timed") {
  const Chip each = one_bit_chip({});
  const Chip summed = one_bit_chip(
      {"summed_slices=4", "columns_per_adc=8",
       "slice_adder={energy: 3 fJ, delay: 2 ns, area: 5 um2, leakage: 1 nW, source: a test}"});
  CHECK(instances(each, "cell") == instances(summed, "cell"));
  CHECK(instances(each, "sample_hold") == 64);
  CHECK(instances(summed, "sample_hold") == 16);
  CHECK(instances(summed, "slice_adder") == 16);
  CHECK(instances(summed, "adc") == 2);
  // 5-bit weights: four slices of pairs, one conversion.
  const MvmFormat format = summed.main().format(5, 8, false);
  CHECK(format.converted_columns_per_output() == 1);
  CHECK(summed.main().outputs_per_array(format) == 128 / (4 * 2));
  CHECK(summed.main().price(Action::slice_add).energy.value() == Approx(3e-15));
  const auto read = [](const Chip& chip) {
    return chip.main().timing(chip.main().format(5, 8, false), 128, 16).read.value();
  };
  CHECK(read(summed) - read(each) == Approx(2e-9));
  CHECK_THROWS_WITH(one_bit_chip({"summed_slices=13"}), Catch::Contains("summed_slices"));
  CHECK_THROWS_WITH(one_bit_chip({"encoding=twos_complement", kDigital, "summed_slices=2"}),
                    Catch::Contains("needs encoding: differential, or offset without flip"));
  CHECK_THROWS_WITH(
      one_bit_chip({"slice_adder={energy: 0 J, delay: 0 s, area: 0 um2, leakage: 0 W, source: t}"}),
      Catch::Contains("needs summed_slices above 1"));
}

TEST_CASE("copies of the weights halve drives and outputs, with twice the drivers") {
  const Chip one = one_bit_chip({}), two = one_bit_chip({"weight_copies=2"});
  CHECK(instances(two, "cell") == instances(one, "cell"));
  CHECK(instances(two, "dac") == 2 * instances(one, "dac"));
  CHECK(instances(two, "adc") == instances(one, "adc"));
  const MvmFormat of_one = one.main().format(2, 8, false), of_two = two.main().format(2, 8, false);
  CHECK(two.main().outputs_per_array(of_two) * 2 == one.main().outputs_per_array(of_one));
  // As many passes of half the slices; as many conversions in each.
  const int outputs = two.main().outputs_per_array(of_two);
  const MvmTiming alone = one.main().timing(of_one, 128, of_one.converted_columns(2 * outputs));
  const MvmTiming both = two.main().timing(of_two, 128, of_two.converted_columns(outputs));
  CHECK(both.convert.value() == Approx(alone.convert.value()));
  CHECK(both.interval.value() == Approx(0.5 * alone.interval.value()));
  CHECK_THROWS_WITH(one_bit_chip({"weight_copies=3"}), Catch::Contains("multiple of"));
  CHECK_THROWS_WITH(one_bit_chip({"weight_copies=2", "zero_skipping=slice"}),
                    Catch::Contains("above 1 needs zero_skipping: none"));
  CHECK_THROWS_WITH(one_bit_chip({"weight_copies=2", "accumulation=analog"}),
                    Catch::Contains("needs accumulation: digital"));
}

TEST_CASE("a row's wire spans the copy of the weights that it drives") {
  const std::vector<std::string> charged{
      "read_energy=capacitive", "read_voltage=0 V",
      "array_charge={row: 1 fF, row_voltage: 1 V, column: 1 fF, column_supply: 1 V, column_swing: "
      "1 V, cell: 0 F, source: a test}"};
  std::vector<std::string> copied = charged;
  copied.emplace_back("weight_copies=2");
  const Chip one = one_bit_chip(charged), two = one_bit_chip(copied);
  CHECK(one.main().price(Action::row_charge).energy.value() == Approx(128e-15));
  CHECK(two.main().price(Action::row_charge).energy.value() == Approx(64e-15));
  CHECK(two.main().price(Action::array_read).energy == one.main().price(Action::array_read).energy);
}

TEST_CASE("an xnor_cell is one cell a weight and drives signs in one pass") {
  const Chip chip = one_bit_chip({"encoding=xnor_cell", "signed_inputs=row_pair"});
  const MvmFormat format = chip.main().format(1, 2, true);
  CHECK(chip.main().inputs_per_array() == 128);
  CHECK(chip.main().outputs_per_array(format) == 128);
  CHECK(format.passes(128) == 1);
  CHECK(instances(chip, "sample_hold") == 128);
  CHECK_THROWS_WITH(one_bit_chip({"encoding=xnor_cell", kDigital}),
                    Catch::Contains("must be analog with encoding: xnor_cell"));
  CHECK_THROWS_WITH(edge_chip({"encoding=xnor_cell"}), Catch::Contains("must have 2 levels"));
  CHECK_THROWS_WITH(edge_chip({"encoding=offset", kDigital, "signed_inputs=row_pair"}),
                    Catch::Contains("row_pair makes sums of both signs"));
}

}  // namespace
}  // namespace mho
