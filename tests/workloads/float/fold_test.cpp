// Folding changes the graph and not the function.
#include <catch2/catch.hpp>

#include "tests/workloads/float/folded_alike.hpp"

using mho::Graph;
using mho::Op;
using mho::Tensor;
using mho::test::bind;
using mho::test::folded_alike;
using mho::test::has;
using mho::test::parsed;
using mho::test::random_tensor;

namespace {

/// Scale, shift, mean in -1..1 and variance in 0.5..2.5 for `channels`, as inputs s, h, m, v.
void bind_normalization(onnx::ModelProto& model, std::int64_t channels, std::mt19937& generator) {
  for (const char* name : {"s", "h", "m"}) bind(model, name, random_tensor({channels}, generator));
  Tensor variance = random_tensor({channels}, generator);
  for (float& value : variance.values) value += 1.5f;
  bind(model, "v", variance);
}

}  // namespace

TEST_CASE("BatchNormalization folds into a convolution, with and without bias, grouped or not") {
  std::mt19937 generator(7);
  for (const char* conv :
       {"Conv(x, w)", "Conv(x, w, b)", "Conv<group = 1, strides = [2, 2]>(x, w)"}) {
    auto model = parsed(std::string("g (float[1,3,8,8] x) => (float[1,6,?,?] y) { c = ") + conv +
                        " y = BatchNormalization(c, s, h, m, v) }");
    bind(model, "w", random_tensor({6, 3, 3, 3}, generator));
    bind(model, "b", random_tensor({6}, generator));
    bind_normalization(model, 6, generator);
    const Graph folded = folded_alike(model, generator);
    CHECK(folded.nodes.size() == 1);
    CHECK(folded.values[folded.outputs[0]].name == "y");
  }
  auto depthwise = parsed(
      "g (float[1,6,8,8] x) => (float[1,6,6,6] y) "
      "{ c = Conv<group = 6>(x, w) y = BatchNormalization(c, s, h, m, v) }");
  bind(depthwise, "w", random_tensor({6, 1, 3, 3}, generator));
  bind_normalization(depthwise, 6, generator);
  CHECK(folded_alike(depthwise, generator).nodes.size() == 1);
}

TEST_CASE("BatchNormalization folds into Gemm and MatMul") {
  std::mt19937 generator(8);
  const std::string tail = " y = BatchNormalization(c, s, h, m, v) }";
  const std::string head = "g (float[2,16] x) => (float[2,6] y) { c = ";
  for (const char* gemm : {"Gemm<alpha = 0.5, beta = 2.0>(x, w, b)", "Gemm(x, w, one)",
                           "Gemm<transB = 1>(x, t)", "MatMul(x, w)"}) {
    INFO(gemm);
    auto model = parsed(head + gemm + tail);
    bind(model, "w", random_tensor({16, 6}, generator));
    bind(model, "t", random_tensor({6, 16}, generator));
    bind(model, "b", random_tensor({6}, generator));
    bind(model, "one", random_tensor({1}, generator));
    bind_normalization(model, 6, generator);
    const Graph folded = folded_alike(model, generator);
    REQUIRE(folded.nodes.size() == 1);
    CHECK(folded.nodes[0].op == Op::gemm);
  }
}

TEST_CASE("BatchNormalization stays where its channels are not those of the weights") {
  std::mt19937 generator(9);
  auto batched = parsed(
      "g (float[2,6,16] x) => (float[2,6,6] y) "
      "{ c = MatMul(x, w) y = BatchNormalization(c, s, h, m, v) }");
  bind(batched, "w", random_tensor({16, 6}, generator));
  bind_normalization(batched, 6, generator);
  CHECK(has(folded_alike(batched, generator), Op::batch_normalization));

  auto rows = parsed(
      "g (float[6,16] x) => (float[6,6] y) "
      "{ c = Gemm(x, w, b) y = BatchNormalization(c, s, h, m, v) }");
  bind(rows, "w", random_tensor({16, 6}, generator));
  bind(rows, "b", random_tensor({6, 1}, generator));
  bind_normalization(rows, 6, generator);
  CHECK(has(folded_alike(rows, generator), Op::batch_normalization));
}

TEST_CASE("BatchNormalization stays where the convolution has another user or is an output") {
  std::mt19937 generator(10);
  for (const char* text : {"g (float[1,3,8,8] x) => (float[1,6,6,6] y) "
                           "{ c = Conv(x, w) n = BatchNormalization(c, s, h, m, v) y = Add(c, n) }",
                           "g (float[1,3,8,8] x) => (float[1,6,6,6] y, float[1,6,6,6] c) "
                           "{ c = Conv(x, w) y = BatchNormalization(c, s, h, m, v) }"}) {
    auto model = parsed(text);
    bind(model, "w", random_tensor({6, 3, 3, 3}, generator));
    bind_normalization(model, 6, generator);
    CHECK(has(folded_alike(model, generator), Op::batch_normalization));
  }
}

TEST_CASE("weights shared by two convolutions are folded for one only") {
  std::mt19937 generator(11);
  auto model = parsed(
      "g (float[1,3,8,8] x) => (float[1,6,6,6] y) "
      "{ c = Conv(x, w) n = BatchNormalization(c, s, h, m, v) d = Conv(x, w) y = Add(n, d) }");
  bind(model, "w", random_tensor({6, 3, 3, 3}, generator));
  bind_normalization(model, 6, generator);
  CHECK_FALSE(has(folded_alike(model, generator), Op::batch_normalization));
}

TEST_CASE("Identity and Dropout vanish, also between a convolution and its normalization") {
  std::mt19937 generator(12);
  auto model = parsed(
      "g (float[1,3,8,8] x) => (float[1,6,6,6] y, float[1,6,6,6] z) "
      "{ c = Conv(x, w) i = Identity(c) n = BatchNormalization(i, s, h, m, v) r = Relu(n) "
      "y = Dropout(r) z = Identity(y) }");
  bind(model, "w", random_tensor({6, 3, 3, 3}, generator));
  bind_normalization(model, 6, generator);
  const Graph folded = folded_alike(model, generator);
  CHECK(folded.nodes.size() == 2);
}
