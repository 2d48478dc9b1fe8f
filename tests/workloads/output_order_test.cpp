// The order of a network's outputs is that of its file, in floating point and in integers alike.
#include <catch2/catch.hpp>

#include "tests/workloads/layout_graph.hpp"
#include "workloads/integer/executor.hpp"

namespace mho {

namespace {

constexpr int kGraphs = 400, kImages = 2;

/// Random images in the tensor that the network reads.
Dataset images_of(const Graph& graph) {
  const ImageShape image = input_format(graph).image;
  return random_images(kImages, image.channels, image.height, image.width, -1);
}

std::ptrdiff_t largest(const std::vector<float>& scores) {
  return std::max_element(scores.begin(), scores.end()) - scores.begin();
}

}  // namespace

TEST_CASE("every output has its place, whatever moves elements at a network's end") {
  int computed = 0, out_of_order = 0;
  std::vector<int> by_rank(6, 0);
  for (std::uint64_t seed = 0; seed < kGraphs; ++seed) {
    CAPTURE(seed);
    const LayoutGraph layout(seed);
    const Graph& graph = layout.graph();
    const Dataset images = images_of(graph);
    const std::string why = refusal(graph, images);
    if (why != "no error") {  // a MatMul over what a reshape mixed, of more than an image
      CAPTURE(why);
      CHECK(why.find("is possible") != std::string::npos);
      continue;
    }
    ++computed;
    const QuantizedGraph q = require_agreement(graph, images);
    const Shape& shape = graph.values[static_cast<std::size_t>(graph.outputs[0])].shape;
    ++by_rank.at(shape.size());
    out_of_order += !std::is_sorted(q.output_order.begin(), q.output_order.end());
    std::vector<IntTensor> integers;
    for (int i = 0; i < kImages; ++i) integers.push_back(quantize_image(q, images.image(i)));
    const std::vector<int> exact = classify_float(graph, images, 1);
    const std::vector<int> rounded = classify_integer(q, integers, 1);
    for (int i = 0; i < kImages; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const std::vector<float> scores = float_scores(graph, images, i);
      CHECK(exact[at] == largest(scores));
      // The same class, or one within the rounding of 16 bits.
      const float lead = scores[static_cast<std::size_t>(exact[at])] -
                         scores.at(static_cast<std::size_t>(rounded[at]));
      CHECK(static_cast<double>(lead) <= 2 * kSmallShare * magnitude(scores));
    }
  }
  CHECK(computed > kGraphs / 2);
  CHECK(out_of_order > kGraphs / 10);  // else the test could not fail
  for (const int rank : {1, 2, 3, 4}) CHECK(by_rank[static_cast<std::size_t>(rank)] > 0);
}

TEST_CASE("an output per token is numbered token by token, and costs no layer") {
  GraphBuilder b({1, 5, 8});
  b.node(Op::matmul, {0, b.constant({8, 3}, -1, 1)}, {1, 5, 3});
  const QuantizedGraph q = require_agreement(b.graph(), random_images(2, 8, 5, 1, -1));
  CHECK(q.layers.size() == 1);
  CHECK(q.output_order.at(1) == 5);  // feature 1 of token 0
  IntTensor output(15, 0);
  output[5] = 9;
  CHECK(class_of(q, output) == 1);
}

TEST_CASE("a tensor without another order is read as it stands, and ties go to the first") {
  QuantizedGraph graph;
  CHECK(class_of(graph, {1, 7, 7}) == 1);
  graph.output_order = {2, 1, 0};
  CHECK(in_file_order(graph, {1, 7, 7}) == IntTensor{7, 7, 1});
  CHECK(class_of(graph, {1, 7, 7}) == 0);
}

}  // namespace mho
