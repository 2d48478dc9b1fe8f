// Runs of LeNet-5 with the co-design knobs: what they save and cost, as reported, and precision
// stated where layers differ.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/text.hpp"
#include "sim/run/precision.hpp"
#include "tests/paths.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {

namespace {

RunSpec small_run(const std::vector<std::string>& sets, int images = 20) {
  Document document = Document::load(kQuickstart);
  for (const std::string& set : sets) document.set(set);
  RunSpec spec = read_spec<RunSpec>(document);
  spec.accuracy.images = images;
  spec.accuracy.trials = 1;
  spec.engine.images = 1;
  spec.quantization.calibration_images = 16;
  return spec;
}

Results results_of(const RunSpec& spec) { return run(spec, {kQuickstart, 0}, {1, {}}); }

const KnobRow& knob(const Results& results, const std::string& name) {
  for (const KnobRow& row : results.knobs)
    if (row.name == name) return row;
  FAIL(name);
  throw 0;
}

}  // namespace

TEST_CASE("1b x 1b weighs every MAC with the bits of its layer, and says mixed") {
  QuantizedGraph graph = chain_graph(4, 6, Stream(1));
  const Precision alike = precision_of(graph, 4, 6);
  CHECK(alike.workload == "4-bit weights x 6-bit activations");
  CHECK(alike.peak == alike.workload);
  CHECK(alike.bit_products == 24);
  CHECK(alike.peak_bit_products == 24);
  graph.layers[2].weights.bits = 2;
  graph.tensors[static_cast<std::size_t>(graph.layers[2].inputs[0])].bits = 3;
  const Precision mixed = precision_of(graph, 4, 6);
  // 48 x 18 x 4 MACs of 4 x 6 bits, 48 x 5 of 2 x 3.
  CHECK(mixed.bit_products == (3456.0 * 24 + 240 * 6) / 3696);
  CHECK(mixed.weight_bits == (3456.0 * 4 + 240 * 2) / 3696);
  CHECK(mixed.input_bits == (3456.0 * 6 + 240 * 3) / 3696);
  CHECK(mixed.workload == "mixed 2-4-bit weights x 3-6-bit activations");
  CHECK(mixed.peak == "4-bit weights x 6-bit activations");
  CHECK(mixed.peak_bit_products == 24);
}

TEST_CASE("a run of mixed bits states them at its achieved figures, and its own at the peak") {
  const Results results =
      results_of(small_run({"quantization.weight_bits_by_layer./fc1/Gemm=4"}, 1));
  const Metric* achieved = results.find("tops_per_joule.chip.achieved");
  const Metric* peak = results.find("tops_per_joule.chip.peak");
  CHECK(achieved->sentence.find("mixed 4-8-bit weights x 8-bit act") != std::string::npos);
  CHECK(peak->sentence.find("at 8-bit weights x 8-bit activations") != std::string::npos);
  CHECK(value(results, "tops_per_joule.chip.peak.normalized") == Approx(64 * peak->value));
  // fc1 has 48,000 of 416,520 MACs.
  CHECK(value(results, "precision.weights") == Approx((368520.0 * 8 + 48000.0 * 4) / 416520));
  CHECK(value(results, "tops_per_joule.chip.achieved.normalized") ==
        Approx(8 * value(results, "precision.weights") * achieved->value));
  const std::string text = to_text(results);
  CHECK(text.find("Efficiency  (mixed 4-8-bit weights x 8-bit activations, 2 OP") !=
        std::string::npos);
  CHECK(text.find("bits at the peak              8-bit weights x 8-bit act") != std::string::npos);
  CHECK(text.find("Layers differ in bits") != std::string::npos);
}

TEST_CASE("a run without knobs, or with all of them at nothing, has no co-design section") {
  const Results bare = results_of(small_run({}, 2));
  CHECK(bare.knobs.empty());
  CHECK(to_text(bare).find("Co-design") == std::string::npos);
  const Results nothing =
      results_of(small_run({"quantization.pruning.rows=0", "quantization.weight_clip=0",
                            "quantization.pruning.weights=0"},
                           2));
  CHECK(to_text(nothing) == to_text(bare));
}

TEST_CASE("each knob is compared with the run without it, and all with the run without any") {
  const Results bare = results_of(small_run({}));
  const Results results =
      results_of(small_run({"quantization.pruning.rows=0.5", "quantization.pruning.weights=0.3",
                            "quantization.weight_clip=3", "placement.vector_unit=[first]"}));
  REQUIRE(results.knobs.size() == 6);
  const KnobRow& as_run = results.knobs.front();
  CHECK(as_run.name == "as run");
  CHECK(as_run.arrays == value(results, "arrays.used"));
  CHECK(as_run.quantized == value(results, "accuracy.quantized"));
  CHECK(as_run.macs_on_arrays + as_run.macs_on_vector_units ==
        value(results, "macs.per_inference"));
  CHECK(as_run.zero_weights >= 0.3);

  CHECK(knob(results, "without weight clipping").arrays == as_run.arrays);
  CHECK(knob(results, "without pruned weights").cells == as_run.cells);
  CHECK(knob(results, "without pruned weights").zero_weights < 0.3);
  CHECK(knob(results, "without pruned rows").arrays > as_run.arrays);
  // Half of the rows of fc1 to fc3 and conv2, of pairs of cells; the first layer is on a vector
  // unit.
  CHECK(knob(results, "without pruned rows").cells == 2 * as_run.cells);
  const KnobRow& analog = knob(results, "without vector units");
  CHECK(analog.macs_on_vector_units == 0);
  CHECK(analog.macs_on_arrays == as_run.macs_on_arrays + as_run.macs_on_vector_units);
  CHECK(analog.quantized == as_run.quantized);
  const KnobRow& none = knob(results, "without any");
  CHECK(none.arrays == value(bare, "arrays.used"));
  CHECK(none.quantized == value(bare, "accuracy.quantized"));

  const std::string text = to_text(results);
  CHECK(text.find("Co-design") != std::string::npos);
  CHECK(text.find("matrix, vector unit") != std::string::npos);
  CHECK(text.find("memory that holds their weights is not modelled") != std::string::npos);
}

TEST_CASE("a network whose layers are all on vector units loses no accuracy by noise") {
  const Results results = results_of(small_run(
      {"placement.vector_unit=[/conv1/Conv, /conv2/Conv, /fc1/Gemm, /fc2/Gemm, /fc3/Gemm]"}, 10));
  CHECK(value(results, "accuracy.loss.mean") == 0);
  CHECK(value(results, "arrays.used") == 0);
  CHECK(value(results, "conversions_per_mac.achieved") == 0);
  CHECK(value(results, "macs.per_inference") == 416520);
  CHECK(value(results, "engine.equals_untimed") == 1);
}

}  // namespace mho
