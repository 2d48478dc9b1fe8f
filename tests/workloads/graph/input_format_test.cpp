// What of a network's input are channels and what are pixels, by how the first operators read it.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/workloads/graph_builder.hpp"
#include "workloads/graph/input_format.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

Attributes with_perm(std::vector<int> perm) {
  Attributes a;
  a.perm = std::move(perm);
  return a;
}

Attributes window_of_one_axis(int kernel) {
  Attributes a;
  a.kernel = {kernel};
  a.strides = a.dilations = {1};
  a.pads = {0, 0};
  return a;
}

/// Of a node that multiplies the last axis of `value` (of this shape) with a matrix.
int linear(GraphBuilder& b, int value, Shape shape, int outputs) {
  const int matrix = b.constant({shape.back(), outputs}, -1, 1);
  shape.back() = outputs;
  return b.node(Op::matmul, {value, matrix}, shape);
}

int layers_that_move(const GraphBuilder& b) {
  int count = 0;
  for (const QuantizedLayer& layer : lower(b.graph()).graph.layers)
    count += layer.kind == LayerKind::permute;
  return count;
}

}  // namespace

TEST_CASE("a convolution reads channels first, and last where the network transposes") {
  GraphBuilder first({1, 3, 6, 5});
  first.conv(0, 3, 4, 6, 5);
  CHECK(input_format(first.graph()).image == ImageShape{3, 6, 5});
  CHECK_FALSE(input_format(first.graph()).channels_last());

  GraphBuilder last({1, 6, 5, 3});
  last.conv(last.node(Op::transpose, {0}, {1, 3, 6, 5}, with_perm({0, 3, 1, 2})), 3, 4, 6, 5);
  const InputFormat format = input_format(last.graph());
  CHECK(format.image == ImageShape{3, 6, 5});
  CHECK(format.channels_last());
  // Row 1, column 2, channel 1 of the input.
  CHECK(element_order(format.elements).at((1 * 5 + 2) * 3 + 1) == 30 + 1 * 5 + 2);
  CHECK(layers_that_move(last) == 0);
}

TEST_CASE("one row of pixels stays a row, and a convolution over one axis has its channels") {
  GraphBuilder row({1, 2, 1, 7});
  row.conv(0, 2, 3, 1, 7);
  CHECK(input_format(row.graph()).image == ImageShape{2, 1, 7});

  GraphBuilder steps({1, 4, 9});
  steps.node(Op::conv, {0, steps.constant({5, 4, 3}, -1, 1)}, {1, 5, 7}, window_of_one_axis(3));
  CHECK(input_format(steps.graph()).image == ImageShape{4, 9, 1});
  CHECK(layers_that_move(steps) == 0);
}

TEST_CASE("a product over all elements reads a vector of one pixel, whatever the input's rank") {
  GraphBuilder vector({1, 24});
  vector.gemm(0, 24, 3);
  GraphBuilder image({1, 2, 3, 4});
  image.gemm(image.node(Op::flatten, {image.node(Op::relu, {0}, {1, 2, 3, 4})}, {1, 24}), 24, 3);
  GraphBuilder moved({1, 3, 4, 2});
  const int first = moved.node(Op::transpose, {0}, {1, 2, 3, 4}, with_perm({0, 3, 1, 2}));
  moved.gemm(moved.node(Op::flatten, {first}, {1, 24}), 24, 3);
  for (const GraphBuilder* each : {&vector, &image, &moved}) {
    const InputFormat format = input_format(each->graph());
    CHECK(format.image == ImageShape{24, 1, 1});
    CHECK(simplified(format.elements) == simplified(dense_view({24})));
    CHECK(layers_that_move(*each) == 0);
    require_agreement(each->graph(), random_images(2, 24, 1, 1));
  }
}

TEST_CASE("a product over one axis has its channels there, and tokens are pixels") {
  GraphBuilder tokens({1, 5, 8});
  linear(tokens, tokens.node(Op::add, {0, tokens.constant({5, 8}, -1, 1)}, {1, 5, 8}), {1, 5, 8},
         3);
  CHECK(input_format(tokens.graph()).image == ImageShape{8, 5, 1});

  GraphBuilder steps({5, 1, 8});
  linear(steps, 0, {5, 1, 8}, 3);
  CHECK(input_format(steps.graph()).image == ImageShape{8, 5, 1});

  GraphBuilder features({1, 8, 5});
  linear(features, features.node(Op::transpose, {0}, {1, 5, 8}, with_perm({0, 2, 1})), {1, 5, 8},
         3);
  const InputFormat format = input_format(features.graph());
  CHECK(format.image == ImageShape{8, 5, 1});
  CHECK(simplified(format.elements) == simplified(dense_view({40})));

  GraphBuilder grid({1, 6, 5, 3});
  linear(grid, 0, {1, 6, 5, 3}, 4);
  CHECK(input_format(grid.graph()).image == ImageShape{3, 6, 5});
}

TEST_CASE("a vector that becomes an image is one, in its own order of elements") {
  GraphBuilder first({1, 90});
  first.conv(first.node(Op::reshape, {0}, {1, 3, 6, 5}), 3, 4, 6, 5);
  CHECK(input_format(first.graph()).image == ImageShape{3, 6, 5});

  GraphBuilder last({1, 90});
  const int grid = last.node(Op::reshape, {0}, {1, 6, 5, 3});
  last.conv(last.node(Op::transpose, {grid}, {1, 3, 6, 5}, with_perm({0, 3, 1, 2})), 3, 4, 6, 5);
  const InputFormat format = input_format(last.graph());
  CHECK(format.image == ImageShape{3, 6, 5});
  CHECK_FALSE(format.in_axes);  // 90 elements in a row are not one axis of the image
  CHECK(element_order(format.elements).at(1) == 30);
  require_agreement(last.graph(), random_images(2, 3, 6, 5));
}

TEST_CASE("padding and slices are looked through") {
  GraphBuilder b({1, 4, 4, 3});
  Attributes pads;
  pads.pads = {0, 1, 1, 0, 0, 1, 1, 0};
  const int padded = b.node(Op::pad, {0}, {1, 6, 6, 3}, pads);
  b.conv(b.node(Op::transpose, {padded}, {1, 3, 6, 6}, with_perm({0, 3, 1, 2})), 3, 4, 6, 6);
  CHECK(input_format(b.graph()).image == ImageShape{3, 4, 4});
  CHECK(input_format(b.graph()).channels_last());
}

TEST_CASE("where no operator tells, an input of rank 4 is an image and one of rank 3 has tokens") {
  GraphBuilder image({1, 3, 4, 5});
  image.node(Op::relu, {0}, {1, 3, 4, 5});
  CHECK(input_format(image.graph()).image == ImageShape{3, 4, 5});
  GraphBuilder tokens({1, 4, 5});
  tokens.node(Op::relu, {0}, {1, 4, 5});
  CHECK(input_format(tokens.graph()).image == ImageShape{5, 4, 1});
}

TEST_CASE("a network without one input is refused, counted or computed") {
  Graph graph;
  graph.file = "none.onnx";
  graph.outputs = {};
  CHECK_THROWS_WITH(input_format(graph), Catch::Contains("has 0 inputs"));
  CHECK_THROWS_WITH(quantize_shapes(graph, {8, 8, CalibrationRule::max, 1, 1}, InputSign::either),
                    Catch::Contains("has 0 inputs"));
}

}  // namespace mho
