// What exporters write as several nodes becomes one, and computes the same; what only looks similar
// stays.
#include <catch2/catch.hpp>

#include "tests/workloads/float/folded_alike.hpp"

using mho::Function;
using mho::Graph;
using mho::Op;
using mho::test::bind;
using mho::test::folded_alike;
using mho::test::parsed;
using mho::test::random_tensor;

namespace {

/// The text of a graph of one input x [2, 5, 8] and one output y.
std::string graph_of(const std::string& nodes, const std::string& constants = "") {
  return "g (float[2,5,8] x) => (float[2,5,8] y) <float half = {0.5}, float one = {1.0}, "
         "float three = {3.0}, float six = {6.0}, float zero = {0.0}, float two = {2.0}, "
         "float root2 = {1.4142135381698608}, float inverse_root2 = {0.7071067690849304}, "
         "float cubic = {0.044714998453855515}, float root2pi = {0.7978845834732056}, "
         "float sixth = {0.16666667163372040}, float epsilon = {0.00001}" +
         constants + "> { " + nodes + " }";
}

Graph folded(const std::string& nodes, int operator_set = 13) {
  std::mt19937 generator(5);
  return folded_alike(parsed(graph_of(nodes), operator_set), generator);
}

void check_one(const Graph& graph, Function function) {
  REQUIRE(graph.nodes.size() == 1);
  REQUIRE(graph.nodes[0].op == Op::function);
  CHECK(std::string(name(graph.nodes[0].attributes.function)) == name(function));
}

/// scale and shift of 8 as inputs s and b.
Graph folded_normalization(const std::string& nodes, int operator_set = 13) {
  std::mt19937 generator(6);
  auto model = parsed(graph_of(nodes), operator_set);
  bind(model, "s", random_tensor({8}, generator));
  bind(model, "b", random_tensor({8}, generator));
  return folded_alike(model, generator);
}

void check_one_normalization(const Graph& graph, std::size_t inputs) {
  REQUIRE(graph.nodes.size() == 1);
  CHECK(graph.nodes[0].op == Op::layer_normalization);
  CHECK(graph.nodes[0].attributes.axis == 2);
  CHECK(graph.nodes[0].attributes.epsilon == 0.00001f);
  CHECK(graph.nodes[0].inputs.size() == inputs);
}

}  // namespace

TEST_CASE("Gelu by Erf is recognised however its factors are grouped") {
  const std::string gate = "d = Div(x, root2) e = Erf(d) g = Add(e, one) ";
  check_one(folded(gate + "m = Mul(x, g) y = Mul(m, half)"), Function::gelu);
  check_one(folded(gate + "h = Mul(x, half) y = Mul(h, g)"), Function::gelu);
  check_one(folded(gate + "h = Mul(half, g) y = Mul(x, h)"), Function::gelu);
  check_one(folded(gate + "m = Mul(g, x) y = Div(m, two)"), Function::gelu);
  check_one(folded("d = Mul(x, inverse_root2) e = Erf(d) g = Add(one, e) m = Mul(x, g) "
                   "y = Mul(m, half)"),
            Function::gelu);
}

TEST_CASE("Gelu by Tanh is recognised with Pow, with products and with x outside") {
  const std::string tail =
      " u = Mul(i, root2pi) t = Tanh(u) g = Add(t, one) h = Mul(x, half) y = Mul(h, g)";
  check_one(folded("p = Pow(x, three) c = Mul(p, cubic) i = Add(x, c)" + tail),
            Function::gelu_tanh);
  check_one(folded("q = Mul(x, x) p = Mul(x, q) c = Mul(p, cubic) i = Add(c, x)" + tail),
            Function::gelu_tanh);
  check_one(folded("c = Mul(x, cubic) q = Mul(c, x) o = Add(q, one) i = Mul(x, o)" + tail),
            Function::gelu_tanh);
}

TEST_CASE("SiLU and Mish are recognised") {
  check_one(folded("s = Sigmoid(x) y = Mul(x, s)"), Function::silu);
  check_one(folded("s = Sigmoid(x) y = Mul(s, x)"), Function::silu);
  check_one(folded("s = Softplus(x) t = Tanh(s) y = Mul(x, t)"), Function::mish);
}

TEST_CASE("HardSwish and HardSigmoid are recognised from Clip, and Min and Max") {
  const std::string clip = "a = Add(x, three) c = Clip(a, zero, six) ";
  const std::string limits = "a = Add(three, x) r = Max(a, zero) c = Min(r, six) ";
  for (const std::string& head : {clip, limits}) {
    check_one(folded(head + "d = Div(c, six) y = Mul(x, d)"), Function::hard_swish);
    check_one(folded(head + "m = Mul(x, c) y = Div(m, six)"), Function::hard_swish);
    check_one(folded(head + "m = Mul(c, sixth) y = Mul(m, x)"), Function::hard_swish);
    check_one(folded(head + "y = Div(c, six)"), Function::hard_sigmoid);
  }
  check_one(folded("m = Mul(x, sixth) a = Add(m, half) y = Clip(a, zero, one)"),
            Function::hard_sigmoid);
  check_one(folded("h = HardSigmoid<alpha = 0.16666667, beta = 0.5>(x) y = Mul(x, h)"),
            Function::hard_swish);
}

TEST_CASE("Min and Max with a number become one Clip") {
  const Graph graph = folded("r = Max(x, zero) y = Min(r, half)");
  REQUIRE(graph.nodes.size() == 1);
  CHECK(graph.nodes[0].op == Op::clip);
  CHECK(graph.nodes[0].attributes.clip_min == 0);
  CHECK(graph.nodes[0].attributes.clip_max == 0.5f);
}

TEST_CASE("what differs from an activation in a coefficient or an operand stays as it is") {
  CHECK(folded("s = Sigmoid(x) m = Mul(x, s) y = Mul(m, half)").nodes.size() > 1);
  CHECK(folded("n = Neg(x) s = Sigmoid(n) y = Mul(x, s)").nodes.size() == 3);
  CHECK(folded("d = Div(x, two) e = Erf(d) g = Add(e, one) m = Mul(x, g) y = Mul(m, half)")
            .nodes.size() == 5);
  CHECK(folded("d = Div(x, root2) e = Erf(d) g = Add(e, half) m = Mul(x, g) y = Mul(m, half)")
            .nodes.size() == 5);
  CHECK(
      folded("a = Add(x, two) c = Clip(a, zero, six) d = Div(c, six) y = Mul(x, d)").nodes.size() ==
      4);
}

TEST_CASE(
    "layer normalization of PyTorch's exporter is recognised, with scale and shift or without") {
  const std::string core =
      "m = ReduceMean<axes = [-1]>(x) d = Sub(x, m) p = Pow(d, two) v = ReduceMean<axes = [-1]>(p) "
      "w = Add(v, epsilon) r = Sqrt(w) ";
  check_one_normalization(folded_normalization(core + "n = Div(d, r) k = Mul(n, s) y = Add(k, b)"),
                          3);
  check_one_normalization(folded_normalization(core + "n = Div(d, r) y = Mul(s, n)"), 2);
  check_one_normalization(folded_normalization(core + "y = Div(d, r)"), 2);
}

TEST_CASE("layer normalization with the difference computed twice is recognised") {
  check_one_normalization(
      folded_normalization(
          "m = ReduceMean<axes = [-1]>(x) d = Sub(x, m) d2 = Sub(x, m) p = Mul(d2, d2) "
          "v = ReduceMean<axes = [-1]>(p) w = Add(v, epsilon) r = Sqrt(w) n = Div(d, r) "
          "k = Mul(n, s) y = Add(k, b)"),
      3);
}

TEST_CASE("layer normalization of TensorFlow, with the mean in the shift, is recognised") {
  check_one_normalization(
      folded_normalization(
          "m = ReduceMean<axes = [2]>(x) d = Sub(x, m) p = Mul(d, d) v = ReduceMean<axes = [2]>(p) "
          "w = Add(v, epsilon) r = Sqrt(w) i = Reciprocal(r) g = Mul(i, s) a = Mul(x, g) "
          "c = Mul(m, g) e = Sub(b, c) y = Add(a, e)"),
      3);
}

TEST_CASE("a normalization over an axis that is not among the last stays as it is") {
  const Graph graph = folded(
      "m = ReduceMean<axes = [1]>(x) d = Sub(x, m) p = Pow(d, two) v = ReduceMean<axes = [1]>(p) "
      "w = Add(v, epsilon) r = Sqrt(w) y = Div(d, r)");
  CHECK(graph.nodes.size() == 7);
}
