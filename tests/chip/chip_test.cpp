// Machines from their shipped YAML: roll-ups, timing and prices against hand calculation and
// publication.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

const std::string kChips = std::string(kSourceDir) + "/configs/chips/";

Chip load_chip(const std::string& name) {
  return Chip(read_spec<ChipSpec>(Document::load(chip_file(name))), 1);
}

constexpr double kOnePercent = 0.01;

TEST_CASE("every shipped chip reads without a complaint, and has the name of its file") {
  int chips = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kChips)) {
    INFO(entry.path());
    const Chip chip = load_chip(entry.path().stem().string());
    CHECK(chip.spec().name == entry.path().stem().string());
    ++chips;
  }
  CHECK(chips >= 2);
}

TEST_CASE("all rows conduct at once unless a chip says otherwise, whatever its rows are") {
  const auto active_rows = [](const std::vector<std::string>& settings) {
    Document document = Document::load(chip_file("edge_rram_constants"));
    for (const std::string& setting : settings) document.set("tile.macro." + setting);
    return read_spec<ChipSpec>(document).tile.macro.active_rows;
  };
  CHECK(active_rows({}) == 128);
  CHECK(active_rows({"rows=64"}) == 64);
  CHECK(active_rows({"rows=256"}) == 256);
  CHECK(active_rows({"rows=256", "active_rows=128"}) == 128);
  CHECK(active_rows({"active_rows=0"}) == 128);
}

TEST_CASE("no more is shared than there is: columns of a converter, words of banks") {
  const auto complaint = [](const std::string& setting) -> std::string {
    Document document = Document::load(chip_file("edge_rram_constants"));
    document.set(setting);
    try {
      read_spec<ChipSpec>(document);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(complaint("tile.macro.columns_per_adc=64").empty());
  CHECK_THAT(complaint("tile.macro.columns_per_adc=65"),
             Catch::Contains("is 65, but there are 64 converted columns; allowed: 1 to 64"));
  CHECK(complaint("tile.macro.devices_per_weight=8").empty());
  CHECK_THAT(complaint("tile.macro.devices_per_weight=64"),
             Catch::Contains("columns_per_adc: is 8, but there are 1 converted columns"));
  // 32 KiB of 64-bit words.
  CHECK(complaint("tile.input_buffer.width=65536").empty());
  CHECK_THAT(complaint("tile.input_buffer.capacity=7 B"),
             Catch::Contains("hold more than capacity, 7 B"));
  CHECK(complaint("tile.input_buffer.capacity=8 B").empty());
}

TEST_CASE("a range calibrated on data needs its percentile, a full-scale one refuses it") {
  const auto complaint = [](const std::string& chip, const std::string& from,
                            const std::string& to) {
    std::ifstream file(chip_file(chip));
    std::string text(std::istreambuf_iterator<char>(file), {});
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    try {
      // Under its own name, so that the files it names are found.
      read_spec<ChipSpec>(Document::parse(text.replace(at, from.size(), to), chip_file(chip)));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const auto mentions = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const std::string share = "      percentile: 0.9995\n";
  CHECK(complaint("edge_rram_constants", share, share).empty());
  CHECK(
      mentions(complaint("edge_rram_constants", share, ""), "tile.macro.adc.percentile: missing"));
  const std::string full = "      range: full_scale\n";
  CHECK(complaint("isaac_isca_2016", full, full + "      percentile: 1\n").empty());
  CHECK(mentions(complaint("isaac_isca_2016", full, full + share),
                 "tile.macro.adc.percentile: is 0.9995, but range: full_scale takes no share"));
}

TEST_CASE("a delay where nothing takes time by itself is an unknown key") {
  for (const char* key : {"noc.router.delay=1 ns", "host_link.port.delay=1 ns",
                          "tile.macro.input_register.delay=1 ns"}) {
    Document document = Document::load(chip_file("edge_rram_constants"));
    document.set(key);
    CHECK_THROWS_WITH(read_spec<ChipSpec>(document), Catch::Contains("unknown key"));
  }
}

TEST_CASE("ISAAC's areas roll up to Table I: tile 0.372 mm2, chip 85.4 mm2") {
  const Chip chip = load_chip("isaac_isca_2016");
  CHECK(chip.main().area().value() * 1e6 == Approx(0.372).epsilon(kOnePercent));
  CHECK(chip.area().value() * 1e6 == Approx(85.4).epsilon(kOnePercent));
}

TEST_CASE("ISAAC takes 16 crossbar cycles of 100 ns for a 16-bit MVM with one ADC per array") {
  const Chip chip = load_chip("isaac_isca_2016");
  const MvmFormat format = chip.main().format(16, 16, false);
  CHECK(chip.main().outputs_per_array(format) == 16);
  CHECK(chip.main().adcs_per_macro() == 1);
  const MvmTiming timing = chip.main().timing(format, 128, 128);
  CHECK(timing.read.value() == Approx(100e-9));
  CHECK(timing.convert.value() == Approx(100e-9));
  CHECK(timing.interval.value() == Approx(1.6e-6));
  // 16 reads, one cycle for the last conversions, one for their shift-and-add.
  CHECK(timing.latency.value() == Approx(1.8e-6));
}

TEST_CASE("sample-and-hold hides the shorter of reading and converting; without it both add up") {
  ChipSpec spec = load_chip("edge_rram_constants").spec();
  const MvmFormat format = Chip(spec).main().format(8, 8, false);
  REQUIRE(format.passes(128) == 2);
  // Read 1 + 10 ns; 64 converted columns on 8 ADCs at 10 ns each; shift-and-add 1 ns.
  REQUIRE(spec.tile.macro.analog()->stages().integrate_convert);
  MvmTiming timing = Chip(spec).main().timing(format, 128, 64);
  CHECK(timing.interval.value() == Approx(2 * 80e-9));
  CHECK(timing.latency.value() == Approx(11e-9 + 2 * 80e-9 + 1e-9));
  spec.tile.macro.analog()->pipeline.reset();
  timing = Chip(spec).main().timing(format, 128, 64);
  CHECK(timing.interval.value() == Approx(2 * 91e-9));
  CHECK(timing.latency.value() == Approx(2 * 91e-9 + 1e-9));
}

TEST_CASE("nine columns on eight ADCs take two conversions, eight take one") {
  const Chip chip = load_chip("edge_rram_constants");
  const MvmFormat format = chip.main().format(8, 8, false);
  CHECK(chip.main().timing(format, 128, 8).convert.value() == Approx(10e-9));
  CHECK(chip.main().timing(format, 128, 9).convert.value() == Approx(20e-9));
}

TEST_CASE("an ohmic read of one full-scale cell costs V^2 G t") {
  const Chip chip = load_chip("edge_rram_constants");
  const MacroSpec& macro = chip.spec().tile.macro;
  const MvmFormat format = chip.main().format(8, 8, false);
  const double steps = macro.cell->g_max() / conductance_step(format, *macro.cell);
  const double full_scale = 15 * 15 * steps;
  // 0.2 V across 40 uS for 10 ns.
  CHECK(chip.main().price(Action::cell_read).energy.value() * full_scale ==
        Approx(0.04 * 40e-6 * 10e-9));
}

TEST_CASE("area and static power of a chip are the sums over its parts") {
  const Chip chip = load_chip("edge_rram_constants");
  double area_m2 = 0;
  double power_w = 0;
  for (const Part& part : chip.parts()) {
    area_m2 += static_cast<double>(chip.instances(part)) * part.area.value();
    power_w += static_cast<double>(chip.instances(part)) * part.leakage.value();
  }
  constexpr double kRounding = 1e-12;
  CHECK(chip.area().value() == Approx(area_m2).epsilon(kRounding));
  CHECK(chip.leakage().value() == Approx(power_w).epsilon(kRounding));
}

TEST_CASE("a chip whose tiles follow from the network takes the number it is given") {
  ChipSpec spec = load_chip("edge_rram_constants").spec();
  spec.tiles = 0;
  CHECK(Chip(spec, 5).arrays() == 20);
  CHECK(spec.noc.routers(5) == 5);
}

TEST_CASE("errors of columns and converters are read from YAML, and are the chip's effects") {
  const Effects readout{Effect::adc_mismatch, Effect::adc_noise, Effect::adc_quantization,
                        Effect::column_limit, Effect::column_noise};
  const Chip plain = load_chip("edge_rram_constants");
  CHECK(plain.effects().among(readout) == Effects{Effect::adc_quantization});
  const std::string text =
      "from: edge_rram_constants.yaml\n"
      "tile: {macro: {adc: {capacitor_mismatch: 0.01, noise: 0.001, range: fixed, percentile: 1, "
      "full_cells: 12}, column: {noise: 0.04, limit: 100, saturation: 0.001, source: test}, "
      "drift_compensation: per_column}}\n";
  const Chip chip(read_spec<ChipSpec>(Document::parse(text, chip_file("erroneous_constants"))), 1);
  CHECK(chip.effects().among(readout) == readout);
  const AnalogMacroSpec& macro = *chip.spec().tile.macro.analog();
  CHECK(macro.adc->has_mismatch());
  CHECK(macro.adc->noise_codes() == Approx(0.001 * 256));
  CHECK(macro.adc->range_rule().rule == RangeRule::fixed);
  CHECK(macro.adc->range_rule().full_cells == 12);
  REQUIRE(macro.column);
  CHECK(macro.column->noise == 0.04);
  CHECK(macro.column->limit == 100);
  CHECK(macro.column->saturation == 0.001);
  CHECK(macro.drift_compensation == DriftCompensation::per_column);
}

}  // namespace
}  // namespace mho
