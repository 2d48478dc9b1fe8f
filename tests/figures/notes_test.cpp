// What a run says beside its figures of the point that it runs at, and late errors of its costs.
#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/figures/notes.hpp"
#include "tests/run/lenet_run.hpp"

namespace mho {
namespace {

bool says(const Results& results, const std::string& text) {
  return std::any_of(results.notes.begin(), results.notes.end(),
                     [&](const std::string& note) { return note.find(text) != std::string::npos; });
}

TEST_CASE("a run beside its nominal point says so, one at it does not") {
  CHECK(says(lenet_results({"chip.nominal_supply=0.9 V", "chip.supply=0.7 V"}),
             "Runs at 700 mV, 300 K; costs are stated at 900 mV, 300 K and moved."));
  CHECK_FALSE(says(lenet_results(), "Runs at"));
}

TEST_CASE("a run whose rows take turns says so, one whose rows all conduct does not") {
  CHECK(says(lenet_results({"chip.tile.macro.active_rows=48"}),
             "48 of 128 rows conduct at once (chip.tile.macro.active_rows; 0 would be all): a "
             "product of all rows takes 3 turns."));
  CHECK_FALSE(says(lenet_results(), "conduct at once"));
}

TEST_CASE("an input with a sign that no value needs is told, and one whose values need it is not") {
  RunSpec spec = lenet_spec();
  CHECK(notes_on_inputs(spec, false).empty());  // unsigned bytes
  spec.workload.test.format = DataFormat::npy;
  const std::vector<std::string> notes = notes_on_inputs(spec, false);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].find("by workload.test.signed; no value that was read is negative") !=
        std::string::npos);
  CHECK(notes_on_inputs(spec, true).empty());
  spec.engine.values = Values::off;
  CHECK(notes_on_inputs(spec, false)[0].find("no data were read") != std::string::npos);
  spec.workload.test.is_signed = false;
  CHECK(notes_on_inputs(spec, false).empty());
}

TEST_CASE("a range that rounds away a layer's sums is told with its cause, a fitting one is not") {
  const std::vector<std::string> wide{
      "chip.tile.macro.adc={kind: sar, range: fixed, full_cells: "
      "8000, bits: 8, percentile: 1, energy: 1 pJ, delay: 1 ns, "
      "area: 1 um2, leakage: 0 W, source: test}"};
  const Results results = lenet_results(wide);
  CHECK(says(results, "Converters round away "));
  CHECK(says(results, " times the largest sum, "));
  CHECK(says(results, " of 256 codes in use (chip.tile.macro.adc.range: calibrated_mse would fit"));
  CHECK_FALSE(says(results, "Converters clip"));
  CHECK_FALSE(says(lenet_results(), "Converters round"));
  CHECK_FALSE(says(lenet_results(), "Converters clip"));
}

TEST_CASE("a range that clips a layer's sums is told with the share of conversions") {
  const Results results =
      lenet_results({"chip.tile.macro.adc={kind: sar, range: fixed, full_cells: 0.1, bits: 8, "
                     "percentile: 1, energy: 1 pJ, delay: 1 ns, area: 1 um2, leakage: 0 W, "
                     "source: test}"});
  CHECK(says(results, "Converters clip "));
  CHECK(says(results, " % of the conversions of layer "));
  CHECK_FALSE(says(results, "Converters round"));
}

TEST_CASE("of several layers that lose, the worst is told and the others are counted") {
  QuantizedGraph graph;
  for (const char* name : {"first", "second", "third"}) {
    graph.layers.emplace_back();
    graph.layers.back().name = name;
  }
  RangeUse use;
  use.rounding_error = 0.2;
  use.times_largest = 40;
  use.codes_in_use = 3;
  use.codes = 64;
  std::vector<RangeUse> uses{use, use, use};
  for (int i = 0; i < 3; ++i) uses[static_cast<std::size_t>(i)].layer = i;
  uses[1].rounding_error = 0.5;
  uses[2].rounding_error = 0.099;  // below what is told
  CHECK(notes_on_ranges(graph, uses) ==
        std::vector<std::string>{
            "Converters round away 50 % of the power of the column sums of layer second: their "
            "range is 40 times the largest sum, 3 of 64 codes in use (chip.tile.macro.adc.range: "
            "calibrated_mse would fit it to each layer). 1 other layer loses 10 % or more."});
  CHECK(notes_on_ranges(graph, {}).empty());
}

TEST_CASE("weights that share a scale in a layer are told") {
  CHECK(says(lenet_results({"quantization.weight_scale=per_layer"}),
             "Weights: one scale for all output channels of a layer"));
  CHECK_FALSE(says(lenet_results(), "Weights: one scale"));
}

TEST_CASE("the value of a formula that is no cost is an error at the formula's line") {
  const Document document = lenet_document(
      {"chip.tile.macro.dac={bits: 4, delay: 1 ns, model: {kind: formula, energy: bits * uW, area: "
       "0 * um2, leakage: 0 * nW, source: test}}"});
  const Place where{kQuickstart, 0};
  try {
    placing_problems(where, document, "", [&] {
      return run(read_spec<RunSpec>(document), where, {1, {}});
    });
    FAIL("4 uJ a drive");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].key == "chip.tile.macro.dac.model.energy");
    CHECK(error.problems()[0].place.file == "--set");
  }
}

}  // namespace
}  // namespace mho
