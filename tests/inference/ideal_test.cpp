// Promise 1: with ideal cells and a wide enough converter every tensor equals the integer
// reference, bit for bit; and with a converter that is not wide enough it does not.
#include <catch2/catch.hpp>

#include "tests/inference/random_chip.hpp"
#include "tests/inference/small_network.hpp"

namespace mho {
namespace {

ConvShape random_conv(Draws& draws) {
  ConvShape shape;
  const int kinds[] = {1, 1, 2, 3};
  shape.groups = kinds[draws.between(0, 3)];
  shape.channels = shape.groups * draws.between(1, 3);
  shape.outputs = draws.coin() ? shape.channels : shape.groups * draws.between(1, 4);
  if (draws.between(0, 4) == 0) shape.groups = shape.outputs = shape.channels;  // depthwise
  shape.height = draws.between(4, 7);
  shape.width = draws.between(4, 7);
  shape.kernel_h = draws.between(1, 3);
  shape.kernel_w = draws.between(1, 3);
  shape.stride_h = draws.between(1, 2);
  shape.stride_w = draws.between(1, 3);
  shape.pad_h = draws.between(0, 2);
  shape.pad_w = draws.between(0, 1);
  shape.dilation_h = shape.kernel_h <= 2 ? draws.between(1, 2) : 1;
  shape.dilation_w = shape.kernel_w <= 2 ? draws.between(1, 2) : 1;
  shape.signed_input = draws.coin();
  shape.weight_bits = draws.between(1, 16);
  shape.activation_bits = draws.between(shape.signed_input ? 2 : 1, 16);
  return shape;
}

/// All tensors of `count` images equal the reference's; images 0 and 1 are extreme.
void check_equal(const SmallNetwork& small, int count, const Stream& stream) {
  const QuantizedTensor& input = small.graph.tensors[small.graph.input];
  std::vector<IntTensor> images = random_images(small.graph, count, stream);
  images.emplace_back(input.size(), input.max());
  images.emplace_back(input.size(), input.min());
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto analog = run_analog(small.network, images[i], static_cast<std::uint32_t>(i));
    REQUIRE(analog == run_integer(small.graph, images[i]));
  }
}

TEST_CASE("promise 1: ideal equals integer for convolutions of any shape on arrays of any kind") {
  for (std::uint64_t n = 0; n < 600; ++n) {
    Draws draws(Stream(101).child(n));
    ConvShape shape = random_conv(draws);
    const SmallChip small = random_chip(shape.weight_bits, draws);
    shape.activation_bits = driven_bits(small, shape.activation_bits);
    CAPTURE(n, text_of(small), shape.weight_bits, shape.activation_bits, shape.signed_input,
            shape.channels, shape.outputs, shape.groups);
    QuantizedGraph graph = conv_graph(shape, Stream(102).child(n));
    PlacementSpec spec;
    spec.replication["layer0"] =
        draws.between(1, std::min(3, graph.tensors[graph.output].pixels()));
    check_equal(SmallNetwork(std::move(graph), small, spec), 1, Stream(103).child(n));
  }
}

TEST_CASE("promise 1: ideal equals integer for fully connected layers of any size") {
  for (std::uint64_t n = 0; n < 400; ++n) {
    Draws draws(Stream(111).child(n));
    const int weight_bits = draws.between(1, 16);
    const SmallChip small = random_chip(weight_bits, draws);
    const int inputs = draws.between(1, 100);
    const int outputs = draws.between(1, 12);
    const int activation_bits = driven_bits(small, draws.between(1, 16));
    CAPTURE(n, text_of(small), weight_bits, activation_bits, inputs, outputs);
    check_equal(SmallNetwork(fully_connected_graph(inputs, outputs, weight_bits, activation_bits,
                                                   Stream(112).child(n)),
                             small),
                2, Stream(113).child(n));
  }
}

TEST_CASE("promise 1: ideal equals integer through networks of several kinds of layers") {
  for (std::uint64_t n = 0; n < 60; ++n) {
    Draws draws(Stream(121).child(n));
    const int weight_bits = draws.between(2, 10);
    const int activation_bits = draws.between(3, 12);
    const SmallChip small = random_chip(weight_bits, draws);
    CAPTURE(n, text_of(small), weight_bits, activation_bits);
    PlacementSpec spec;
    spec.replication["layer0"] = draws.between(1, 4);
    check_equal(
        SmallNetwork(chain_graph(weight_bits, activation_bits, Stream(122).child(n)), small, spec),
        1, Stream(123).child(n));
    check_equal(SmallNetwork(residual_graph(weight_bits, activation_bits, Stream(124).child(n)),
                             small, spec),
                1, Stream(125).child(n));
  }
}

TEST_CASE("a full-scale converter of too few bits changes the tensors") {
  SmallChip small;
  small.dac_bits = 2;
  small.cell.bits = 2;
  small.adc.resolution = 4;
  const SmallNetwork coarse(conv_graph({}, Stream(131)), small);
  const IntTensor image = random_image(coarse.graph, Stream(132));
  CHECK(run_analog(coarse.network, image, 0) != run_integer(coarse.graph, image));
}

TEST_CASE(
    "a converter that clips the largest sums changes the tensors, one that holds them does not") {
  SmallChip small;
  small.dac_bits = 2;
  small.cell.bits = 2;
  small.adc.rule.rule = RangeRule::calibrated;
  const QuantizedGraph graph = conv_graph({}, Stream(141));
  const std::vector<IntTensor> images = random_images(graph, 1, Stream(142));
  small.adc.resolution = 12;
  small.adc.rule.percentile = 1;
  const SmallNetwork holds(graph, small, {}, {}, 1, images);
  CHECK(run_analog(holds.network, images[0], 0) == run_integer(graph, images[0]));
  AdcRanges clipping = holds.network.ranges();
  clipping[0][0].code_max = 3;
  clipping[0][0].code_min = -3;
  const ProgrammedNetwork clips(holds.graph, holds.chip, holds.placement, clipping, {}, 1);
  CHECK(run_analog(clips, images[0], 0) != run_integer(graph, images[0]));
}

}  // namespace
}  // namespace mho
