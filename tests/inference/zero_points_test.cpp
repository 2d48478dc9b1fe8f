// Promise 1 where a network's file has zero points: rows driven with an offset, cells that hold
// weights around a center, and what is corrected digitally.
#include <catch2/catch.hpp>

#include "tests/inference/random_chip.hpp"
#include "tests/inference/small_network.hpp"

namespace mho {
namespace {

/// The input asymmetric: rows hold integer + offset, which is not negative.
void shift_input(QuantizedGraph& graph, std::int32_t zero_point) {
  QuantizedTensor& input = graph.tensors[static_cast<std::size_t>(graph.input)];
  const std::int32_t levels = (1 << input.bits) - 1;
  input.given = {-zero_point, levels - zero_point, zero_point, false};
  input.is_signed = true;
  input.offset = zero_point;
}

/// The weights of each output around another number than 0.
void shift_weights(QuantizedLayer& layer, Draws& draws) {
  MatrixWeights& weights = layer.weights;
  for (int o = 0; o < weights.outputs; ++o) {
    weights.center.push_back(draws.between(-100, 100));
    for (int r = 0; r < weights.rows_per_group; ++r)
      weights.values[static_cast<std::size_t>(o) * weights.rows_per_group + r] +=
          weights.center.back();
  }
}

void set_sums_of_offset(const QuantizedGraph& graph, QuantizedLayer& layer) {
  MatrixWeights& weights = layer.weights;
  const std::int64_t offset = graph.tensors[static_cast<std::size_t>(layer.inputs[0])].offset;
  weights.offset_sums.assign(static_cast<std::size_t>(weights.outputs), 0);
  for (std::size_t i = 0; i < weights.values.size(); ++i)
    weights.offset_sums[i / static_cast<std::size_t>(weights.rows_per_group)] +=
        offset * weights.values[i];
}

TEST_CASE("promise 1: zero points of inputs and weights are corrected exactly on any arrays") {
  int corrected = 0;
  for (std::uint64_t n = 0; n < 300; ++n) {
    Draws draws(Stream(701).child(n));
    ConvShape shape;
    shape.groups = draws.between(1, 3);
    shape.channels = shape.groups * draws.between(1, 3);
    shape.outputs = shape.groups * draws.between(1, 4);
    shape.height = draws.between(4, 7);
    shape.width = draws.between(4, 7);
    shape.kernel_h = shape.kernel_w = draws.between(1, 3);
    shape.pad_h = draws.between(0, 2);
    shape.pad_w = draws.between(0, 1);
    shape.weight_bits = draws.between(2, 8);
    const SmallChip small = random_chip(shape.weight_bits, draws);
    shape.signed_input = false;
    shape.activation_bits = driven_bits(small, draws.between(2, 8));
    QuantizedGraph graph = conv_graph(shape, Stream(702).child(n));
    CAPTURE(n, text_of(small), shape.weight_bits, shape.activation_bits, shape.groups);
    if (draws.coin()) shift_input(graph, draws.between(1, (1 << shape.activation_bits) - 1));
    if (draws.coin() || n % 2 == 0) shift_weights(graph.layers[0], draws);
    set_sums_of_offset(graph, graph.layers[0]);
    corrected += graph.layers[0].weights.center.empty() ? 0 : 1;
    const SmallNetwork network(std::move(graph), small);
    const QuantizedTensor& input = network.graph.tensors[network.graph.input];
    std::vector<IntTensor> images = random_images(network.graph, 1, Stream(703).child(n));
    images.emplace_back(input.size(), input.max());
    images.emplace_back(input.size(), input.min());
    for (std::size_t i = 0; i < images.size(); ++i)
      REQUIRE(run_analog(network.network, images[i], static_cast<std::uint32_t>(i)) ==
              run_integer(network.graph, images[i]));
  }
  CHECK(corrected > 100);
}

TEST_CASE("a zero point of the input is the pad, and costs no more than a bias") {
  ConvShape shape;
  shape.channels = shape.outputs = 1;
  shape.height = shape.width = 4;
  shape.kernel_h = shape.kernel_w = 3;
  shape.pad_h = shape.pad_w = 1;
  shape.activation_bits = 4;
  shape.weight_bits = 4;
  shape.signed_input = false;
  QuantizedGraph graph = conv_graph(shape, Stream(704));
  QuantizedLayer& layer = graph.layers[0];
  layer.bias.clear();
  const std::int64_t before = vector_operations_per_pixel(graph, layer);
  shift_input(graph, 5);
  set_sums_of_offset(graph, layer);
  CHECK(vector_operations_per_pixel(graph, layer) == before + 1);
  IntTensor patch(9);
  gather_patch(graph, layer, IntTensor(16, 2), 0, 0, 9, patch);
  CHECK(patch == IntTensor{5, 5, 5, 5, 7, 7, 5, 7, 7});
}

TEST_CASE(
    "weights around a center cost the sum of a pixel's inputs, and two operations an output") {
  ConvShape shape;
  shape.channels = 2;
  shape.outputs = 3;
  shape.height = shape.width = 4;
  shape.kernel_h = shape.kernel_w = 3;
  QuantizedGraph graph = conv_graph(shape, Stream(705));
  QuantizedLayer& layer = graph.layers[0];
  const std::int64_t before = vector_operations_per_pixel(graph, layer);
  layer.weights.center = {0, 7, -3};
  CHECK(vector_operations_per_pixel(graph, layer) == before + 18 + 2 * 2);
}

}  // namespace
}  // namespace mho
