// Which weights, rows and columns pruning takes out, and that what is left computes the same sums
// as the whole matrix with zeros in their place.
#include "workloads/quantize/pruning.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/config/config.hpp"
#include "tests/workloads/quantize/pruned_graph.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

MatrixWeights sizes(int outputs, int groups, int rows_per_group) {
  MatrixWeights weights;
  weights.outputs = outputs;
  weights.groups = groups;
  weights.rows_per_group = rows_per_group;
  return weights;
}

PruningSpec shares(double weights, double rows, double columns) {
  return {weights, rows, columns, {}};
}

}  // namespace

TEST_CASE("the smallest weights of a layer become zero, as many as the share says") {
  MatrixWeights weights = sizes(2, 1, 4);
  std::vector<float> real{0.5f, -0.1f, 0.3f, -2.0f, 0.2f, 0.4f, -0.6f, 1.0f};
  prune(weights, real, shares(0.375, 0, 0), true);
  CHECK(real == std::vector<float>{0.5f, 0, 0, -2.0f, 0, 0.4f, -0.6f, 1.0f});
  CHECK(weights.rows_per_group == 4);
  CHECK(weights.kept_rows.empty());
  CHECK(weights.kept_outputs.empty());
}

TEST_CASE("a share that does not reach one more weight, row or column leaves it") {
  std::vector<float> real{4, 3, 2, 1};
  MatrixWeights weights = sizes(2, 1, 2);
  prune(weights, real, shares(0.49, 0.49, 0.49), true);
  CHECK(weights.outputs == 2);
  CHECK(weights.rows_per_group == 2);
  CHECK(real == std::vector<float>{4, 3, 2, 0});  // a quarter of four weights is one, a half two
  prune(weights, real, shares(0, 0.5, 0.5), true);
  CHECK(weights.outputs == 1);
  CHECK(weights.rows_per_group == 1);
  CHECK(real == std::vector<float>{4});
}

TEST_CASE("the rows with the smallest norm over the outputs are removed") {
  MatrixWeights weights = sizes(2, 1, 3);
  // Norms of the rows: sqrt(10), sqrt(2), 3.
  std::vector<float> real{1, 1, 3, 3, 1, 0};
  prune(weights, real, shares(0, 0.4, 0), true);
  CHECK(weights.kept_rows == std::vector<int>{0, 2});
  CHECK(weights.rows_per_group == 2);
  CHECK(real == std::vector<float>{1, 3, 3, 0});
}

TEST_CASE("the outputs with the smallest norm are removed, except where columns are classes") {
  const std::vector<float> all{1, 1, 3, 0, 0, 1.5f};
  MatrixWeights weights = sizes(3, 1, 2);
  std::vector<float> real = all;
  prune(weights, real, shares(0, 0, 0.67), true);
  CHECK(weights.kept_outputs == std::vector<int>{1});
  CHECK(weights.outputs == 1);
  CHECK(real == std::vector<float>{3, 0});
  weights = sizes(3, 1, 2);
  real = all;
  prune(weights, real, shares(0, 0, 0.67), false);
  CHECK(weights.kept_outputs.empty());
  CHECK(real == all);
}

TEST_CASE("every group loses as many rows and columns, each its own") {
  MatrixWeights weights = sizes(4, 2, 2);
  std::vector<float> real{1, 5, 2, 6,   // group 0: the first row is the smaller
                          7, 3, 8, 4};  // group 1: the second
  prune(weights, real, shares(0, 0.5, 0.5), true);
  CHECK(weights.kept_outputs == std::vector<int>{1, 3});
  CHECK(weights.kept_rows == std::vector<int>{1, 2});
  CHECK(weights.outputs == 2);
  CHECK(weights.rows_per_group == 1);
  CHECK(real == std::vector<float>{6, 8});
}

TEST_CASE("a pruned layer computes what the whole one does with zeros in place of what is gone") {
  for (std::uint64_t n = 0; n < 200; ++n) {
    CAPTURE(n);
    const PrunedPair pair = random_pruned_pair(Stream(31).child(n));
    const IntTensor image = random_image(pair.whole, Stream(32).child(n));
    REQUIRE(run_integer(pair.pruned, image) == run_integer(pair.whole, image));
    CHECK(pair.pruned.macs() <= pair.whole.macs());
  }
}

TEST_CASE("a pruned output is its bias alone") {
  QuantizedGraph graph = fully_connected_graph(3, 2, 4, 4, Stream(5));
  MatrixWeights& weights = graph.layers[0].weights;
  weights.outputs = 1;
  weights.kept_outputs = {1};
  weights.values.erase(weights.values.begin(), weights.values.begin() + 3);
  weights.scale.erase(weights.scale.begin());
  const IntTensor out = run_integer(graph, {1, 2, 3})[1];
  CHECK(out[0] == quantize_value(graph.layers[0].bias[0], graph.tensors[1]));
}

TEST_CASE("a patch of kept rows holds them alone, from any first to any last") {
  ConvShape shape;
  shape.channels = 3;
  shape.pad_h = shape.pad_w = 1;
  QuantizedGraph graph = conv_graph(shape, Stream(6));
  const IntTensor image = random_image(graph, Stream(7));
  std::vector<std::int32_t> whole(27);
  const int position = GENERATE(0, 12, 24);
  gather_patch(graph, graph.layers[0], image, position, 0, 27, whole);
  MatrixWeights& weights = graph.layers[0].weights;
  weights.kept_rows = {1, 2, 8, 9, 13, 26};
  weights.rows_per_group = 6;
  for (int begin = 0; begin < 6; ++begin) {
    for (int end = begin + 1; end <= 6; ++end) {
      std::vector<std::int32_t> patch(static_cast<std::size_t>(end - begin));
      gather_patch(graph, graph.layers[0], image, position, begin, end, patch);
      for (int r = begin; r < end; ++r)
        CHECK(patch[static_cast<std::size_t>(r - begin)] ==
              whole[static_cast<std::size_t>(weights.kept_rows[static_cast<std::size_t>(r)])]);
    }
  }
}

TEST_CASE("pruning is read from YAML; shares of one and more are refused") {
  const std::string rest =
      "weight_bits: 8\nactivation_bits: 8\nrule: max\ncalibration_images: 1\npruning: ";
  const auto read = [&](const std::string& pruning) {
    return read_spec<QuantizationSpec>(Document::parse(rest + pruning + "\n", "test.yaml"));
  };
  const QuantizationSpec spec = read("{weights: 0.5, rows: 0.25, columns: 0.99, exclude: [a, b]}");
  REQUIRE(spec.pruning);
  CHECK(spec.pruning->weights == 0.5);
  CHECK(spec.pruning->rows == 0.25);
  CHECK(spec.pruning->columns == 0.99);
  CHECK(spec.pruning->exclude == std::vector<std::string>{"a", "b"});
  CHECK_THROWS_WITH(read("{rows: 1}"), Catch::Contains("pruning.rows"));
  CHECK_THROWS_WITH(read("{weights: -0.1}"), Catch::Contains("pruning.weights"));
}

}  // namespace mho
