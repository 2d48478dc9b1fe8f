// What import makes of a well-formed model: shapes, constants, resolved attributes.
#include <array>
#include <catch2/catch.hpp>

#include "tests/workloads/onnx/onnx_models.hpp"

using mho::Graph;
using mho::Op;
using mho::Shape;
using mho::Tensor;
using mho::test::imported;
using mho::test::parsed;
using mho::test::refusal;

namespace {

Shape output_shape(const Graph& graph) { return graph.values[graph.outputs.at(0)].shape; }

Tensor run_one(const Graph& graph, const Tensor& input) {
  return run_float(graph, {input})[graph.outputs.at(0)];
}

}  // namespace

TEST_CASE("names that are no text are shown escaped, and different ones stay different") {
  const std::string graph = "g (float[1,3] x) => (float[1,3] z) { y = Relu(x) z = Relu(y) }";
  const auto names_with = [&](const std::string& first, const std::string& second) {
    onnx::ModelProto model = parsed(graph);
    auto& proto = *model.mutable_graph();
    proto.set_name(first);
    proto.mutable_input(0)->set_name(first);
    proto.mutable_node(0)->set_input(0, first);
    proto.mutable_node(0)->set_name(first);
    proto.mutable_node(0)->set_output(0, second);
    proto.mutable_node(1)->set_input(0, second);
    proto.mutable_node(1)->set_name(second);
    const Graph imported_graph = imported(model);
    return std::array{imported_graph.name, imported_graph.nodes.at(0).name,
                      imported_graph.nodes.at(1).name};
  };
  using Names = std::array<std::string, 3>;
  CHECK(names_with("caf\xe9", "caf\\xe9") == Names{"caf\\xe9", "caf\\xe9", "caf\\\\xe9"});
  CHECK(names_with("a\nb\x1b[m", "a\xed\xa0\x80") ==
        Names{"a\\nb\\x1b[m", "a\\nb\\x1b[m", "a\\xed\\xa0\\x80"});
  CHECK(names_with("élan/漢字", "b c") == Names{"élan/漢字", "élan/漢字", "b c"});
  onnx::ModelProto twice = parsed(graph);
  twice.mutable_graph()->mutable_node(1)->set_output(0, "y");
  twice.mutable_graph()->mutable_node(1)->set_name("no\xfftext");
  CHECK_THAT(refusal(twice), Catch::Contains("node 'no\\xfftext'"));
}

TEST_CASE("a batch that is open becomes 1, and another axis is asked for") {
  const Graph graph =
      imported(parsed("g (float[N,batch,28] x) => (float[N,?,28] y) { y = Relu(x) }"));
  CHECK(output_shape(graph) == Shape{1, 1, 28});
  CHECK_THAT(refusal(parsed("g (float[N,?,28] x) => (float[N,?,28] y) { y = Relu(x) }")),
             Catch::Contains("leaves the size of axis 1 open"));
}

TEST_CASE("an initializer that is also declared as an input is a constant") {
  const Graph graph =
      imported(parsed("g (float[2] x, float[2] w = {1.0, 2.0}) => (float[2] y) { y = Add(x, w) }"));
  CHECK(graph.inputs.size() == 1);
  CHECK(run_one(graph, {{2}, {10, 20}}).values == std::vector<float>{11, 22});
}

TEST_CASE("every attribute of Constant that holds numbers is read") {
  const Graph graph = imported(parsed(R"(g (float[1,2,3] x) => (float[3,2] y) {
    a = Constant<value = float[1] {1.0}>()
    b = Constant<value_float = 2.0>()
    c = Constant<value_floats = [4.0, 8.0, 16.0]>()
    s = Constant<value_ints = [3, 2]>()
    xa = Add(x, a)
    xb = Add(xa, b)
    xc = Add(xb, c)
    y = Reshape(xc, s) })"));
  CHECK(graph.nodes.size() == 4);
  CHECK(run_one(graph, {{1, 2, 3}, {0, 0, 0, 0, 0, 0}}).values ==
        std::vector<float>{7, 11, 19, 7, 11, 19});
}

TEST_CASE("what depends on constants alone becomes a constant") {
  const Graph graph = imported(
      parsed("g (float[1,2] x) => (float[1,3] y) <float[3,2] w = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}> "
             "{ t = Transpose<perm = [1, 0]>(w) y = MatMul(x, t) }"));
  REQUIRE(graph.nodes.size() == 1);
  const auto& weights = graph.values[graph.nodes[0].inputs[1]];
  REQUIRE(weights.constant);
  CHECK(weights.shape == Shape{2, 3});
  CHECK(weights.constant->values == std::vector<float>{1, 3, 5, 2, 4, 6});
  CHECK(graph.values.size() == 3);  // Nothing is left of w.
}

TEST_CASE("Reshape resolves 0 and -1 against its input") {
  const Graph graph = imported(
      parsed("g (float[2,3,4] x) => (float[2,12] y) <int64[2] s = {0, -1}> { y = Reshape(x, s) }"));
  CHECK(output_shape(graph) == Shape{2, 12});
}

TEST_CASE("Flatten takes an axis at either end") {
  CHECK(output_shape(imported(parsed(
            "g (float[2,3] x) => (float[1,6] y) { y = Flatten<axis = 0>(x) }"))) == Shape{1, 6});
  CHECK(output_shape(imported(parsed(
            "g (float[2,3] x) => (float[6,1] y) { y = Flatten<axis = 2>(x) }"))) == Shape{6, 1});
}

TEST_CASE("Clip reads its limits from attributes before operator set 11 and from inputs after") {
  const Graph old =
      imported(parsed("g (float[3] x) => (float[3] y) { y = Clip<min = 0.0, max = 6.0>(x) }", 10));
  const Graph recent = imported(parsed(
      "g (float[3] x) => (float[3] y) <float hi = {6.0}, float lo = {0.0}> { y = Clip(x, lo, hi) }",
      11));
  for (const Graph& graph : {old, recent}) {
    CHECK(graph.nodes[0].inputs.size() == 1);
    CHECK(run_one(graph, {{3}, {-1, 3, 7}}).values == std::vector<float>{0, 3, 6});
  }
}

TEST_CASE("Softmax normalizes over one axis from operator set 13 on, over all that follow before") {
  const std::string text = "g (float[1,2,2] x) => (float[1,2,2] y) { y = Softmax<axis = 1>(x) }";
  const Tensor zeros{{1, 2, 2}, {0, 0, 0, 0}};
  CHECK(run_one(imported(parsed(text, 13)), zeros).values == std::vector<float>(4, 0.5f));
  CHECK(run_one(imported(parsed(text, 12)), zeros).values == std::vector<float>(4, 0.25f));
}

TEST_CASE("auto_pad puts the odd element at the end or at the beginning") {
  const std::string tail = ", kernel_shape = [2]>(x) }";
  const std::string head = "g (float[1,1,3] x) => (float[1,1,3] y) { y = MaxPool<auto_pad = ";
  const Graph upper = imported(parsed(head + "\"SAME_UPPER\"" + tail));
  const Graph lower = imported(parsed(head + "\"SAME_LOWER\"" + tail));
  CHECK(upper.nodes[0].attributes.pads == std::vector<int>{0, 1});
  CHECK(lower.nodes[0].attributes.pads == std::vector<int>{1, 0});
  const Tensor input{{1, 1, 3}, {3, 2, 1}};
  CHECK(run_one(upper, input).values == std::vector<float>{3, 2, 1});
  CHECK(run_one(lower, input).values == std::vector<float>{3, 3, 2});
}

TEST_CASE("an unused mask of Dropout and unused indices of MaxPool are ignored") {
  const Graph graph =
      imported(parsed("g (float[1,1,2] x) => (float[1,1,1] y) "
                      "{ d, mask = Dropout(x) y, where = MaxPool<kernel_shape = [2]>(d) }"));
  CHECK(graph.nodes.size() == 2);
}

TEST_CASE("operator set 6 broadcasts where NumPy would") {
  const Graph graph =
      imported(parsed("g (float[2,2] x) => (float[2,2] y) <float[2] w = {1.0, 2.0}> "
                      "{ y = Add<broadcast = 1, axis = 1>(x, w) }",
                      6));
  CHECK(run_one(graph, {{2, 2}, {0, 0, 10, 10}}).values == std::vector<float>{1, 2, 11, 12});
}
