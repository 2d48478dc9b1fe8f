// The contract of operators: each has an example here, which must run, survive being written and
// read, and become layers or be refused in words. An operator without an example does not compile.
#include <algorithm>
#include <cstring>

#include "tests/workloads/onnx/onnx_models.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "tests/workloads/transformer_graph.hpp"
#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

/// A network in which the operator is once; images of [channels][height][width] for it.
struct Network {
  Graph graph;
  int channels = 2, height = 4, width = 4;
};

/// Three classes of a value.
void classify(GraphBuilder& b, int value, const Shape& shape) {
  const std::int64_t count = element_count(shape);
  b.gemm(b.node(Op::flatten, {value}, {1, count}), static_cast<int>(count), 3);
}

/// The operator between an image [1][2][4][4] and classes.
Network of_image(Op op, const Shape& output, const Attributes& attributes = {}) {
  GraphBuilder b({1, 2, 4, 4});
  classify(b, b.node(op, {0}, output, attributes), output);
  return {b.graph()};
}

/// The operator of an image and a constant of its own.
Network with_constant(Op op, const Shape& shape, double low, double high) {
  GraphBuilder b({1, 2, 4, 4});
  const int constant = b.constant(shape, low, high);
  classify(b, b.node(op, {0, constant}, {1, 2, 4, 4}), {1, 2, 4, 4});
  return {b.graph()};
}

Attributes with_window(std::vector<int> kernel, std::vector<int> strides, std::vector<int> pads) {
  Attributes a;
  a.kernel = std::move(kernel);
  a.strides = std::move(strides);
  a.pads = std::move(pads);
  a.dilations = {1, 1};
  return a;
}

Network conv_network() {
  GraphBuilder b({1, 2, 4, 4});
  Attributes a = with_window({2, 1}, {1, 3}, {1, 0, 2, 2});
  a.dilations = {2, 1};
  a.group = 2;
  const int y = b.node(Op::conv, {0, b.constant({4, 1, 2, 1}, -1, 1), b.constant({4}, -1, 1)},
                       {1, 4, 5, 2}, a);
  classify(b, y, {1, 4, 5, 2});
  return {b.graph()};
}

Network gemm_network() {
  GraphBuilder b({1, 8});
  Attributes a;
  a.alpha = 0.5f;
  a.beta = 3;
  a.trans_b = true;
  b.node(Op::gemm, {0, b.constant({3, 8}, -1, 1), b.constant({3}, -1, 1)}, {1, 3}, a);
  return {b.graph(), 8, 1, 1};
}

Network matmul_network() {
  GraphBuilder b({1, 5, 8});
  b.node(Op::matmul, {0, b.constant({8, 3}, -1, 1)}, {1, 5, 3});
  return {b.graph(), 8, 5, 1};
}

Network lstm_network() {
  GraphBuilder b({4, 1, 3});
  const int y = b.node(
      Op::lstm,
      {0, b.constant({1, 8, 3}, -1, 1), b.constant({1, 8, 2}, -1, 1), b.constant({1, 16}, -1, 1),
       b.constant({1, 1, 2}, -1, 1), b.constant({1, 1, 2}, -1, 1)},
      {4, 1, 1, 2});
  b.gemm(b.node(Op::reshape, {y}, {1, 8}), 8, 3);
  return {b.graph(), 3, 4, 1};
}

/// Rows of a table of 1; an image is places in it.
Network lookup_network() {
  GraphBuilder b({1, 5});
  const int y = b.node(Op::lookup, {b.constant({2, 3}, -1, 1), 0}, {1, 5, 3});
  classify(b, y, {1, 5, 3});
  return {b.graph(), 1, 5, 1};
}

Network batch_normalization_network() {
  GraphBuilder b({1, 2, 4, 4});
  Attributes a;
  a.epsilon = 0.25f;
  const int y = b.node(Op::batch_normalization,
                       {0, b.constant({2}, -1, 1), b.constant({2}, -1, 1), b.constant({2}, -1, 1),
                        b.constant({2}, 0.5, 2)},
                       {1, 2, 4, 4}, a);
  classify(b, y, {1, 2, 4, 4});
  return {b.graph()};
}

Network layer_normalization_network() {
  GraphBuilder b({1, 5, 8});
  Attributes a = with_axis(2);
  a.epsilon = 0.25f;
  const int y = b.node(Op::layer_normalization,
                       {0, b.constant({8}, 0.5, 1), b.constant({8}, -1, 1)}, {1, 5, 8}, a);
  classify(b, y, {1, 5, 8});
  return {b.graph(), 8, 5, 1};
}

Network average_pool_network() {
  Attributes a = with_window({2, 2}, {2, 3}, {1, 1, 0, 0});
  a.count_include_pad = true;
  return of_image(Op::average_pool, {1, 2, 3, 2}, a);  // rounded up: 2.5 rows, 2 columns
}

Network clip_network() {
  Attributes a;
  a.clip_min = -0.25f;
  a.clip_max = 0.5f;
  return of_image(Op::clip, {1, 2, 4, 4}, a);
}

Network concat_network() {
  GraphBuilder b({1, 2, 4, 4});
  const int y =
      b.node(Op::concat, {0, b.constant({1, 2, 1, 4}, -1, 1)}, {1, 2, 5, 4}, with_axis(2));
  classify(b, y, {1, 2, 5, 4});
  return {b.graph()};
}

Network gather_network() {
  Attributes a = with_axis(2);
  a.indices = {3, 0, 1};
  return of_image(Op::gather, {1, 2, 3, 4}, a);
}

Network pad_network() {
  Attributes a;
  a.pads = {0, 0, 1, -1, 0, 1, 0, 2};
  a.pad_value = 0.5f;
  return of_image(Op::pad, {1, 3, 5, 5}, a);
}

/// Scores of eight heads, of which every other is masked.
Network where_network() {
  GraphBuilder b({1, 8, 4, 4});
  std::vector<float> kept(16);
  for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = i % 2 == 0 ? 1 : 0;
  const int mask = b.given({4, 4}, std::move(kept)), low = b.given({1}, {-1e9f});
  const int masked = b.node(Op::where, {mask, 0, low}, {1, 8, 4, 4});
  const int shares = b.node(Op::softmax, {masked}, {1, 8, 4, 4}, with_axis(3));
  classify(b, shares, {1, 8, 4, 4});
  return {b.graph(), 8, 4, 4};
}

struct Example {
  Network (*network)() = nullptr;
  const char* refusal = "";  ///< what lowering says; empty: it makes layers
};

constexpr OperatorTable<Example> kExamples({
    {Op::add, {[] {
       return with_constant(Op::add, {2, 1, 1}, -1, 1);
     }}},
    {Op::average_pool, {average_pool_network}},
    {Op::batch_normalization, {batch_normalization_network}},
    {Op::clip, {clip_network}},
    {Op::concat, {concat_network}},
    {Op::conv, {conv_network}},
    {Op::div, {[] {
       return with_constant(Op::div, {2, 1, 1}, 0.5, 2);
     }}},
    {Op::dropout, {[] {
       return of_image(Op::dropout, {1, 2, 4, 4});
     }}},
    {Op::flatten, {[] {
       return of_image(Op::flatten, {1, 32}, with_axis(1));
     }}},
    {Op::function, {[] {
       return of_image(Op::function, {1, 2, 4, 4}, with_function(Function::tanh));
     }}},
    {Op::gather, {gather_network}},
    {Op::gemm, {gemm_network}},
    {Op::global_average_pool, {[] {
       return of_image(Op::global_average_pool, {1, 2, 1, 1});
     }}},
    {Op::identity, {[] {
       return of_image(Op::identity, {1, 2, 4, 4});
     }}},
    {Op::layer_normalization, {layer_normalization_network}},
    {Op::lookup, {lookup_network}},
    {Op::lstm, {lstm_network}},
    {Op::matmul, {matmul_network}},
    {Op::max_pool, {[] {
       return of_image(Op::max_pool, {1, 2, 2, 2}, with_window({3, 2}, {2, 2}, {1, 0, 0, 1}));
     }}},
    {Op::maximum, {[] { return with_constant(Op::maximum, {1}, 0.25, 0.5); }}},
    {Op::minimum, {[] { return with_constant(Op::minimum, {1}, 0.25, 0.5); }}},
    {Op::mul, {[] {
       return with_constant(Op::mul, {2, 1, 1}, -1, 1);
     }}},
    {Op::pad, {pad_network}},
    {Op::pow, {[] { return with_constant(Op::pow, {1}, 2, 2); }}},
    {Op::prelu, {[] { return with_constant(Op::prelu, {1}, 0.125, 0.25); }}},
    {Op::quantize, {[] {
       Attributes a;
       a.format = NumberFormat{{0.0078125F}, {3}, 0, -100, 127};
       return of_image(Op::quantize, {1, 2, 4, 4}, a);
     }}},
    {Op::reduce_max, {[] {
       return of_image(Op::reduce_max, {1, 2}, with_axes({2, 3}, false));
     }}},
    {Op::reduce_mean, {[] {
       return of_image(Op::reduce_mean, {1, 2, 1, 1}, with_axes({2, 3}, true));
     }}},
    {Op::reduce_sum, {[] {
       return of_image(Op::reduce_sum, {1, 2}, with_axes({2, 3}, false));
     }}},
    {Op::relu, {[] {
       return of_image(Op::relu, {1, 2, 4, 4});
     }}},
    {Op::reshape, {[] {
       return of_image(Op::reshape, {1, 4, 8});
     }}},
    {Op::slice, {[] {
       return of_image(Op::slice, {1, 2, 2, 3}, with_slice({0, 0, 3, 1}, {1, 1, -2, 1}));
     }}},
    {Op::softmax, {[] {
       return of_image(Op::softmax, {1, 2, 4, 4}, with_axis(1));
     }}},
    {Op::sub, {[] {
       return with_constant(Op::sub, {2, 1, 1}, -1, 1);
     }}},
    {Op::top_k,
     {[] {
        Attributes a = with_axis(1);
        a.count = 2;
        return of_image(Op::top_k, {1, 2, 4, 4}, a);
      },
      "node0: chooses places by value; at the network's output, where it is left out, that is "
      "possible"}},
    {Op::transpose, {[] {
       return of_image(Op::transpose, {1, 4, 2, 4}, with_perm({0, 3, 1, 2}));
     }}},
    {Op::where, {where_network}},
});

constexpr auto kOps = OperatorTable<Example>::keys();

Dataset images_of(const Network& network) {
  return random_images(3, network.channels, network.height, network.width, -1);
}

/// All values of the graph for a random input.
std::vector<Tensor> run(const Graph& graph) {
  std::mt19937 generator(11);
  return run_float(
      graph, {test::random_tensor(graph.values[static_cast<std::size_t>(graph.inputs[0])].shape,
                                  generator)});
}

const Node& node_of(const Graph& graph, Op op) {
  return *std::find_if(graph.nodes.begin(), graph.nodes.end(),
                       [&](const Node& node) { return node.op == op; });
}

Graph written_and_read(const Graph& graph) {
  const ScratchFolder folder;
  write_onnx(graph, folder.path("written.onnx"));
  return import_onnx(folder.path("written.onnx"));
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape == b.shape && a.values.size() == b.values.size() &&
         std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

/// What an operator is when it comes back: ONNX has no use for two words of one meaning.
Op as_read(Op op) {
  return op == Op::dropout ? Op::identity : op == Op::flatten ? Op::reshape : op;
}

/// The same nodes with the same attributes, of the same constants and of each other.
void check_same(const Graph& written, const Graph& read) {
  REQUIRE(read.nodes.size() == written.nodes.size());
  std::map<int, int> places{{written.inputs[0], read.inputs[0]}};
  for (std::size_t n = 0; n < read.nodes.size(); ++n) {
    const Node &was = written.nodes[n], &is = read.nodes[n];
    INFO(operator_of(was.op).name << " at " << n);
    CHECK(is.op == as_read(was.op));
    if (is.op == was.op) CHECK(is.attributes == was.attributes);
    REQUIRE(is.inputs.size() == was.inputs.size());
    for (std::size_t i = 0; i < is.inputs.size(); ++i) {
      const auto& constant = written.values[static_cast<std::size_t>(was.inputs[i])].constant;
      const auto& held = read.values[static_cast<std::size_t>(is.inputs[i])].constant;
      REQUIRE(constant.has_value() == held.has_value());
      CHECK((constant ? same_bits(*constant, *held) : places.at(was.inputs[i]) == is.inputs[i]));
    }
    CHECK(read.values[static_cast<std::size_t>(is.output)].shape ==
          written.values[static_cast<std::size_t>(was.output)].shape);
    places[was.output] = is.output;
  }
  CHECK(places.at(written.outputs[0]) == read.outputs[0]);
}

/// Each element of the output by the operator's own formula, in double.
void check_elements(const Graph& graph, const Node& node, const std::vector<Tensor>& values) {
  const Tensor& output = values[static_cast<std::size_t>(node.output)];
  std::vector<Shape> strides;
  for (const int input : node.inputs)
    strides.push_back(
        broadcast_strides(graph.values[static_cast<std::size_t>(input)].shape, output.shape));
  for (std::size_t at = 0; at < output.values.size(); ++at) {
    std::vector<double> x;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      auto rest = static_cast<std::int64_t>(at);
      std::int64_t from = 0;
      for (std::size_t axis = output.shape.size(); axis-- > 0; rest /= output.shape[axis])
        from += rest % output.shape[axis] * strides[i][axis];
      x.push_back(static_cast<double>(
          values[static_cast<std::size_t>(node.inputs[i])].values[static_cast<std::size_t>(from)]));
    }
    const double exact = operator_of(node.op).element(node.attributes, x);
    REQUIRE(static_cast<double>(output.values[at]) == Approx(exact).epsilon(1e-6).margin(1e-12));
  }
}

/// What the row says of the places of elements.
void check_places(const Graph& graph, const Node& node, const std::vector<Tensor>& values) {
  const int computed = *std::find_if(node.inputs.begin(), node.inputs.end(), [&](int each) {
    return !graph.values[static_cast<std::size_t>(each)].constant;
  });
  Tensor input = values[static_cast<std::size_t>(computed)];
  Tensor output = values[static_cast<std::size_t>(node.output)];
  switch (operator_of(node.op).places) {
    case Places::lost:
      return;
    case Places::same:
      CHECK(output.shape == input.shape);
      return;
    case Places::kept:
      CHECK(same_bits(output, input));
      return;
    case Places::in_order:
      CHECK(output.values == input.values);
      return;
    case Places::permuted:
      CHECK(output.values != input.values);
      std::sort(output.values.begin(), output.values.end());
      std::sort(input.values.begin(), input.values.end());
      CHECK(output.values == input.values);
      return;
    case Places::partly:
      CHECK(output.values.size() != input.values.size());
      CHECK(output.shape.size() == input.shape.size());
      return;
  }
}

std::string lowering_refusal(const Graph& graph) {
  try {
    lower(lowerable(graph));
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

constexpr const char* kByChannel =
    "float[4] s = {0.5, 1, 1.5, 2}, float[4] b = {0.25, -0.5, 0, 0.5}";

enum class Two { first, second };

using Rows = EnumTable<Two, Two::second, int>::Row;

struct Both {
  static constexpr Rows rows[] = {{Two::second, 2}, {Two::first, 1}};
};
struct OneTwice {
  static constexpr Rows rows[] = {{Two::first, 1}, {Two::first, 1}};
};
struct OneLacking {
  static constexpr Rows rows[] = {{Two::first, 1}};
};
struct OneMore {
  static constexpr Rows rows[] = {{Two::first, 1}, {Two::second, 2}, {static_cast<Two>(2), 3}};
};

template <class Table>
constexpr bool kCompiles = requires {
  typename std::integral_constant<int, EnumTable<Two, Two::second, int>(Table::rows)[Two::first]>;
};

}  // namespace

TEST_CASE("a table with a row for each value compiles, and none with fewer or more") {
  STATIC_REQUIRE(kCompiles<Both>);
  STATIC_REQUIRE_FALSE(kCompiles<OneTwice>);
  STATIC_REQUIRE_FALSE(kCompiles<OneLacking>);
  STATIC_REQUIRE_FALSE(kCompiles<OneMore>);
}

TEST_CASE("every operator runs, and does with elements what its row says") {
  for (const Op op : kOps) {
    INFO(operator_of(op).name);
    const Graph graph = kExamples[op].network().graph;
    const Node& node = node_of(graph, op);
    const std::vector<Tensor> values = run(graph);
    const Tensor& output = values[static_cast<std::size_t>(node.output)];
    CHECK(output.shape == graph.values[static_cast<std::size_t>(node.output)].shape);
    CHECK(std::ssize(output.values) == element_count(output.shape));
    CHECK(std::all_of(output.values.begin(), output.values.end(),
                      [](float value) { return std::isfinite(value); }));
    CHECK(std::any_of(output.values.begin(), output.values.end(),
                      [&](float value) { return value != output.values[0]; }));
    if (operator_of(op).element) check_elements(graph, node, values);
    check_places(graph, node, values);
  }
}

TEST_CASE("every operator is the same after being written and read") {
  for (const Op op : kOps) {
    INFO(operator_of(op).name);
    const Graph graph = kExamples[op].network().graph;
    const Graph read = written_and_read(graph);
    check_same(graph, read);
    CHECK(same_bits(run(read)[static_cast<std::size_t>(read.outputs[0])],
                    run(graph)[static_cast<std::size_t>(graph.outputs[0])]));
  }
}

TEST_CASE("an average over windows with dilations is not written, as operator set 17 has none") {
  Attributes a = with_window({2, 2}, {1, 1}, {0, 0, 0, 0});
  CHECK_NOTHROW(written_and_read(of_image(Op::average_pool, {1, 2, 3, 3}, a).graph));
  a.dilations = {1, 2};
  CHECK_THROWS_WITH(written_and_read(of_image(Op::average_pool, {1, 2, 3, 2}, a).graph),
                    Catch::Contains("node 'node0': averages over windows with dilations"));
}

TEST_CASE("every operator becomes layers that compute the same, or is refused in words") {
  for (const Op op : kOps) {
    INFO(operator_of(op).name);
    const Network network = kExamples[op].network();
    const std::string words = kExamples[op].refusal;
    if (words.empty()) {
      CHECK(lowering_refusal(network.graph).empty());
      require_agreement(network.graph, images_of(network));
    } else {
      CHECK_THAT(lowering_refusal(network.graph), Catch::Contains(words));
    }
  }
}

TEST_CASE("operators that are made of others become layers that compute the same") {
  struct Made {
    std::string by;
    Shape shape;
    std::string constants{};
  };
  const auto made = GENERATE(
      Made{"ReduceMin<axes = [2, 3], keepdims = 0>(x)", {1, 4}},
      Made{"ReduceMin<axes = [1]>(x)", {1, 1, 4, 4}},
      Made{"DepthToSpace<blocksize = 2>(x)", {1, 1, 8, 8}},
      Made{"DepthToSpace<blocksize = 2, mode = \"CRD\">(x)", {1, 1, 8, 8}},
      Made{"SpaceToDepth<blocksize = 2>(x)", {1, 16, 2, 2}},
      Made{"Pad<mode = \"reflect\">(x, p)", {1, 4, 7, 6}, "int64[8] p = {0, 0, 1, 2, 0, 0, 2, 0}"},
      Made{"Pad<mode = \"edge\">(x, p)", {1, 4, 7, 6}, "int64[8] p = {0, 0, 1, 2, 0, 0, 2, 0}"},
      Made{"PRelu(x, s)", {1, 4, 4, 4}, "float[4,1,1] s = {0.125, 0.25, 0.375, 0.5}"},
      Made{"Upsample<mode = \"linear\">(x, z)", {1, 4, 8, 6}, "float[4] z = {1, 1, 2, 1.5}"},
      Made{"ConvTranspose<strides = [2, 1], pads = [1, 0, 0, 1]>(x, t)",
           {1, 1, 7, 4},
           "float[4,1,2,2] t = "
           "{1, 2, 3, 4, -4, -3, -2, -1, 1, 0, 0, 1, 2, -1, 0.5, 3}"},
      Made{"InstanceNormalization(x, s, b)", {1, 4, 4, 4}, kByChannel},
      Made{"GroupNormalization<num_groups = 2>(x, s, b)", {1, 4, 4, 4}, kByChannel},
      Made{"LRN<size = 3, alpha = 0.5>(x)", {1, 4, 4, 4}}, Made{"Swish(x)", {1, 4, 4, 4}},
      Made{"ReduceSum<keepdims = 0>(x, a)", {1, 4}, "int64[2] a = {2, 3}"});
  INFO(made.by);
  // A convolution reads it as an image; flattened, its order tells.
  for (const bool convolved : {false, true}) {
    if (convolved && made.shape.size() != 4) continue;
    onnx::ModelProto model = test::parsed(
        "g (float[1,4,4,4] x) => (float[1,3] y) " +
        (made.constants.empty() ? "" : "<" + made.constants + "> ") + "{ v = " + made.by +
        (convolved ? " c = Conv(v, k) f = Flatten(c)" : " f = Flatten(v)") + " y = MatMul(f, w) }");
    std::mt19937 generator(5);
    if (convolved)
      test::bind(model, "k", test::random_tensor({made.shape[1], made.shape[1], 1, 1}, generator));
    test::bind(model, "w", test::random_tensor({element_count(made.shape), 3}, generator));
    require_agreement(test::imported(model), random_images(3, 4, 4, 4, -1));
  }
}

TEST_CASE("the MACs of operators are those of their layers") {
  for (const Op op : kOps) {
    INFO(operator_of(op).name);
    if (*kExamples[op].refusal != '\0') continue;
    const Graph graph = kExamples[op].network().graph;
    CHECK((macs_of(graph, node_of(graph, op)) > 0) == !operator_of(op).matrices.empty());
    std::int64_t macs = 0;
    for (const Node& node : graph.nodes) macs += macs_of(graph, node);
    CHECK(macs == lower(lowerable(graph)).graph.macs());
  }
}

TEST_CASE("every function of one number is the same after being written, read and folded") {
  for (const Function function : FunctionTable<int>::keys()) {
    INFO(name(function));
    GraphBuilder b({1, 2, 4, 4});
    Attributes a = with_function(function);
    a.alpha = 0.3f;
    a.beta = 0.6f;
    b.node(Op::function, {0}, {1, 2, 4, 4}, a);
    const Graph read = fold(written_and_read(b.graph()));
    REQUIRE(read.nodes.size() == 1);
    CHECK(read.nodes[0].op == Op::function);
    CHECK(read.nodes[0].attributes.function == function);
    CHECK(same_bits(run(read)[static_cast<std::size_t>(read.outputs[0])], run(b.graph()).back()));
  }
}

}  // namespace mho
