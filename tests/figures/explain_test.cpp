// A run's figures followed down to the constants that they are made of.
#include <catch2/catch.hpp>
#include <set>

#include "sim/report/run_csv.hpp"
#include "sim/results/explanation.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

/// Sums of doubles that were rounded once each.
double sum_of_parts(const Explanation& node) {
  double sum = 0;
  for (const Explanation& part : node.parts)
    if (part.share) sum += part.value.value_or(0);
  return sum;
}

const Explanation* part_named(const Explanation& node, const std::string& name) {
  for (const Explanation& part : node.parts)
    if (part.name == name) return &part;
  return nullptr;
}

/// Every node that is a sum: its parts have shares.
void check_sums(const Explanation& node) {
  const bool sum = !node.parts.empty() && node.parts.front().share.has_value();
  if (sum && node.value && node.unit == node.parts.front().unit) {
    INFO(node.name);
    CHECK(sum_of_parts(node) == Approx(*node.value).epsilon(kRounding));
  }
  for (const Explanation& part : node.parts) check_sums(part);
}

/// Calls `visit` for the leaves that are keys of the YAML.
template <class Visit>
void for_each_key(const Explanation& node, const Visit& visit) {
  if (node.name.starts_with("chip.")) visit(node);
  for (const Explanation& part : node.parts) for_each_key(part, visit);
}

const Results& quickstart() {
  static const Results results = lenet_results();
  return results;
}

}  // namespace

TEST_CASE("promise 5: TOPS/J of a run goes down to energies, actions, counts and prices") {
  const Explanation tree = explain(quickstart(), "tops_per_joule.chip.achieved", {});
  CHECK(*tree.value == quickstart().find("tops_per_joule.chip.achieved")->value);
  const Explanation* macs = part_named(tree, "macs.per_inference");
  REQUIRE(macs != nullptr);
  CHECK(*macs->value == 416520);
  const Explanation* energy = part_named(tree, "energy.chip");
  REQUIRE(energy != nullptr);
  CHECK(2 * *macs->value / *energy->value / 1e12 == Approx(*tree.value).epsilon(kRounding));
  const Explanation* adc = part_named(*energy, "adc");
  REQUIRE(adc != nullptr);
  const Explanation* convert = part_named(*adc, "convert");
  REQUIRE(convert != nullptr);
  CHECK(convert->how.ends_with(" x 1.2 pJ"));
  REQUIRE(convert->parts.size() == 1);
  CHECK(convert->parts[0].name == "chip.tile.macro.adc.energy");
  CHECK(*convert->parts[0].value == Approx(1.2e-12).epsilon(kRounding));
  CHECK(convert->parts[0].source.find("2404.06553") != std::string::npos);
}

TEST_CASE("the latency goes down to the layers that it waits for and the times of their MVMs") {
  const Explanation tree = explain(quickstart(), "latency.first", {});
  const LayerRow& first = quickstart().layers.front();
  const Explanation* layer = part_named(tree, first.name);
  REQUIRE(layer != nullptr);
  CHECK(*layer->value == Approx(first.end_s - first.start_s));
  CHECK(layer->how.find("bound by compute") != std::string::npos);
  const Explanation* interval = part_named(tree, "interval of MVMs");
  REQUIRE(interval != nullptr);
  CHECK(part_named(*interval, "chip.tile.macro.adc.delay") != nullptr);
}

TEST_CASE(
    "promise 4: parts of every sum in an explanation add up to it, however they are grouped") {
  for (const Grouping grouping : {Grouping::component, Grouping::layer, Grouping::tile})
    for (const double least_share : {0.0, 0.01, 0.5})
      for (const char* metric :
           {"energy.per_inference", "energy.macros", "energy.tiles", "area.chip", "area.tile",
            "area.macro", "tops_per_joule.macro.peak", "power.tile.peak", "power.chip.peak",
            "latency.first"})
        check_sums(explain(quickstart(), metric, {grouping, least_share}));
}

TEST_CASE("an explained area is that of the report") {
  for (const char* metric : {"area.chip", "area.tile", "area.macro"}) {
    INFO(metric);
    const Explanation tree = explain(quickstart(), metric, {});
    CHECK(1e6 * sum_of_parts(tree) == Approx(*tree.value).epsilon(kRounding));
  }
}

TEST_CASE("an explained peak of a macro is that of the report") {
  const Explanation tree = explain(quickstart(), "tops_per_joule.macro.peak", {});
  const double macs = *part_named(tree, "MACs of one MVM")->value;
  const double energy_j = *part_named(tree, "energy of one MVM")->value;
  // Prices are rounded to 1e-30 J in the report.
  CHECK(2 * macs / energy_j / 1e12 == Approx(*tree.value).epsilon(kRounding));
}

TEST_CASE("an explained peak power adds up to that of the report on every kind of machine") {
  for (const char* chip : {"edge_rram_28nm", "isaac_isca_2016", "dcim_28nm", "edge_npu_28nm",
                           "tpu_v1_isca_2017", "eyeriss_jssc_2017", "edge_rram_attention_28nm"}) {
    const Results results = lenet_results({"chip=" + chip_file(chip), "engine.values=off"});
    for (const char* metric : {"power.tile.peak", "power.chip.peak"}) {
      INFO(chip << ": " << metric);
      const Explanation tree = explain(results, metric, {});
      // Prices are rounded to 1e-30 J in the report.
      CHECK(sum_of_parts(tree) == Approx(*tree.value).epsilon(kRounding));
      check_sums(tree);
      const bool kinds = results.peaks.size() > 1 && std::string(metric) == "power.chip.peak";
      const std::string tile = kinds ? " (tile)" : "";
      CHECK(part_named(tree, "what the tile does for them" + tile) != nullptr);
    }
    check_sums(explain(results, "tops.chip.peak", {}));
  }
}

TEST_CASE("what a chip draws between inferences is told by part, down to constants") {
  const Results results =
      lenet_results({std::string("chip=") + kSourceDir + "/configs/chips/edge_rram_gated_28nm.yaml",
                     "duty_cycle.inferences_per_day=1000", "engine.values=off"});
  const Explanation idle = explain(results, "duty.power.idle", {Grouping::component, 0});
  const Explanation gated = explain(results, "duty.power.gated", {Grouping::component, 0});
  for (const Explanation* tree : {&idle, &gated}) {
    CHECK(sum_of_parts(*tree) == Approx(*tree->value).epsilon(kRounding));
    CHECK(part_named(*tree, "clock_tree") == nullptr);  // it stops
  }
  const Explanation* adc = part_named(gated, "adc");
  REQUIRE(adc != nullptr);
  CHECK(*adc->value == Approx(0.05 * *part_named(idle, "adc")->value).epsilon(kRounding));
  REQUIRE(adc->parts.size() == 2);
  CHECK(adc->parts[0].name == "chip.tile.macro.adc.leakage");
  CHECK(adc->parts[1].name == "chip.power_states");
  // The controller and the host link stay on.
  CHECK(*part_named(gated, "power_controller")->value == Approx(1.7e-6));
  CHECK(part_named(gated, "host_link")->parts.size() == 1);
}

TEST_CASE("what tiles do at the peak is told by action, with count, price and constant") {
  const Explanation tree = explain(quickstart(), "power.tile.peak", {Grouping::component, 0});
  const Explanation* tiles = part_named(tree, "what the tile does for them");
  REQUIRE(tiles != nullptr);
  for (const auto& [action, key] :
       {std::pair{"input_buffer, read", "chip.tile.input_buffer.read_energy"},
        std::pair{"bus, bit", "chip.tile.bus.energy"},
        std::pair{"vector_unit, operation", "chip.tile.vector_unit.energy"},
        std::pair{"control, step", "chip.tile.control.energy"}}) {
    INFO(action);
    const Explanation* part = part_named(*tiles, action);
    REQUIRE(part != nullptr);
    REQUIRE_FALSE(part->parts.empty());
    CHECK(part->parts.front().name == key);
    CHECK_FALSE(part->parts.front().source.empty());
  }
}

TEST_CASE("promise 5: every constant in an explanation has its key, and its source is named") {
  std::set<std::string> keys;
  for (const char* metric : {"energy.per_inference", "power.tile.peak", "power.chip.peak"})
    for_each_key(explain(quickstart(), metric, {Grouping::component, 0}),
                 [&](const Explanation& key) { keys.insert(key.name); });
  CHECK(keys.count("chip.tile.macro.read_voltage") == 1);
  CHECK(keys.count("chip.tile.input_buffer.read_energy") == 1);
  CHECK(keys.count("chip.noc.router.leakage") == 1);
  const Document document = lenet_document();
  for (const std::string& key : keys) {
    INFO(key);
    CHECK(document.place_of(key).has_value());
  }
}

TEST_CASE("every metric of a run can be explained") {
  for (const Metric& metric : quickstart().metrics) {
    INFO(metric.name);
    const Explanation tree = explain(quickstart(), metric.name, {});
    CHECK(*tree.value == metric.value);
    CHECK(tree.unit == metric.unit);
    CHECK_FALSE(tree.how.empty());
  }
}

TEST_CASE("by layer and by tile, an explanation first names these") {
  const Explanation layers = explain(quickstart(), "energy.per_inference", {Grouping::layer, 0});
  for (const LayerRow& row : quickstart().layers) {
    INFO(row.name);
    const Explanation* part = part_named(layers, row.name);
    REQUIRE(part != nullptr);
    CHECK(*part->value == Approx(row.energy_j).epsilon(kRounding));
  }
  const Explanation tiles = explain(quickstart(), "energy.per_inference", {Grouping::tile, 0});
  CHECK(part_named(tiles, "tile 7") != nullptr);
  CHECK(part_named(tiles, "(no tile)") != nullptr);
}

TEST_CASE("promise 4: the ledger as CSV adds up to the report's total to the last digit") {
  const std::string csv = ledger_csv(quickstart());
  ExactEnergy sum = 0;
  std::size_t lines = 0;
  const std::string head = csv.substr(0, csv.find('\n'));
  CHECK(head ==
        "component,action,layer,tile,count,unit_qj,energy_qj,unit_j,energy_j,source,key,place");
  for (std::size_t begin = head.size() + 1; begin < csv.size(); ++lines) {
    const std::size_t end = csv.find('\n', begin);
    // The first seven fields hold no comma.
    std::size_t field = begin;
    for (int i = 0; i < 6; ++i) field = csv.find(',', field) + 1;
    ExactEnergy energy = 0;
    for (; csv[field] != ','; ++field) energy = 10 * energy + (csv[field] - '0');
    sum += energy;
    begin = end + 1;
  }
  CHECK(lines == quickstart().ledger.lines().size());
  CHECK((sum == quickstart().ledger.total()));
  const double images = quickstart().find("engine.images")->value;
  CHECK(to_energy(sum).value() / images == quickstart().find("energy.per_inference")->value);
}

}  // namespace mho
