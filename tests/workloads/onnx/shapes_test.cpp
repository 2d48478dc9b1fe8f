// Shapes, indices and masks that exporters compute in the graph, and operators whose form changed
// with the operator set: after import nothing of that is left.
#include <catch2/catch.hpp>

#include "tests/workloads/onnx/onnx_models.hpp"

using Catch::Contains;
using mho::Graph;
using mho::Op;
using mho::Shape;
using mho::Tensor;
using mho::test::imported;
using mho::test::parsed;
using mho::test::refusal;

namespace {

Graph graph_of(const std::string& text, int operator_set = 13) {
  return imported(parsed(text, operator_set));
}

std::vector<float> run(const Graph& graph, const std::vector<float>& input) {
  return run_float(graph, {{graph.values[graph.inputs[0]].shape, input}})[graph.outputs[0]].values;
}

}  // namespace

TEST_CASE("a view of a computed shape, as x.view(x.size(0), -1) is exported, becomes a Reshape") {
  const Graph graph = graph_of(
      "g (float[N,2,3] x) => (float[N,6] y) <int64 zero = {0}, int64[1] rest = {-1}> "
      "{ s = Shape(x) b = Gather<axis = 0>(s, zero) u = Unsqueeze<axes = [0]>(b) "
      "c = Concat<axis = 0>(u, rest) y = Reshape(x, c) }",
      11);
  REQUIRE(graph.nodes.size() == 1);
  CHECK(graph.values[graph.outputs[0]].shape == Shape{1, 6});
}

TEST_CASE("the chains of tf2onnx, through Cast, Slice and a product, become a Reshape") {
  const Graph graph = graph_of(
      "g (float[N,4,4,2] x) => (float[N,32] y) <int64[1] one = {1}, int64[1] four = {4}, "
      "int64[1] zero = {0}, int64[1] axis = {0}> "
      "{ s = Shape(x) i = Cast<to = 6>(s) j = Cast<to = 7>(i) d = Slice(j, one, four, axis) "
      "p = ReduceProd<axes = [0], keepdims = 1>(d) b = Slice(s, zero, one, axis) "
      "c = Concat<axis = 0>(b, p) y = Reshape(x, c) }");
  REQUIRE(graph.nodes.size() == 1);
  CHECK(graph.values[graph.outputs[0]].shape == Shape{1, 32});
}

TEST_CASE("an expansion that chooses its shape by Equal and Where is resolved") {
  const Graph graph = graph_of(
      "g (float[1,3] x) => (float[2,3] y) <int64[2] wish = {2, -1}, int64[1] two = {2}, "
      "int64 minus = {-1}> "
      "{ o = ConstantOfShape<value = int64[1] {1}>(two) m = Mul(o, minus) e = Equal(wish, m) "
      "w = Where(e, o, wish) y = Expand(x, w) }");
  CHECK(run(graph, {1, 2, 3}) == std::vector<float>{1, 2, 3, 1, 2, 3});
}

TEST_CASE("a causal mask from Range and comparison is a constant") {
  const Graph graph = graph_of(
      "g (float[3,3] x) => (float[3,3] y) <int64 zero = {0}, int64 one = {1}, int64 three = {3}, "
      "int64[1] axis = {1}, float low = {-9.0}> "
      "{ r = Range(zero, three, one) c = Unsqueeze(r, axis) m = LessOrEqual(r, c) "
      "y = Where(m, x, low) }");
  CHECK(graph.nodes.size() == 1);
  CHECK(run(graph, std::vector<float>(9, 1)) == std::vector<float>{1, -9, -9, 1, 1, -9, 1, 1, 1});
}

TEST_CASE("integers are computed as integers") {
  // (7 / -2) * 3 + (7 mod -2 of the divisor's sign) = -9 - 1 = -10, and its negative is the size.
  const Graph graph = graph_of(
      "g (float[10] x) => (float[10,1] y) <int64[1] a = {7}, int64[1] b = {-2}, int64[1] c = {3}, "
      "int64[1] one = {1}> "
      "{ d = Div(a, b) p = Mul(d, c) m = Mod(a, b) s = Add(p, m) n = Neg(s) "
      "k = Concat<axis = 0>(n, one) y = Reshape(x, k) }");
  CHECK(graph.values[graph.outputs[0]].shape == Shape{10, 1});
}

TEST_CASE("Split makes a slice of each part, in the form of every operator set") {
  const std::string head = "g (float[1,5] x) => (float[1,2] y) ";
  const std::string sizes = "<int64[2] parts = {3, 2}> ";
  for (const Graph& graph :
       {graph_of(head + "{ u, y = Split<axis = 1, split = [3, 2]>(x) }", 11),
        graph_of(head + sizes + "{ u, y = Split<axis = -1>(x, parts) }", 13),
        graph_of(head + "{ u, y = Split<axis = 1, num_outputs = 2>(x) }", 18)}) {
    CHECK(run(graph, {0, 1, 2, 3, 4}) == std::vector<float>{3, 4});
  }
  CHECK_THAT(refusal(head + "{ u, y = Split<axis = 1>(x) }", 13),
             Contains("an axis of 5 in 2 equal parts"));
  CHECK_THAT(refusal(head + sizes + "{ u, y, z = Split<axis = 1>(x, parts) }", 13),
             Contains("parts [3, 2] for 3 outputs of an axis of 5"));
}

TEST_CASE("Slice counts from the end, steps backwards and stops at either edge") {
  const std::string head =
      "g (float[5] x) => (float[?] y) <int64[1] a = {-1}, int64[1] b = {-9223372036854775807}, "
      "int64[1] axis = {0}, int64[1] step = {-2}> ";
  CHECK(run(graph_of(head + "{ y = Slice(x, a, b, axis, step) }"), {0, 1, 2, 3, 4}) ==
        std::vector<float>{4, 2, 0});
  CHECK(run(graph_of("g (float[5] x) => (float[2] y) "
                     "{ y = Slice<starts = [3], ends = [99]>(x) }",
                     9),
            {0, 1, 2, 3, 4}) == std::vector<float>{3, 4});
  CHECK_THAT(
      refusal("g (float[5] x) => (float[?] y) { y = Slice<starts = [3], ends = [2]>(x) }", 9),
      Contains("dimension below 1"));
}

TEST_CASE("reductions take their axes as attribute or as input, and none means all") {
  const std::string head = "g (float[2,3] x) => (float[?] y) <int64[1] one = {1}> ";
  const std::vector<float> input{1, 2, 3, 4, 5, 12};
  for (const Graph& graph : {graph_of(head + "{ y = ReduceMean<axes = [1], keepdims = 0>(x) }", 17),
                             graph_of(head + "{ y = ReduceMean<keepdims = 0>(x, one) }", 18)}) {
    CHECK(run(graph, input) == std::vector<float>{2, 7});
  }
  CHECK(run(graph_of("g (float[2,3] x) => (float[1,1] y) { y = ReduceSum(x) }"), input) ==
        std::vector<float>{27});
  CHECK(run(graph_of("g (float[2,3] x) => (float[2,3] y) "
                     "{ y = ReduceSum<noop_with_empty_axes = 1>(x) }"),
            input) == input);
  // As runtimes do, in any operator set.
  CHECK(run(graph_of(head + "{ y = ReduceMean<axes = [1], keepdims = 0>(x) }", 18), input) ==
        std::vector<float>{2, 7});
}

TEST_CASE("operators of the newest operator sets are read") {
  CHECK(graph_of("g (float[2] x) => (float[2] y) { y = Gelu<approximate = \"tanh\">(x) }", 21)
            .nodes[0]
            .attributes.function == mho::Function::gelu_tanh);
  CHECK(graph_of("g (float[1,4] x) => (float[1,4] y) <float[4] s = {1.0, 1.0, 1.0, 1.0}> "
                 "{ y = LayerNormalization<stash_type = 1>(x, s) }",
                 17)
            .nodes[0]
            .attributes.axis == 1);
  CHECK(graph_of("g (float[2] x) => (float[2] y) { y = Gelu(x) }", 17).nodes[0].op ==
        mho::Op::function);
}

TEST_CASE("both matrices of a product may be computed, in batches") {
  const Graph graph = graph_of(
      "g (float[1,2,2,3] x) => (float[1,2,2,2] y) "
      "{ t = Transpose<perm = [0, 1, 3, 2]>(x) y = MatMul(x, t) }");
  CHECK(run(graph, {1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 2}) ==
        std::vector<float>{1, 0, 0, 1, 3, 2, 2, 4});
}

TEST_CASE("shapes that depend on what the network computes are refused") {
  CHECK_THAT(
      refusal("g (float[2] x) => (float[2] y) { c = Less(x, x) y = Relu(x) }"),
      Contains("must be a constant, and depends on the network's input; cut the file in front "
               "of this node (onnx.utils.extract_model), or export it without"));
  CHECK_THAT(refusal("g (float[2] x) => (float[2] y) { i = Cast<to = 7>(x) y = Reshape(x, i) }"),
             Contains("to type int64; a computed value stays float"));
}

TEST_CASE("scales that are computed are refused with what is possible") {
  CHECK_THAT(refusal("g (float[2] x) => (float[2] y) { q = QuantizeLinear(x, s, z) y = Relu(x) }"),
             Contains("node 'q': QuantizeLinear: its scale is computed; a constant is possible"));
}

TEST_CASE("an LSTM gives all steps and the last, from either side") {
  const std::string nodes = "{ y, h = LSTM<hidden_size = 1, direction = \"DIRECTION\">(x, w, r) }";
  const std::string head =
      "g (float[3,1,1] x) => (float[3,1,1,1] y, float[1,1,1] h) "
      "<float[1,4,1] w = {1.0, 2.0, -1.0, 0.5}, float[1,4,1] r = {0.5, -0.5, 1.0, 0.25}> ";
  const auto outputs = [&](const std::string& direction, const std::vector<float>& input) {
    std::string text = nodes;
    text.replace(text.find("DIRECTION"), 9, direction);
    const Graph graph = graph_of(head + text);
    const auto values = run_float(graph, {{{3, 1, 1}, input}});
    return std::pair{values[graph.outputs[0]].values, values[graph.outputs[1]].values};
  };
  const auto [forward, last] = outputs("forward", {1, 2, 3});
  const auto [backward, first] = outputs("reverse", {3, 2, 1});
  CHECK(last[0] == forward[2]);
  CHECK(first[0] == backward[0]);
  CHECK(std::vector<float>(backward.rbegin(), backward.rend()) == forward);
}
