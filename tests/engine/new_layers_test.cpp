// Layers that came with the operators of newer files, with time: the same bits as without.
#include <catch2/catch.hpp>

#include "tests/engine/check_equal.hpp"
#include "tests/workloads/graph_builder.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {
namespace {

/// The layers of a network in ONNX's text, whose float inputs but the first are constants.
QuantizedGraph layers_of(const std::string& text, int channels, int height, int width) {
  onnx::ModelProto model = test::parsed(text);
  std::mt19937 generator(3);
  for (const auto& input : model.graph().input()) {
    if (input.name() == "x") continue;
    Shape shape;
    for (const auto& size : input.type().tensor_type().shape().dim())
      shape.push_back(size.dim_value());
    test::bind(model, input.name(), test::random_tensor(shape, generator));
  }
  QuantizationSpec spec;
  spec.weight_bits = 4;
  spec.activation_bits = 6;
  spec.calibration_images = 3;
  return quantize(test::imported(model), spec, random_images(3, channels, height, width, -1), 1);
}

void check_with_time(const QuantizedGraph& graph, int seed) {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 6;
  check_equal(TimedNetwork(graph, chip, {}, {3, seed}), 3,
              Stream(static_cast<std::uint64_t>(seed)));
}

bool has_layer_of(const QuantizedGraph& graph, LayerKind kind) {
  return std::any_of(graph.layers.begin(), graph.layers.end(),
                     [&](const QuantizedLayer& layer) { return layer.kind == kind; });
}

}  // namespace

TEST_CASE("promise 2: gated and plain recurrent layers give the same bits with time") {
  for (const char* type : {"GRU<hidden_size = 3, linear_before_reset = 1", "RNN<hidden_size = 3"}) {
    INFO(type);
    const std::string gates = type[0] == 'G' ? "9" : "3", biases = type[0] == 'G' ? "18" : "6";
    const QuantizedGraph graph = layers_of(
        "g (float[5,1,4] x, float[1," + gates + ",4] w, float[1," + gates + ",3] r, float[1," +
            biases + "] b) => (float[5,1,1,3] y) { y = " + type + ">(x, w, r, b) }",
        4, 5, 1);
    REQUIRE(has_layer_of(graph, LayerKind::lstm));
    check_with_time(graph, 501);
  }
}

TEST_CASE("promise 2: rows of a table give the same bits with time") {
  const QuantizedGraph graph = layers_of(
      "g (int64[1,4] x, float[9,5] t, float[5,3] w) => (float[1,4,3] y) "
      "{ rows = Gather(t, x) y = MatMul(rows, w) }",
      1, 4, 1);
  REQUIRE(has_layer_of(graph, LayerKind::lookup));
  CHECK(graph.tensors[static_cast<std::size_t>(graph.input)].bits == 4);
  check_with_time(graph, 502);
}

TEST_CASE(
    "promise 2: reflected pads, repeated values and reciprocals give the same bits with time") {
  check_with_time(layers_of("g (float[1,2,4,4] x, float[3,2,3,3] w) => (float[1,3,5,4] y) "
                            "<int64[8] p = {0, 0, 1, 2, 0, 0, 2, 0}, int64[1] a = {1}> "
                            "{ v = Pad<mode = \"reflect\">(x, p) c = Conv(v, w) e = Exp(c) "
                            "s = ReduceSum(e, a) y = Div(c, s) }",
                            2, 4, 4),
                  503);
}

TEST_CASE("promise 2: normalization without the mean gives the same bits with time") {
  check_with_time(layers_of("g (float[1,3,6] x, float[6] s, float[6,4] w) => (float[1,3,4] y) "
                            "{ n = RMSNormalization(x, s) y = MatMul(n, w) }",
                            6, 3, 1),
                  504);
}

}  // namespace mho
