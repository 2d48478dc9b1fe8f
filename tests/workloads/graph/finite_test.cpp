// Numbers that are not finite: refused where they come in, with layer, tensor or images, and how
// many; where infinity has a meaning it passes.
#include <limits>

#include "tests/workloads/graph_builder.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"

namespace mho {
namespace {

using Catch::Matchers::Contains;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// The refusal of a convolution, normalization and division of which one constant is replaced.
std::string refusal_with(const std::string& name, const Tensor& tensor) {
  onnx::ModelProto model = test::parsed(
      "g (float[1,1,3,3] x) => (float[1,2,3,3] y) { c = Conv(x, w, b) "
      "n = BatchNormalization<epsilon = 0.5>(c, s, b, b, v) l = Clip(n, low, high) "
      "y = Div(l, d) }",
      13);
  const std::vector<std::pair<std::string, Tensor>> constants = {
      {"w", {{2, 1, 1, 1}, {1, 2}}}, {"b", {{2}, {1, 2}}}, {"s", {{2}, {1, 2}}},
      {"v", {{2}, {1, 2}}},          {"low", {{}, {0}}},   {"high", {{}, {kInfinity}}},
      {"d", {{2, 1, 1}, {1, 2}}}};
  for (const auto& [each, held] : constants) test::bind(model, each, each == name ? tensor : held);
  return test::refusal(model);
}

/// x * scale through a function, of images of nine values from `low` to 1.
std::string calibrated(Function function, double low, bool then_reciprocal = false) {
  GraphBuilder b({1, 1, 3, 3});
  Attributes a;
  a.function = function;
  int last = b.node(Op::function, {0}, {1, 1, 3, 3}, a);
  if (then_reciprocal) {
    last = b.node(Op::add, {last, b.given({1}, {1})}, {1, 1, 3, 3});
    a.function = Function::reciprocal;
    last = b.node(Op::function, {last}, {1, 1, 3, 3}, a);
  }
  b.gemm(b.node(Op::flatten, {last}, {1, 9}), 9, 2);
  return refusal(b.graph(), random_images(1, 1, 3, 3, low));
}

}  // namespace

TEST_CASE("constants that are not finite are refused by node, tensor, number and place") {
  CHECK(refusal_with("", {}).empty());
  CHECK_THAT(refusal_with("w", {{2, 1, 1, 1}, {1, kNan}}),
             Contains("node 'c': tensor 'w': 1 of 2 values are not finite (1 not a number, 0 "
                      "infinite), the first at 1"));
  CHECK_THAT(refusal_with("w", {{2, 1, 1, 1}, {-kInfinity, kInfinity}}),
             Contains("2 of 2 values are not finite (0 not a number, 2 infinite), the first at 0"));
  CHECK_THAT(refusal_with("b", {{2}, {kInfinity, 0}}), Contains("node 'c': tensor 'b': 1 of 2"));
  CHECK_THAT(refusal_with("s", {{2}, {1, kNan}}), Contains("node 'n': tensor 's': 1 of 2"));
  CHECK_THAT(refusal_with("low", {{}, {kNan}}), Contains("node 'l': Clip: min is not a number"));
  CHECK(refusal_with("low", {{}, {-kInfinity}}).empty());
}

TEST_CASE("a variance that is not positive and a division by zero are refused at import") {
  CHECK(refusal_with("v", {{2}, {-0.25f, 0}}).empty());
  CHECK_THAT(refusal_with("v", {{2}, {1, -0.5f}}),
             Contains("node 'n': tensor 'v': 1 of 2 values are no variance: with epsilon they are "
                      "not above zero, the first at 1 (-0.500000)"));
  CHECK_THAT(refusal_with("d", {{2, 1, 1}, {1, 0}}),
             Contains("node 'y': tensor 'd': 1 of 2 values are zero, and the node divides by them, "
                      "the first at 1"));
}

TEST_CASE("numbers of attributes are finite, and what folding constants makes is looked at") {
  const std::string pad = "g (float[2] x) => (float[4] y) <int64[2] p = {1, 1}, float v = {";
  CHECK(test::refusal(pad + "1.0}> { y = Pad(x, p, v) }").empty());
  CHECK_THAT(test::refusal("g (float[2] x) => (float[2] y) <float z = {0.0}, float o = {1.0}> "
                           "{ q = Div(o, z) y = Mul(x, q) }"),
             Contains("node 'y': tensor 'q': 1 of 1 values are not finite"));
  // No user, no harm.
  CHECK(test::refusal("g (float[2] x) => (float[2] y) <float z = {0.0}, float o = {1.0}> "
                      "{ q = Div(o, z) y = Mul(x, o) }")
            .empty());
  onnx::ModelProto model =
      test::parsed("g (float[2] x) => (float[2] y) { y = LeakyRelu<alpha = 0.5>(x) }");
  CHECK(test::refusal(model).empty());
  model.mutable_graph()->mutable_node(0)->mutable_attribute(0)->set_f(kNan);
  CHECK_THAT(test::refusal(model), Contains("attribute 'alpha' is not a number"));
  model.mutable_graph()->mutable_node(0)->mutable_attribute(0)->set_f(kInfinity);
  CHECK_THAT(test::refusal(model), Contains("attribute 'alpha' is infinite"));
}

TEST_CASE("weights that overflow when constants are folded into them are refused by layer") {
  GraphBuilder b({1, 1, 3, 3});
  const int conv = b.conv(0, 1, 1, 3, 3);
  const int huge = b.node(Op::mul, {conv, b.given({1}, {3e38f})}, {1, 1, 3, 3});
  b.node(Op::mul, {huge, b.given({1}, {10})}, {1, 1, 3, 3});
  CHECK_THAT(refusal(b.graph(), random_images(1, 1, 3, 3)),
             Contains("node 'node0': its weights, with all that is folded into it:") &&
                 Contains("of 9 values are not finite"));
}

TEST_CASE("activations that are not finite name the layer, the images and how many they are") {
  CHECK(calibrated(Function::sqrt, 0) == "no error");
  CHECK_THAT(calibrated(Function::sqrt, -1),
             Contains("node 'node0': ") && Contains(" of 9 values of its output are not finite") &&
                 Contains("on calibration image 0, counted from 0"));
  CHECK_THAT(calibrated(Function::log, 0.5), Contains("no error"));
  CHECK_THAT(calibrated(Function::log, -1), Contains("not finite"));
}

TEST_CASE("an infinite value that comes to nothing is no error") {
  // 1 / (1 + exp(x)) of a large x is 0.
  GraphBuilder b({1, 1, 1, 1});
  Attributes a;
  a.function = Function::exp;
  const int large = b.node(Op::mul, {0, b.given({1}, {1000})}, {1, 1, 1, 1});
  const int exp = b.node(Op::function, {large}, {1, 1, 1, 1}, a);
  const int sum = b.node(Op::add, {exp, b.given({1}, {1})}, {1, 1, 1, 1});
  a.function = Function::reciprocal;
  const int sigmoid = b.node(Op::function, {sum}, {1, 1, 1, 1}, a);
  b.gemm(b.node(Op::flatten, {sigmoid}, {1, 1}), 1, 2);
  const Dataset ones{1, 1, 1, {1, 1}, {0, 0}};
  CHECK(refusal(b.graph(), ones) == "no error");
  CHECK(classify_float(b.graph(), ones, 1).size() == 2);
}

TEST_CASE("test images that calibration did not show are looked at, all that are wrong are named") {
  GraphBuilder b({1, 1, 1, 1});
  Attributes a;
  a.function = Function::sqrt;
  b.gemm(b.node(Op::flatten, {b.node(Op::function, {0}, {1, 1, 1, 1}, a)}, {1, 1}), 1, 2);
  Dataset images{1, 1, 1, {1, -1, 1, -2, 0}, {0, 0, 0, 0, 0}};
  for (const int threads : {1, 2})
    CHECK_THAT(([&]() -> std::string {
                 try {
                   classify_float(b.graph(), images, threads);
                 } catch (const InputError& error) {
                   return error.what();
                 }
                 return "";
               })(),
               Contains("node 'node0': 2 of 2 values of its output are not finite") &&
                   Contains("on test images 1, 3, counted from 0"));
  images.pixels[1] = images.pixels[3] = 0;
  CHECK(classify_float(b.graph(), images, 1).size() == 5);
}

}  // namespace mho
