// Files of a few bytes that ask for much, and long chains of nodes: bounded work, and a refusal
// that comes before it.
#include <chrono>

#include "tests/workloads/graph_builder.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/graph/reading_budget.hpp"

namespace mho {
namespace {

using Catch::Matchers::Contains;

/// Of what an importer or a lowering must not do with the square of the nodes: some 10^9 steps
/// would take longer, the work proper some hundredths of this.
constexpr double kSeconds = 20;

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// `length` nodes y = type(x, ...) one after another, in ONNX's messages.
onnx::ModelProto chain(std::int64_t length, const std::string& type,
                       const std::vector<std::string>& others = {}) {
  onnx::ModelProto model = test::parsed("g (float[1,2,1,1] x) => (float[1,2,1,1] y) {}");
  std::string last = "x";
  for (std::int64_t i = 0; i < length; ++i) {
    onnx::NodeProto& node = *model.mutable_graph()->add_node();
    node.set_op_type(type);
    node.add_input(last);
    for (const std::string& other : others) node.add_input(other == "same" ? last : other);
    last = i + 1 == length ? "y" : "v" + std::to_string(i);
    node.add_output(last);
  }
  test::bind(model, "small", {{1}, {0.5f}});
  test::bind(model, "element", {{1, 2, 1, 1}, {0.25f, -0.25f}});
  test::bind(model, "kernel", {{2, 2, 1, 1}, {0.5f, 0.5f, 0.5f, -0.5f}});
  test::bind(model, "ones", {{2}, {1, 1}});
  return model;
}

int problems(const onnx::ModelProto& model) {
  try {
    test::imported(model);
    return 0;
  } catch (const InputError& error) {
    return static_cast<int>(error.problems().size());
  }
}

}  // namespace

TEST_CASE("constants that fill the memory are refused before they are made, and once") {
  std::string shapes, nodes;
  for (int i = 0; i < 24; ++i) {
    const std::string number = std::to_string(i);
    shapes += (i > 0 ? ", " : "") + ("int64[1] s" + number + " = {268435456}");
    nodes += "e" + number + " = ConstantOfShape(s" + number + ") ";
  }
  const onnx::ModelProto model =
      test::parsed("g (float[2] x) => (float[2] y) <" + shapes + "> { " + nodes + "y = Relu(x) }");
  CHECK(seconds_of([&] { CHECK(problems(model) == 1); }) < kSeconds);
  CHECK_THAT(test::refusal(model),
             Contains("node 'e0': ConstantOfShape: the values of the graph have more than the "
                      "268435456 elements allowed"));
}

TEST_CASE("every operator that makes constants of a few bytes asks for room first") {
  const auto refused = [](const std::string& constants, const std::string& nodes) {
    return test::refusal("g (float[200000000] x) => (float[200000000] y) <" + constants + "> { " +
                         nodes + " y = Relu(x) }");
  };
  const std::string size = "int64[1] s = {100000000}, float[1] one = {1.0}, int64[1] i = {1}";
  const auto full = Contains("have more than the 268435456 elements allowed");
  CHECK_THAT(refused(size, "c = ConstantOfShape(s)"), full);
  CHECK_THAT(refused(size, "c = Expand(one, s)"), full);
  CHECK_THAT(refused(size, "c = Tile(one, s)"), full || Contains("integers allowed"));
  CHECK_THAT(refused(size, "c = Expand(i, s)"), full);
  // Two tensors of 2^24 integers of 8 bytes fit beside the 2 x 10^8 floats, no third.
  const std::string limits = "int64 a = {0}, int64 b = {16777216}, int64 c = {1}";
  const auto ranges = [&](const std::string& nodes) {
    return test::refusal("g (float[200000000] x) => (float[200000000] x) <" + limits + "> { " +
                         nodes + "}");
  };
  CHECK(ranges("r = Range(a, b, c) t = Range(a, b, c) ").empty());
  CHECK_THAT(ranges("r = Range(a, b, c) t = Range(a, b, c) u = Range(a, b, c) "), full);
}

TEST_CASE("what constants take to compute is bounded, whatever they are reduced to") {
  CHECK_THAT(test::refusal("g (float[1] x) => (float[1] y) <int64[2] s = {4096, 4096}> "
                           "{ a = ConstantOfShape(s) b = MatMul(a, a) y = Relu(x) }"),
             Contains("node 'b': the constants of the graph take more than the 2147483648 "
                      "operations allowed"));
  CHECK(test::refusal("g (float[1] x) => (float[1] y) <int64[2] s = {512, 512}> "
                      "{ a = ConstantOfShape(s) b = MatMul(a, a) y = Relu(x) }")
            .empty());
}

TEST_CASE("graphs up to the limit of nodes are accepted, larger ones refused") {
  CHECK(test::refusal(chain(kMaxNodes, "Relu")).empty());
  CHECK_THAT(test::refusal(chain(kMaxNodes + 1, "Relu")),
             Contains("the graph has more than the 32768 computed nodes allowed"));
  CHECK_THAT(test::refusal(chain(100'000, "Tanh")), Contains("32768 computed nodes allowed"));
}

TEST_CASE("long chains of any operator are read, folded, lowered and counted in seconds") {
  struct Chain {
    std::string type;
    std::vector<std::string> others;
  };
  const auto each =
      GENERATE(Chain{"Tanh", {}}, Chain{"Relu", {}}, Chain{"Identity", {}}, Chain{"Add", {"small"}},
               Chain{"Add", {"element"}}, Chain{"Mul", {"small"}}, Chain{"Add", {"same"}},
               Chain{"Mul", {"same"}}, Chain{"Transpose", {}},
               Chain{"BatchNormalization", {"ones", "ones", "ones", "ones"}},
               Chain{"GlobalAveragePool", {}}, Chain{"Conv", {"kernel"}});
  INFO(each.type);
  const double seconds = seconds_of([&] {
    // An even number of transpositions gives back what there was.
    onnx::ModelProto model = chain(kMaxNodes - 2, each.type, each.others);
    onnx::NodeProto& last = *model.mutable_graph()->add_node();  // so that there is a layer
    last.set_op_type("Conv");
    last.add_input("y");
    last.add_input("kernel");
    last.add_output("classes");
    model.mutable_graph()->mutable_output(0)->set_name("classes");
    quantize_shapes(test::imported(model), {8, 8, CalibrationRule::max, 1, 1}, InputSign::either);
  });
  CHECK(seconds < kSeconds);
}

TEST_CASE("a value that doubles sixty times is computed once each time") {
  GraphBuilder b({1, 1, 3, 3});
  Attributes tanh;
  tanh.function = Function::tanh;
  int last = b.node(Op::function, {0}, {1, 1, 3, 3}, tanh);
  for (int i = 0; i < 60; ++i) last = b.node(Op::add, {last, last}, {1, 1, 3, 3});
  b.gemm(b.node(Op::flatten, {last}, {1, 9}), 9, 2);
  CHECK(seconds_of([&] { require_agreement(b.graph(), random_images(2, 1, 3, 3)); }) < kSeconds);
}

TEST_CASE("masks and normalizations in long rows are joined once") {
  GraphBuilder b({1, 2, 4, 4});
  int last = 0;
  for (int i = 0; i < 5000; ++i)
    last = b.node(Op::add, {last, b.given({4, 4}, std::vector<float>(16, -1e-4f))}, {1, 2, 4, 4});
  Attributes a;
  a.axis = 3;
  last = b.node(Op::softmax, {last}, {1, 2, 4, 4}, a);
  b.gemm(b.node(Op::flatten, {last}, {1, 32}), 32, 2);
  CHECK(seconds_of([&] { require_agreement(b.graph(), random_images(1, 2, 4, 4)); }) < kSeconds);
}

TEST_CASE("a network without an input is refused with and without values") {
  onnx::ModelProto model = test::parsed("g () => (float[2] w) <float[2] w = {1.0, 2.0}> {}");
  const Graph graph = test::imported(model);
  const QuantizationSpec bits{8, 8, CalibrationRule::max, 1, 1};
  CHECK_THROWS_AS(quantize_shapes(graph, bits, InputSign::either), InputError);
  CHECK_THROWS_AS(quantize(graph, bits, random_images(1, 1, 1, 1), 1), InputError);
}

}  // namespace mho
