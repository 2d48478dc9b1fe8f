// A sweep's YAML: what it varies, and all that can be wrong with it.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "sim/config/config.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/design/sweep_spec.hpp"
#include "tests/config/folder.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kRun = "from: " + std::string(kSourceDir) + "/configs/runs/quickstart.yaml\n";

SweepSpec sweep_of(const std::string& text) {
  return read_sweep(Document::parse(kRun + text, "sweep.yaml"));
}

/// All that is wrong with it, a line each.
std::string refusal(const std::string& text) {
  try {
    sweep_of(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::vector<std::string> labels_of(const Parameter& parameter) {
  std::vector<std::string> labels;
  for (const SweptValue& value : parameter.values) labels.push_back(value.label);
  return labels;
}

bool has_part(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a sweep varies lists, ranges and files") {
  const SweepSpec spec = sweep_of(
      "vary:\n"
      "  chip.tile.macro.adc.bits: [4, 6]\n"
      "  chip.tile.macro.rows: {from: 64, to: 512, times: 2}\n"
      "  chip.supply: {from: 0.7 V, to: 1 V, step: 0.1 V}\n"
      "  chip.tile.macro.cell:\n"
      "    - rram_wan_nature_2022\n"
      "    - {value: mram_stt_22nm, vary: {chip.tile.macro.rows_of_it: [1, 2]}}\n"
      "  chip.tile.macro.adc.model: [{kind: sar}, {kind: flash}]\n");
  REQUIRE(spec.space.parameters.size() == 6);
  using Labels = std::vector<std::string>;
  CHECK(labels_of(spec.space.parameters[0]) == Labels{"4", "6"});
  CHECK(labels_of(spec.space.parameters[1]) == Labels{"64", "128", "256", "512"});
  CHECK(labels_of(spec.space.parameters[2]) == Labels{"0.7 V", "0.8 V", "0.9 V", "1 V"});
  CHECK(labels_of(spec.space.parameters[3]) == Labels{"rram_wan_nature_2022", "mram_stt_22nm"});
  CHECK(labels_of(spec.space.parameters[5]) == Labels{"{kind: sar}", "{kind: flash}"});
  // Names of files stand for what is in them, also those of alternatives.
  for (const SweptValue& value : spec.space.parameters[3].values) CHECK(value.node->is_map());
  CHECK(spec.space.parameters[2].is_ordered);
  CHECK(!spec.space.parameters[3].is_ordered);
  CHECK(spec.space.size() == 2 * 4 * 4 * (1 + 2) * 2);
}

TEST_CASE("designs are numbered, the last key fastest, and none comes twice") {
  const SweepSpec spec = sweep_of(
      "vary:\n"
      "  a: [1, 2]\n"
      "  b:\n"
      "    - {value: x, vary: {c: [1, 2, 3]}}\n"
      "    - y\n"
      "    - {value: z, vary: {c: [1, 2], d: [1, 2]}}\n");
  REQUIRE(spec.space.size() == 2 * (3 + 1 + 4));
  std::set<Choice> seen;
  std::set<Key> keys;
  for (std::int64_t n = 0; n < *spec.space.size(); ++n) {
    const Choice choice = spec.space.at(n);
    CHECK(spec.space.made_whole(choice) == choice);
    seen.insert(choice);
    keys.insert(spec.space.key(choice));
  }
  CHECK(seen.size() == 16);
  CHECK(keys.size() == 16);
  CHECK(spec.space.at(0) == Choice{0, 0, 0, -1, -1});
  CHECK(spec.space.at(3) == Choice{0, 1, -1, -1, -1});
  CHECK(spec.space.at(15) == Choice{1, 2, -1, 1, 1});
}

TEST_CASE("what is tied follows what varies") {
  const SweepSpec spec = sweep_of(
      "vary: {chip.tile.macro.rows: [64, 128], chip.supply: [0.8 V, 0.9 V]}\n"
      "tie:\n"
      "  chip.tile.macro.active_rows: rows / 2\n"
      "  chip.nominal_supply: chip.supply + 0.05\n");
  const Evaluator evaluator(spec, {});
  const Document design = evaluator.document(spec.space.at(3), 0);
  CHECK(design.text_of("chip.tile.macro.active_rows") == "64");
  CHECK(design.text_of("chip.nominal_supply") == "0.95");
  CHECK(evaluator.id(spec.space.at(0), 0) != evaluator.id(spec.space.at(1), 0));
}

TEST_CASE("promise 6: a wrong sweep is refused with all that is wrong with it") {
  CHECK(has_part(refusal(""), "vary: must say what varies"));
  CHECK(has_part(refusal("vary: {a: 3}\n"), "sweep.yaml:2: vary.a: is a single value"));
  CHECK(has_part(refusal("vary: {a: []}\n"), "vary.a: has no value"));
  CHECK(has_part(refusal("vary: {a: [1, 1]}\n"), "vary.a: has the value 1 twice"));
  CHECK(has_part(refusal("vary: {a: {from: 1, to: 2}}\n"), "without a 'step' or 'times'"));
  CHECK(has_part(refusal("vary: {a: {from: 1 V, to: 2 mV, step: 1 V}}\n"), "mixes units"));
  CHECK(has_part(refusal("vary: {a: {from: 3, to: 2, step: 1}}\n"), "does not rise"));
  CHECK(has_part(refusal("vary: {a: {from: 0, to: 2, times: 2}}\n"), "does not rise"));
  CHECK(has_part(refusal("vary: {a: {from: 0, to: 1, step: 1e-9}}\n"), "more than 10000 values"));
  CHECK(has_part(refusal("vary: {a: {from: 1, too: 2}}\n"), "names '1'"));
  CHECK(has_part(refusal("vary: {a: [{value: 1, vary: {a: [1, 2]}}]}\n"), "varies above already"));
  CHECK(has_part(refusal("vary: {a: [1, 2]}\ntie: {b: '2 +'}\n"), "tie.b: is no expression"));
  const std::string vary = "vary: {a: [1, 2]}\n";
  CHECK(has_part(refusal(vary + "objectives: {minimize: [energy.per_inferenc]}\n"),
                 "did you mean 'energy.per_inference'"));
  CHECK(has_part(refusal(vary + "objectives: {least: [area.chip]}\n"), "allowed: minimize"));
  CHECK(has_part(refusal(vary + "constraints: {area.chip: '<= 10 J'}\n"),
                 "must be '<= NUMBER mm2' or '>= NUMBER mm2'"));
  CHECK(has_part(refusal(vary + "constraints: {area.chip: '10 mm2'}\n"), "must be '<= NUMBER"));
  CHECK(has_part(refusal(vary + "search: {kind: random}\n"), "how many designs"));
  CHECK(has_part(refusal(vary + "search: {kind: best}\n"), "must be one of grid, random"));
  CHECK(has_part(refusal(vary + "fidelity: {images: [10, 5]}\n"), "must be whole and rise"));
  const std::string both = refusal("vary: {a: 3, b: {from: 1, to: 2}}\n");
  CHECK(has_part(both, "vary.a"));
  CHECK(has_part(both, "vary.b"));
}

TEST_CASE("limits are in the metric's unit, whatever theirs is written in") {
  const SweepSpec spec = sweep_of(
      "vary: {a: [1, 2]}\n"
      "constraints: {area.chip: '<= 2e6 um2', accuracy.loss.mean: '<= 1 point', "
      "throughput.steady: '>= 10 images/s'}\n");
  REQUIRE(spec.constraints.size() == 3);
  CHECK(spec.constraints[0].limit == Approx(2));
  CHECK(spec.constraints[0].violation(3) == Approx(0.5));
  CHECK(spec.constraints[0].violation(1.9) == 0);
  CHECK(spec.constraints[2].violation(5) == Approx(0.5));
}

}  // namespace mho
