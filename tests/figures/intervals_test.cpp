// What models give of a run's figures, against sums by hand over its parts and ledger.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/costs/spreads.hpp"
#include "sim/figures/part_amounts.hpp"
#include "sim/figures/run.hpp"
#include "sim/results/doubt.hpp"
#include "tests/explore/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {
namespace {

const char* const kConverter = "chip.tile.macro.adc.model={kind: survey, static_share: 0}";
const char* const kBuffer = "chip.tile.input_buffer.model={kind: sram}";

/// ISAAC is published in constants.
Results isaac(const std::vector<std::string>& changes) {
  return run(lenet_run("isaac_isca_2016", changes), {1, {}});
}

/// Energy of an image in a component, J: actions, static power.
double acted(const Results& results, const std::string& component) {
  double sum = 0;
  for (const LedgerLine& line : results.ledger.lines())
    if (!line.is_static() && results.part_of(line).component == component)
      sum += joules(line.energy());
  return sum / value(results, "engine.images");
}
double still(const Results& results, const std::string& component) {
  for (const ComponentRow& row : results.components)
    if (row.name == component) return row.static_j;
  return 0;
}

double width(const Results& results, const char* metric) {
  const Limits limits = *results.find(metric)->interval();
  return std::log(limits.high / limits.low) / 2;
}

Chip shipped_chip(const std::string& name) {
  return Chip(read_spec<ChipSpec>(
                  Document::load(std::string(kSourceDir) + "/configs/chips/" + name + ".yaml")),
              4);
}

double spread_one(ModelClass) { return 1; }

TEST_CASE("no figure of a chip of constants has an interval") {
  const Results results = isaac({"duty_cycle.inferences_per_day=100"});
  for (const Metric& metric : results.metrics) {
    INFO(metric.name);
    CHECK_FALSE(metric.interval());
  }
  for (const std::string& note : results.notes) CHECK(note.find("80 %") == std::string::npos);
}

TEST_CASE("a modelled converter spreads energies, TOPS/J and areas by its share of each") {
  const Results results = isaac({kConverter});
  const double share = acted(results, "adc") / value(results, "energy.per_inference");
  const double expected = share * energy_spread(ModelClass::converter);
  CHECK(width(results, "energy.per_inference") == Approx(expected).epsilon(kRounding));
  CHECK(width(results, "tops_per_joule.chip.achieved") == Approx(expected).epsilon(kRounding));
  CHECK(width(results, "power.average") == Approx(expected).epsilon(kRounding));
  CHECK(width(results, "energy.macros") ==
        Approx(acted(results, "adc") / value(results, "energy.macros") *
               energy_spread(ModelClass::converter)));
  double area_m2 = 0;
  for (const ComponentRow& row : results.components)
    if (row.name == "adc") area_m2 = row.area_m2;
  const double of_area = area_m2 * 1e6 / value(results, "area.chip");
  CHECK(width(results, "area.chip") ==
        Approx(of_area * area_spread(ModelClass::converter)).epsilon(kRounding));
  CHECK(width(results, "tops_per_mm2.chip.peak") == Approx(width(results, "area.chip")));
}

TEST_CASE("a macro's peak spreads by what its converters take of it") {
  const Results results = isaac({kConverter});
  const PeakMacro& peak = results.peaks.front();
  double adc_j = 0, all_j = 0;
  for (const PeakRow& row : peak.rows) {
    if (row.level != "macro") continue;
    const double energy_j = row.count * results.price_of(row).unit_j;
    all_j += energy_j;
    if (results.parts[row.part].component == "adc") adc_j += energy_j;
  }
  for (const PartRow& part : results.parts)
    if (part.holder == "macro")
      all_j += static_cast<double>(part.per_holder) * part.leakage_w * peak.interval_s;
  CHECK(width(results, "tops_per_joule.macro.peak") ==
        Approx(adc_j / all_j * energy_spread(ModelClass::converter)).epsilon(kRounding));
}

TEST_CASE("two classes spread a figure as the root of their squares; static power is logic's") {
  const Results results = isaac({"chip.tile.macro.adc.model={kind: survey}", kBuffer});
  const double all = value(results, "energy.per_inference");
  REQUIRE(still(results, "adc") > 0);
  const double converter = acted(results, "adc") / all * energy_spread(ModelClass::converter);
  const double logic = still(results, "adc") / all * energy_spread(ModelClass::logic);
  const double periphery = (acted(results, "input_buffer") + still(results, "input_buffer")) / all *
                           energy_spread(ModelClass::periphery);
  CHECK(width(results, "energy.per_inference") ==
        Approx(std::sqrt(converter * converter + logic * logic + periphery * periphery))
            .epsilon(kRounding));
}

TEST_CASE("formulas and constants of another node are constants, without an interval") {
  for (const char* model :
       {"chip.tile.macro.adc.model={kind: formula, energy: 1 * pJ, area: 100 * um2, leakage: "
        "\"0\", source: a test}",
        "chip.tile.macro.shift_add.model={kind: scaled, node: 45 nm, supply: 1 V, energy: 1 fJ, "
        "area: 1 um2, leakage: 0 W, delay: 1 ns, source: a test}"}) {
    INFO(model);
    CHECK_FALSE(isaac({model}).find("energy.chip")->interval());
  }
}

TEST_CASE("a day spreads by what models give of its work and of its waiting") {
  const Results results = isaac({kBuffer, "duty_cycle.inferences_per_day=0"});
  // Nothing but idle power.
  double buffer_w = 0;
  for (const PartRow& part : results.parts)
    if (part.component == "input_buffer") buffer_w += part.idle_w;
  const double expected =
      buffer_w / value(results, "duty.power.idle") * energy_spread(ModelClass::periphery);
  CHECK(width(results, "duty.power.idle") == Approx(expected).epsilon(kRounding));
  CHECK(width(results, "duty.energy_per_day") == Approx(expected).epsilon(kRounding));
  const Results busy = isaac({kBuffer, "duty_cycle.inferences_per_day=6e7"});
  const double work_j = acted(busy, "input_buffer") * 6e7;
  const double static_j = buffer_w * 86400;
  CHECK(width(busy, "duty.energy_per_day") ==
        Approx((work_j + static_j) / value(busy, "duty.energy_per_day") *
               energy_spread(ModelClass::periphery))
            .epsilon(kRounding));
}

TEST_CASE("amounts by part add up to the peaks' powers and the areas, on every kind of machine") {
  for (const char* name : {"edge_rram_28nm", "dcim_22nm", "edge_npu_28nm", "eyeriss_jssc_2017",
                           "isaac_isca_2016", "diana_isscc_2022"}) {
    INFO(name);
    const Chip chip = shipped_chip(name);
    const Peak peak = peak_of(chip, 8, 8, 1);
    const auto power = [&](Level level) { return peak_amounts(chip, peak, level).whole(); };
    CHECK(power(Level::macro) == Approx(peak.macro.power.value()).epsilon(kRounding));
    CHECK(power(Level::tile) == Approx(peak.tile.power.value()).epsilon(kRounding));
    CHECK(power(Level::chip) == Approx(peak.chip.power.value()).epsilon(kRounding));
    CHECK(power(Level::off_chip) ==
          Approx(peak.chip.power.value() + chip.off_chip_leakage().value()).epsilon(kRounding));
    double white_m2 = 0;
    for (const Part& part : chip.parts())
      if (part.is_white_space)
        white_m2 += static_cast<double>(chip.instances(part)) * part.area.value();
    CHECK(area_amounts(chip, Level::chip).whole() + white_m2 ==
          Approx(chip.area().value()).epsilon(kRounding));
    if (white_m2 == 0)
      CHECK(area_amounts(chip, Level::tile).whole() ==
            Approx(chip.main().area().value()).epsilon(kRounding));
  }
}

TEST_CASE("white space moves with what it lies between") {
  const Chip chip(
      [] {
        Document document =
            Document::load(std::string(kSourceDir) + "/configs/chips/colonnade_jssc_2021.yaml");
        document.set(
            "floorplan={cell_aspect: 1, longest_strip: 1000, macro_utilization: 0.5, "
            "tile_utilization: 0.5, chip_utilization: 0.5, source: a test}");
        return read_spec<ChipSpec>(document);
      }(),
      1);
  const double cells = 128.0 * 8 * 8 * chip.spec().tile.macro.cell_cost.area.value();
  double modelled = 0;
  for (const ModelledShare& share : area_amounts(chip, Level::macro).shares(spread_one))
    modelled += share.share;
  double parts = 0;
  for (const Part& part : chip.parts())
    if (part.level == Level::macro && !part.is_white_space)
      parts += static_cast<double>(part.per_holder) * part.area.value();
  REQUIRE(chip.main().macro_area().value() > 1.001 * parts);
  CHECK(modelled == Approx(1 - cells / parts).epsilon(kRounding));
}

}  // namespace
}  // namespace mho
