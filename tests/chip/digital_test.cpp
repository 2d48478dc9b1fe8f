// Published digital macros from rows, columns, clock and energies of their YAML; and what digital
// sections refuse.
#include <catch2/catch.hpp>

#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

Chip shipped(const std::string& name) {
  return Chip(read_spec<ChipSpec>(Document::load(chip_file(name))), 1);
}

struct Figures {
  double tops, tops_per_watt;
};

/// Of one full macro at b x b bits, 2 operations a MAC.
Figures macro_figures(const Chip& chip, int bits) {
  const MvmFormat format = chip.main().format(bits, bits, false);
  const int rows = chip.main().inputs_per_array();
  const int outputs = chip.main().outputs_per_array(format);
  const ActionCounts counts =
      digital_macro_actions(*chip.main().macro().digital(), format, rows, outputs, 1);
  double joules = 0;
  for (std::size_t i = 0; i < kActions; ++i)
    if (counts.count[i] > 0)
      joules += static_cast<double>(counts.count[i]) *
                chip.main().price(static_cast<Action>(i)).energy.value();
  const double operations = 2.0 * rows * outputs;
  const Time interval =
      chip.main().timing(format, rows, format.converted_columns(outputs)).interval;
  return {1e-12 * operations / interval.value(), 1e-12 * operations / joules};
}

constexpr double kRounding = 0.01;  // of published figures with two or three digits

}  // namespace

TEST_CASE(
    "dcim_22nm: 3.3 TOPS, 89 TOPS/W and 16.3 TOPS/mm2 at 4 x 4 bits; 8 x 8 takes 4 times as long") {
  const Chip chip = shipped("dcim_22nm");
  const Figures four = macro_figures(chip, 4);
  CHECK(four.tops == Approx(3.3).epsilon(kRounding));
  CHECK(four.tops_per_watt == Approx(89).epsilon(kRounding));
  CHECK(four.tops / (chip.main().macro_area().value() * 1e6) == Approx(16.3).epsilon(kRounding));
  const Figures eight = macro_figures(chip, 8);
  CHECK(eight.tops == Approx(four.tops / 4));
  // 24.7 TOPS/W were published (recalled): inputs of 8 bits toggle less.
  CHECK(eight.tops_per_watt == Approx(24.7).epsilon(0.12));
}

TEST_CASE("dcim_28nm: 5.6 ns and 40.15 TOPS/W at 8 x 8 bits") {
  const Chip chip = shipped("dcim_28nm");
  const MvmFormat format = chip.main().format(8, 8, true);
  CHECK(chip.main().timing(format, 128, 16).latency.value() == Approx(5.6e-9).epsilon(kRounding));
  CHECK(macro_figures(chip, 8).tops_per_watt == Approx(40.15).epsilon(kRounding));
}

TEST_CASE("digital machines are exact and have no effects; analog ones are not") {
  CHECK(shipped("dcim_22nm").exact());
  CHECK(shipped("tpu_v1_isca_2017").exact());
  CHECK(shipped("edge_npu_28nm").effects() == Effects{});
  CHECK_FALSE(shipped("edge_rram_constants").exact());
}

TEST_CASE("TPU v1: the named parts take 78 % of 331 mm2 and 28 W when idle") {
  const Chip chip = shipped("tpu_v1_isca_2017");
  CHECK(chip.area().value() * 1e6 == Approx(0.78 * 331).epsilon(kRounding));
  CHECK(chip.leakage().value() == Approx(28).epsilon(kRounding));
}

TEST_CASE("a row-stationary array needs scratchpads, others refuse them") {
  const std::string file = std::string(kSourceDir) + "/configs/chips/edge_npu_28nm.yaml";
  Document document = Document::load(file);
  document.set("tile.mac_array.dataflow=row_stationary");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(document), Catch::Contains("scratchpad"));
}

TEST_CASE("a chip of MAC arrays states its number of tiles") {
  Document document = Document::load(std::string(kSourceDir) + "/configs/chips/edge_npu_28nm.yaml");
  document.set("tiles=0");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(document), Catch::Contains("tiles"));
}

}  // namespace mho
