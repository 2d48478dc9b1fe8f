// Trees of figures made by hand: sums, shares, small parts and keys.
#include "sim/results/explanation.hpp"

#include <catch2/catch.hpp>

#include "sim/results/tree_parts.hpp"

namespace mho {

namespace {

std::vector<Explanation> parts_of(const std::vector<double>& values) {
  std::vector<Explanation> parts;
  for (std::size_t i = 0; i < values.size(); ++i)
    parts.push_back({"part " + std::to_string(i), values[i], "J"});
  return parts;
}

/// Two layers one after the other, a third beside them, on two kinds of tile.
Results by_hand() {
  Results results;
  results.tiles = 3;
  results.main_tiles = 2;
  results.macros_per_tile = 4;
  const auto layer = [](const char* name, double start_s, double end_s) {
    LayerRow row;
    row.name = name;
    row.start_s = start_s;
    row.end_s = end_s;
    row.bound = "compute";
    return row;
  };
  results.layers = {layer("first", 1, 5), layer("beside", 2, 4), layer("second", 5, 9)};
  PeakMacro main{"tile", 8, 100, 2, {}, {}};
  PartRow adc;
  adc.component = "adc";
  adc.prices = {{"convert", 0.5, "a paper", {"chip.tile.macro.adc.energy"}}};
  results.parts = {adc, adc};
  results.parts[1].prices = {{"convert", 0.5, "", {}}};
  main.rows = {{"macro", 0, 0, 10}};
  main.times = {{"chip.tile.macro.adc.delay", 0.25, "s", "a paper"}};
  PeakMacro other{"wide", 1, 1000, 4, {}, {}};
  other.rows = {{"macro", 1, 0, 20}};
  results.peaks = {main, other};
  results.places = {{"chip.tile.macro.adc.energy", "chip.yaml:7"}};
  results.metrics = {{"latency.first", 10, "s", "Latency.", "engine"},
                     {"tops.chip.peak", 1.3e-9, "TOPS", "Peak.", "arrays"},
                     {"power.chip.peak", 22.5, "W", "Power.", "actions"}};
  return results;
}

const Explanation& part_named(const Explanation& tree, const std::string& name) {
  for (const Explanation& part : tree.parts)
    if (part.name == name) return part;
  FAIL("no part " << name);
  throw 0;
}

}  // namespace

TEST_CASE("parts are sorted, have their share of the whole, and small ones are told together") {
  const auto tree = tidied(parts_of({1, 60, 2, 37}), 100, 0.03);
  REQUIRE(tree.size() == 3);
  CHECK(tree[0].name == "part 1");
  CHECK(*tree[0].share == 0.6);
  CHECK(tree[2].name == "2 smaller parts");
  CHECK(*tree[2].value == 3);
  CHECK(*tree[2].share == 0.03);
}

TEST_CASE("one small part alone is told as it is, and one at the limit is not small") {
  const auto alone = tidied(parts_of({99, 1}), 100, 0.05);
  REQUIRE(alone.size() == 2);
  CHECK(alone[1].name == "part 1");
  const auto at_limit = tidied(parts_of({90, 5, 5}), 100, 0.05);
  CHECK(at_limit.size() == 3);
}

TEST_CASE("parts of nothing have no shares") {
  const auto tree = tidied(parts_of({0, 0}), 0, 0.01);
  REQUIRE(tree.size() == 1);
  CHECK_FALSE(tree[0].share.has_value());
}

TEST_CASE("one key tells its value and place, several tell neither value") {
  const Results results = by_hand();
  const auto one = constants(results, {"chip.tile.macro.adc.energy"}, 0.5, "J", "a paper");
  REQUIRE(one.size() == 1);
  CHECK(*one[0].value == 0.5);
  CHECK(one[0].place == "chip.yaml:7");
  CHECK(one[0].source == "a paper");
  const auto two = constants(results, {"a", "b"}, 0.5, "J", "a paper");
  REQUIRE(two.size() == 2);
  CHECK_FALSE(two[0].value.has_value());
  CHECK_FALSE(two[1].value.has_value());
  CHECK_FALSE(constants(results, {"a"}, std::nullopt, "J", "")[0].value.has_value());
}

TEST_CASE("a layer counts for what it ends later than all before it") {
  const Explanation tree = explain(by_hand(), "latency.first", {Grouping::component, 0});
  CHECK(*part_named(tree, "before the first layer starts").value == 1);
  // What ends while another is at work is no part: 1 to 4 s of "first" are told as "beside".
  CHECK(*part_named(tree, "beside").value == 3);
  CHECK(*part_named(tree, "first").value == 1);
  CHECK(*part_named(tree, "second").value == 4);
  CHECK(*part_named(tree, "on the way back").value == 1);
}

TEST_CASE("a chip's peak is told by kind of tile") {
  const Explanation rate = explain(by_hand(), "tops.chip.peak", {});
  CHECK(*part_named(rate, "arrays of tile").value == Approx(8 * 2 * 100 / 2.0 * 1e-12));
  CHECK(*part_named(rate, "arrays of wide").value == Approx(1 * 2 * 1000 / 4.0 * 1e-12));
  const Explanation power = explain(by_hand(), "power.chip.peak", {});
  CHECK(*part_named(power, "MVMs of macros (tile)").value == 8 * 10 * 0.5 / 2);
  CHECK(*part_named(power, "MVMs of macros (wide)").value == 20 * 0.5 / 4);
}

}  // namespace mho
