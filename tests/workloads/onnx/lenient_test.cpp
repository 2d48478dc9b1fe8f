// What files of today have and runtimes take: weights beside the model, functions of its own, axes
// that are open, inputs of integers, loops of fixed length.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>

#include "tests/workloads/onnx/onnx_models.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/graph/ends.hpp"
#include "workloads/quantize/quantize.hpp"

using Catch::Contains;
using mho::Graph;
using mho::ImportOptions;
using mho::InputError;
using mho::Op;
using mho::ScratchFolder;
using mho::Shape;
using mho::Tensor;
using mho::test::imported;
using mho::test::parsed;
using mho::test::SavedFile;

namespace {

Graph imported_with(const onnx::ModelProto& model, const ImportOptions& options) {
  return mho::import_onnx(SavedFile(model.SerializeAsString()).path(), options);
}

std::string refusal_with(const onnx::ModelProto& model, const ImportOptions& options) {
  try {
    imported_with(model, options);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

std::vector<float> outputs_of(const Graph& graph, const std::vector<Tensor>& inputs) {
  std::vector<float> all;
  const std::vector<Tensor> values = run_float(graph, inputs);
  for (const int output : graph.outputs) {
    const auto& made = values[static_cast<std::size_t>(output)].values;
    all.insert(all.end(), made.begin(), made.end());
  }
  return all;
}

/// A model whose weights [2] lie in a file beside it.
class OutsideWeights {
 public:
  OutsideWeights() {
    model_ = parsed("g (float[2] x) => (float[2] y) <float[2] w = {1.0, 2.0}> { y = Add(x, w) }");
    auto& weights = *model_.mutable_graph()->mutable_initializer(0);
    weights.clear_float_data();
    weights.clear_raw_data();
    weights.set_data_location(onnx::TensorProto::EXTERNAL);
    set("location", "net.onnx.data");
  }

  void set(const std::string& key, const std::string& value) {
    auto& weights = *model_.mutable_graph()->mutable_initializer(0);
    for (auto& entry : *weights.mutable_external_data())
      if (entry.key() == key) return entry.set_value(value);
    auto& entry = *weights.add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  }

  void write_data(const std::string& name, const std::vector<float>& values) const {
    std::ofstream(path(name), std::ios::binary)
        .write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(float)));
  }

  std::string path(const std::string& name) const { return folder_.path(name); }

  Graph read(bool values = true) const {
    std::ofstream(path("net.onnx"), std::ios::binary) << model_.SerializeAsString();
    ImportOptions options;
    options.values = values;
    return mho::import_onnx(path("net.onnx"), options);
  }

  std::string refused() const {
    try {
      read();
      return "";
    } catch (const InputError& error) {
      return error.what();
    }
  }

 private:
  ScratchFolder folder_;
  onnx::ModelProto model_;
};

const std::vector<Tensor> kTwo{{{2}, {10, 20}}};

/// Bytes of this process in memory, of /proc/self/status: "VmRSS" now, "VmHWM" at most so far.
std::int64_t memory(const std::string& which) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(which + ":")) return 1024 * std::stoll(line.substr(which.size() + 1));
  FAIL("/proc/self/status has no " << which);
  return 0;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kOwnMemory = false;  // sanitizers keep what was freed, and shadows of all
#else
constexpr bool kOwnMemory = true;
#endif

/// A chain of products whose weights, `layers` times side^2 numbers, lie beside it.
void write_large(const ScratchFolder& folder, int layers, int side) {
  const std::string size = std::to_string(side);
  std::string weights, nodes;
  for (int i = 0; i < layers; ++i) {
    const std::string number = std::to_string(i);
    weights += (i == 0 ? "" : ", ") + ("float[1] w" + number + " = {1.0}");
    nodes += "x" + std::to_string(i + 1) + " = MatMul(x" + number + ", w" + number + ") ";
  }
  onnx::ModelProto model = parsed("g (float[1," + size + "] x0) => (float[1," + size + "] x" +
                                  std::to_string(layers) + ") <" + weights + "> { " + nodes + "}");
  const std::int64_t bytes = std::int64_t{4} * side * side;
  for (int i = 0; i < layers; ++i) {
    auto& tensor = *model.mutable_graph()->mutable_initializer(i);
    tensor.clear_float_data();
    tensor.clear_raw_data();
    tensor.clear_dims();
    tensor.add_dims(side);
    tensor.add_dims(side);
    tensor.set_data_location(onnx::TensorProto::EXTERNAL);
    for (const auto& [key, value] :
         std::map<std::string, std::string>{{"location", "net.onnx.data"},
                                            {"offset", std::to_string(i * bytes)},
                                            {"length", std::to_string(bytes)}}) {
      auto& entry = *tensor.add_external_data();
      entry.set_key(key);
      entry.set_value(value);
    }
  }
  std::ofstream(folder.path("net.onnx"), std::ios::binary) << model.SerializeAsString();
  std::ofstream data(folder.path("net.onnx.data"), std::ios::binary);
  const std::vector<float> row(static_cast<std::size_t>(side), 0.5f);
  for (int i = 0; i < layers * side; ++i)
    data.write(reinterpret_cast<const char*>(row.data()), std::int64_t{4} * side);
}

}  // namespace

TEST_CASE("100 MB of weights beside the model take at most twice as much memory to read") {
  constexpr int kLayers = 5, kSide = 2240;
  constexpr std::int64_t kBytes = std::int64_t{4} * kLayers * kSide * kSide;
  const ScratchFolder folder;
  write_large(folder, kLayers, kSide);
  const std::int64_t before = memory("VmRSS");
  const Graph graph = mho::import_onnx(folder.path("net.onnx"), {});
  const auto weights = static_cast<std::size_t>(graph.nodes.back().inputs[1]);
  CHECK(graph.values[weights].constant->values.size() == static_cast<std::size_t>(kSide) * kSide);
  const std::int64_t taken = memory("VmHWM") - before;
  CHECK(taken > kBytes / 2);  // what was read is there
  if (kOwnMemory) CHECK(taken <= 2 * kBytes);
}

TEST_CASE("weights are read from the file beside the model, at their offset") {
  OutsideWeights model;
  model.write_data("net.onnx.data", {0, 3, 4});
  model.set("offset", "4");
  model.set("length", "8");
  CHECK(outputs_of(model.read(), kTwo) == std::vector<float>{13, 24});
}

TEST_CASE("weights outside the model's folder are refused, however the way there is written") {
  OutsideWeights model;
  model.set("location", "/etc/passwd");
  CHECK_THAT(model.refused(), Contains("initializer 'w': its values lie in '/etc/passwd', an "
                                       "absolute path; only files in the model's own folder"));
  model.set("location", "../net.onnx.data");
  CHECK_THAT(model.refused(), Contains("which leads out of the model's folder"));
  const ScratchFolder other;
  std::ofstream(other.path("weights")) << "12345678";
  std::filesystem::create_symlink(other.path("weights"), model.path("link"));
  model.set("location", "link");
  CHECK_THAT(model.refused(), Contains("'link', a link out of the model's folder"));
  std::filesystem::create_directory(model.path("folder"));
  model.set("location", "folder");
  CHECK_THAT(model.refused(), Contains("which is not a regular file"));
}

TEST_CASE("a file of weights that is missing, short or of another model is told as such") {
  OutsideWeights model;
  CHECK_THAT(model.refused(), Contains("'net.onnx.data', which is not there; the file belongs "
                                       "beside the model, under that name"));
  model.write_data("net.onnx.data", {1});
  CHECK_THAT(model.refused(), Contains("wants 8 bytes from 0 on, but 'net.onnx.data' has 4; it is "
                                       "cut short, or belongs to another model"));
  model.set("length", "12");
  CHECK_THAT(model.refused(), Contains("holds 12 bytes in 'net.onnx.data', but its shape wants 8"));
  model.set("length", "8 bytes");
  CHECK_THAT(model.refused(), Contains("are no numbers of bytes"));
  model.set("length", "8");
  model.set("offset", "18446744073709551615");
  CHECK_THAT(model.refused(), Contains("it is cut short"));
}

TEST_CASE("without values a network needs the shapes of its weights alone") {
  OutsideWeights model;
  const Graph graph = model.read(false);
  CHECK(graph.nodes.size() == 1);
  auto bare = parsed(
      "g (float[1,4] x) => (float[1,3] y) <float[4,3] w = {1,2,3,4,5,6,7,8,9,10,11,12}> "
      "{ a = Identity(w) y = MatMul(x, a) }");
  bare.mutable_graph()->mutable_initializer(0)->clear_float_data();
  ImportOptions shapes;
  shapes.values = false;
  mho::QuantizationSpec spec;
  spec.weight_bits = spec.activation_bits = 8;
  const auto layers = quantize_shapes(imported_with(bare, shapes), spec, mho::InputSign::either);
  CHECK(layers.macs() == 12);
  CHECK_THAT(refusal_with(bare, {}), Contains("has a shape and no values; a file with weights is "
                                              "wanted (times and counts alone need none: --values "
                                              "off)"));
}

TEST_CASE("weights of half precision are floats") {
  auto model = parsed(
      "g (float[3] x) => (float[3] y) <float[3] w = {0.0, 0.0, 0.0}> "
      "{ y = Add(x, w) }");
  auto& weights = *model.mutable_graph()->mutable_initializer(0);
  weights.clear_float_data();
  weights.set_data_type(onnx::TensorProto::FLOAT16);
  for (const int bits : {0x3c00, 0xc500, 0x0001}) weights.add_int32_data(bits);
  CHECK(outputs_of(imported(model), {{{3}, {0, 0, 0}}}) == std::vector<float>{1, -5, 0x1p-24f});
  weights.clear_int32_data();
  weights.set_data_type(onnx::TensorProto::BFLOAT16);
  weights.set_raw_data(std::string("\x80\x3f\x00\xc0\x00\x00", 6));
  CHECK(outputs_of(imported(model), {{{3}, {0, 0, 0}}}) == std::vector<float>{1, -2, 0});
}

TEST_CASE("functions of the model are replaced by their nodes, with the call's attributes") {
  auto model = parsed(
      "g (float[2] x) => (float[2] y) { a = own.twice<slope = 0.5>(x) "
      "y = own.twice(a) }");
  for (auto& node : *model.mutable_graph()->mutable_node()) node.set_domain("own");
  for (auto& node : *model.mutable_graph()->mutable_node()) node.set_op_type("twice");
  auto& function = *model.add_functions();
  function.set_name("twice");
  function.set_domain("own");
  function.add_input("in");
  function.add_output("out");
  function.add_attribute("slope");
  function.add_opset_import()->set_version(16);
  for (const auto& [input, output] : {std::pair("in", "middle"), std::pair("middle", "out")}) {
    auto& node = *function.add_node();
    node.set_op_type("LeakyRelu");
    node.add_input(input);
    node.add_output(output);
    auto& attribute = *node.add_attribute();
    attribute.set_name("alpha");
    attribute.set_type(onnx::AttributeProto::FLOAT);
    attribute.set_ref_attr_name("slope");
  }
  // The second call leaves the slope to LeakyRelu's default.
  const std::vector<float> got = outputs_of(imported(model), {{{2}, {3, -400}}});
  CHECK(got[0] == 3);
  CHECK(got[1] == Approx(-400 * 0.25 * 0.0001));
  function.mutable_node(0)->set_domain("own");
  function.mutable_node(0)->set_op_type("twice");
  CHECK_THAT(mho::test::refusal(model), Contains("function twice calls itself"));
}

TEST_CASE("a scan of fixed length, a loop with a constant count and a decided branch unroll") {
  const auto sums = parsed(
      "g (float[2] s, float[3,2] x) => (float[2] last, float[3,2] all) { last, all = "
      "Scan<num_scan_inputs = 1, body = b (float[2] before, float[2] now) => (float[2] after, "
      "float[2] shown) { after = Add(before, now) shown = Mul(after, after) }>(s, x) }");
  CHECK(outputs_of(imported(sums), {{{2}, {0, 1}}, {{3, 2}, {1, 2, 3, 4, 5, 6}}}) ==
        std::vector<float>{9, 13, 1, 9, 16, 49, 81, 169});
  const auto powers = parsed(
      "g (float[1] x) => (float[1] y) <int64 n = {3}, bool go = {1}> { y = Loop<body = b "
      "(int64 i, bool on, float[1] v) => (bool on_out, float[1] w) { on_out = Identity(on) "
      "w = Mul(v, v) }>(n, go, x) }");
  CHECK(outputs_of(imported(powers), {{{1}, {2}}}) == std::vector<float>{256});
  const auto branch = parsed(
      "g (float[1] x) => (float[1] y) <bool c = {0}> { y = If<then_branch = t () => (float[1] a) "
      "{ a = Neg(x) }, else_branch = e () => (float[1] b) { b = Add(x, x) }>(c) }");
  CHECK(outputs_of(imported(branch), {{{1}, {2}}}) == std::vector<float>{4});
  const auto open = parsed(
      "g (float[1] x, bool c) => (float[1] y) { y = If<then_branch = t () => (float[1] a) "
      "{ a = Neg(x) }, else_branch = e () => (float[1] b) { b = Add(x, x) }>(c) }");
  CHECK_THAT(mho::test::refusal(open), Contains("its condition depends on the input's values") &&
                                           Contains("'fixed_inputs' of the workload"));
}

TEST_CASE("axes that a file leaves open come from the workload, else from the data") {
  const auto model = parsed("g (float[n,3,h,w] x) => (float[n,3,h,w] y) { y = Relu(x) }");
  const auto shape = [&](const ImportOptions& options) {
    return imported_with(model, options).values.at(0).shape;
  };
  ImportOptions stated;
  stated.input_shape = {1, 3, 5, 7};
  CHECK(shape(stated) == Shape{1, 3, 5, 7});
  ImportOptions named;
  named.dimensions = {{"h", 5}, {"x.3", 6}};
  CHECK(shape(named) == Shape{1, 3, 5, 6});
  for (const Shape& image : {Shape{3, 8, 9}, Shape{8, 9, 3}}) {
    ImportOptions data;
    data.image_shape = [image] { return image; };
    CHECK(shape(data) == Shape{1, 3, 8, 9});
  }
  CHECK_THAT(refusal_with(model, {}), Contains("leaves the size of axis 2 ('h'), 3 ('w') open") &&
                                          Contains("'input_shape: [1, 3, ?, ?]'"));
  ImportOptions slip;
  slip.dimensions = {{"hh", 5}};
  CHECK_THAT(refusal_with(model, slip), Contains("dimensions.hh: the network has no such name"));
}

TEST_CASE("sizes of -1 and 0 are open, and the one that is left follows from the data") {
  auto model = parsed("g (float[1,1,4] x) => (float[1,1,4] y) { y = Relu(x) }");
  auto& shape = *model.mutable_graph()
                     ->mutable_input(0)
                     ->mutable_type()
                     ->mutable_tensor_type()
                     ->mutable_shape();
  shape.mutable_dim(0)->set_dim_value(-1);
  shape.mutable_dim(1)->set_dim_value(0);
  ImportOptions data;
  data.image_shape = [] { return Shape{7, 4}; };
  CHECK(imported_with(model, data).values.at(0).shape == Shape{1, 7, 4});
}

TEST_CASE("a network of a fixed batch takes one image, also where it says the batch again") {
  const auto model = parsed(
      "g (float[64,2,3] x) => (float[64,4] y) <int64[2] s = {64, 6}, float[6,4] w = "
      "{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24}> "
      "{ f = Reshape(x, s) y = MatMul(f, w) }");
  ImportOptions data;
  data.image_shape = [] { return Shape{6}; };
  const Graph graph = imported_with(model, data);
  CHECK(graph.values.at(static_cast<std::size_t>(graph.outputs[0])).shape == Shape{1, 4});
  const Graph whole = imported(model);
  CHECK(whole.values.at(static_cast<std::size_t>(whole.inputs[0])).shape == Shape{64, 2, 3});
}

TEST_CASE("rows of a table are chosen by an input of integers") {
  const auto model = parsed(
      "g (int64[1,n] tokens, int64[1,n] mask) => (float[1,n,2] y) "
      "<float[3,2] table = {0, 1, 10, 11, 20, 21}> "
      "{ rows = Gather(table, tokens) kept = Cast<to = 1>(mask) axis = Constant<value = int64[1] "
      "{-1}>() wide = Unsqueeze(kept, axis) y = Mul(rows, wide) }");
  ImportOptions options;
  options.dimensions = {{"n", 3}};
  options.fixed_inputs = {{"mask", 2}};
  const Graph graph = imported_with(model, options);
  REQUIRE(graph.inputs.size() == 1);
  CHECK(graph.nodes.at(0).op == Op::lookup);
  CHECK(outputs_of(graph, {{{1, 3}, {2, 0, 1}}}) == std::vector<float>{40, 42, 0, 2, 20, 22});
  options.fixed_inputs = {{"masks", 2}};
  CHECK_THAT(refusal_with(model, options), Contains("fixed_inputs.masks: the network has no such "
                                                    "name, did you mean 'mask'?"));
}

TEST_CASE("several inputs are parts of one image, and several outputs of one tensor") {
  const Graph graph = with_joined_ends(
      imported(parsed("g (float[1,2] a, float[1,3] b) => (float[1,2] y, float[1,5] z) "
                      "{ y = Relu(a) z = Concat<axis = 1>(b, a) }")));
  REQUIRE(graph.inputs.size() == 1);
  CHECK(outputs_of(graph, {{{1, 5}, {1, -2, 3, 4, 5}}}) ==
        std::vector<float>{1, 0, 3, 4, 5, 1, -2});
  CHECK(graph.outputs_joined);
}

TEST_CASE("an output that ArgMax makes is the scores that it chooses from") {
  const Graph graph = with_scores(imported(parsed(
      "g (float[1,3] x) => (int64[1] y) { a = Neg(x) y = ArgMax<axis = 1, keepdims = 0>(a) }")));
  CHECK(outputs_of(graph, {{{1, 3}, {1, 2, 3}}}) == std::vector<float>{-1, -2, -3});
}
