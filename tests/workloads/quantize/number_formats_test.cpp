// Signs of values follow from the graph and the input's sign, whatever calibration sees.
#include <catch2/catch.hpp>

#include "tests/workloads/graph_builder.hpp"

namespace mho {

namespace {

const Shape kImage{1, 2, 4, 4};

Attributes function_of(Function function) {
  Attributes a;
  a.function = function;
  return a;
}

/// A network that ends in a convolution, so that what `build` makes of the image is in the middle.
template <class Build>
Graph network(const Build& build) {
  GraphBuilder b(kImage);
  b.conv(build(b), 2, 3, 4, 4);
  return b.graph();
}

/// Has what the last convolution reads a sign? The same with values and without.
bool is_signed(const Graph& graph, InputSign sign) {
  const QuantizationSpec bits{8, 8, CalibrationRule::max, 1, 2};
  Dataset images = random_images(2, 2, 4, 4);  // none negative
  images.sign = sign;
  const auto read = [](const QuantizedGraph& q) {
    return q.tensors[static_cast<std::size_t>(q.layers.back().inputs[0])].is_signed;
  };
  const bool computed = read(quantize(graph, bits, images, 1));
  CHECK(read(quantize_shapes(graph, bits, sign)) == computed);
  return computed;
}

}  // namespace

TEST_CASE("what calibration happens not to see negative keeps its sign") {
  CHECK(is_signed(network([](GraphBuilder&) { return 0; }), InputSign::either));
  CHECK_FALSE(is_signed(network([](GraphBuilder&) { return 0; }), InputSign::nonnegative));
  const Graph positive = network([](GraphBuilder& b) {
    const int filters = b.given({2, 2, 1, 1}, {1, 2, 3, 4});
    return b.node(Op::conv, {0, filters}, kImage, GraphBuilder::window(1, 1, 0));
  });
  CHECK(is_signed(positive, InputSign::nonnegative));
}

TEST_CASE("a function is unsigned where it is nowhere negative on what it reads") {
  const auto of = [](Function function) {
    return network(
        [&](GraphBuilder& b) { return b.node(Op::function, {0}, kImage, function_of(function)); });
  };
  CHECK_FALSE(is_signed(of(Function::sigmoid), InputSign::either));
  CHECK_FALSE(is_signed(of(Function::tanh), InputSign::nonnegative));
  CHECK(is_signed(of(Function::tanh), InputSign::either));
  CHECK(is_signed(of(Function::gelu), InputSign::either));
}

TEST_CASE("scales and shifts that are not negative keep an unsigned value unsigned") {
  const auto shifted = [](float by) {
    return network([&](GraphBuilder& b) {
      const int scaled = b.node(Op::mul, {0, b.given({}, {0.5F})}, kImage);
      return b.node(Op::add, {scaled, b.given({}, {by})}, kImage);
    });
  };
  CHECK_FALSE(is_signed(shifted(0.25F), InputSign::nonnegative));
  CHECK(is_signed(shifted(-0.25F), InputSign::nonnegative));
}

TEST_CASE("padding with zeros, or with more, keeps an unsigned value unsigned") {
  const auto padded = [](float with) {
    GraphBuilder b({1, 2, 2, 2});
    Attributes pads;
    pads.pads = {0, 0, 1, 1, 0, 0, 1, 1};
    pads.pad_value = with;
    b.conv(b.node(Op::pad, {0}, kImage, pads), 2, 3, 4, 4);
    const QuantizedGraph q =
        quantize_shapes(b.graph(), {8, 8, CalibrationRule::max, 1, 1}, InputSign::nonnegative);
    return q.tensors[static_cast<std::size_t>(q.layers.back().inputs[0])].is_signed;
  };
  CHECK_FALSE(padded(0));
  CHECK_FALSE(padded(1));
  CHECK(padded(-1));
}

TEST_CASE("one bit for a value that can be negative is refused, with values and without") {
  const Graph graph = network([](GraphBuilder& b) { return b.conv(0, 2, 2, 4, 4); });
  const QuantizationSpec bits{8, 1, CalibrationRule::max, 1, 1};
  const auto refused = Catch::Contains("can be negative, which 1 activation bit cannot hold");
  CHECK_THROWS_WITH(quantize(graph, bits, random_images(1, 2, 4, 4), 1), refused);
  CHECK_THROWS_WITH(quantize_shapes(graph, bits, InputSign::nonnegative), refused);
}

TEST_CASE("a negative value where the graph tells of none is refused, not clipped") {
  // (200 x - 106.25)^2 - 4 is negative for x from 0.521 to 0.541 alone.
  const Graph graph = network([](GraphBuilder& b) {
    const int far = b.node(Op::mul, {0, b.given({}, {200})}, kImage);
    const int near = b.node(Op::sub, {far, b.given({}, {106.25F})}, kImage);
    const int square = b.node(Op::pow, {near, b.given({}, {2})}, kImage);
    return b.node(Op::sub, {square, b.given({}, {4})}, kImage);
  });
  const auto calibrated = [&](float pixel) {
    Dataset image = random_images(1, 2, 4, 4);
    for (float& each : image.pixels) each = pixel;
    return quantize(graph, {8, 8, CalibrationRule::max, 1, 1}, image, 1);
  };
  CHECK_NOTHROW(calibrated(0.25F));
  CHECK_THROWS_WITH(calibrated(0.53F), Catch::Contains("and its format has no sign"));
}

}  // namespace mho
