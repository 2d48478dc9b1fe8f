// Which bits a run has that does not ask for any.
#include "sim/run/native_precision.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sim/figures/run.hpp"
#include "tests/run/default_run.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {
namespace {

/// With little to simulate.
Document small_default_run(const std::string& chip, const std::string& workload,
                           std::vector<std::string> sets = {}) {
  for (const char* set : {"accuracy.images=2", "accuracy.trials=1", "engine.images=2",
                          "quantization.calibration_images=32"})
    sets.emplace_back(set);
  return default_run(chip, workload, sets);
}

struct Chosen {
  int weight_bits, activation_bits;
  PrecisionChoice choice;
};

Chosen chosen(const std::string& chip, const std::string& workload,
              const std::vector<std::string>& sets = {}) {
  auto spec = read_spec<RunSpec>(small_default_run(chip, workload, sets));
  const PrecisionChoice choice =
      choose_bits(spec, spec.workload.load_network(spec.engine.values, 1));
  return {spec.quantization.weight_bits, spec.quantization.activation_bits, choice};
}

TEST_CASE("a run that asks for no bits has the chip's own, where the network's weights survive") {
  const Chosen ternary = chosen("imec_cicc_2021", "lenet5_ternary_fashion_mnist");
  CHECK(ternary.weight_bits == 2);
  CHECK(ternary.activation_bits == 7);
  CHECK(ternary.choice.caveat.empty());
  CHECK(ternary.choice.note.starts_with(
      "Bits: the chip's native precision, 2-bit weights x 7-bit activations; from: "));
}

TEST_CASE("weights that do not survive the chip's own bits stay at eight, and it is said why") {
  const Chosen trained = chosen("imec_cicc_2021", "lenet5_fashion_mnist");
  CHECK(trained.weight_bits == 8);
  CHECK(trained.activation_bits == 7);
  CHECK(trained.choice.caveat.starts_with(
      "Not the chip's native precision of 2-bit weights x 7-bit activations: rounded to 2 bits the "
      "weights of lenet5_fashion_mnist keep a signal-to-noise ratio of "));
  CHECK(trained.choice.note.empty());
}

TEST_CASE("bits that a run asks for win over the chip's, each by itself") {
  const Chosen both = chosen("imec_cicc_2021", "lenet5_fashion_mnist",
                             {"quantization.weight_bits=2", "quantization.activation_bits=5"});
  CHECK(both.weight_bits == 2);
  CHECK(both.activation_bits == 5);
  CHECK(both.choice.caveat.empty());
  CHECK(both.choice.note.starts_with(
      "Bits: as asked for, 2-bit weights x 5-bit activations; the chip's native precision is 2-bit "
      "weights x 7-bit activations"));
  const Chosen one =
      chosen("imec_cicc_2021", "lenet5_fashion_mnist", {"quantization.weight_bits=6"});
  CHECK(one.weight_bits == 6);
  CHECK(one.activation_bits == 7);
}

TEST_CASE("without a native precision bits are eight, and nothing is said") {
  const Chosen usual = chosen("edge_rram_28nm", "lenet5_fashion_mnist");
  CHECK(usual.weight_bits == 8);
  CHECK(usual.activation_bits == 8);
  CHECK(usual.choice.caveat.empty());
  CHECK(usual.choice.note.empty());
}

TEST_CASE("runs with values and without have the same bits") {
  for (const char* workload : {"lenet5_fashion_mnist", "lenet5_ternary_fashion_mnist"}) {
    const Chosen on = chosen("imec_cicc_2021", workload);
    const Chosen off = chosen("imec_cicc_2021", workload, {"engine.values=off"});
    CHECK(on.weight_bits == off.weight_bits);
    CHECK(on.activation_bits == off.activation_bits);
  }
}

TEST_CASE("what is not the chip's own precision stands above the figures") {
  const Results results = run(small_default_run("imec_cicc_2021", "lenet5_fashion_mnist"), {1, {}});
  REQUIRE(results.caveats.size() == 1);
  CHECK(results.caveats[0].starts_with("Not the chip's native precision"));
  CHECK(results.precision == "8-bit weights x 7-bit activations");
  CHECK(run(small_default_run("imec_cicc_2021", "lenet5_ternary_fashion_mnist"), {1, {}})
            .caveats.empty());
}

/// A layer of normal weights that share one scale.
Graph normal_layer(int outputs, int inputs) {
  Graph graph;
  graph.file = "normal.onnx";
  graph.values = {{"x", {1, inputs}, {}},
                  {"w", {outputs, inputs}, Tensor{{outputs, inputs}, {}}},
                  {"y", {1, outputs}, {}}};
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  for (int i = 0; i < outputs * inputs; ++i)
    graph.values[1].constant->values.push_back(normal(random));
  Node node;
  node.op = Op::gemm;
  node.name = "layer";
  node.inputs = {0, 1};
  node.output = 2;
  node.attributes.trans_b = true;
  graph.nodes = {node};
  graph.inputs = {0};
  graph.outputs = {2};
  return graph;
}

TEST_CASE("rounding normal weights leaves what Max computed for a few levels") {
  // Max, Quantizing for minimum distortion, IRE Trans. IT-6 (1960), table II (equal steps): mean
  // square errors of 3 and 7 levels are 0.1902 and 0.0469 of the variance.
  const Graph graph = normal_layer(4, 20000);
  QuantizationSpec spec;
  spec.rule = CalibrationRule::mse;
  for (const auto& [bits, error] : {std::pair{2, 0.1902}, std::pair{3, 0.0469}}) {
    spec.weight_bits = bits;
    const auto coarsest = coarsest_layer(graph, spec);
    REQUIRE(coarsest);
    CHECK(coarsest->layer == "layer");
    CHECK(coarsest->error == Approx(error).epsilon(0.03));  // 80,000 draws; steps of the clip
    CHECK((coarsest->error > kMostRoundingError) == (bits == 2));
  }
}

}  // namespace
}  // namespace mho
