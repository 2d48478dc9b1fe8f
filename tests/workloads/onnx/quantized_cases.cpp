// ONNX's own cases of quantized operators, with all inputs constant, as files have them: the codes
// that a result stands for.
#include <onnx/onnx_pb.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/onnx/tensor.hpp"

namespace mho {
namespace {

namespace quantized_cases {

const std::filesystem::path kNodes = "/usr/share/libonnx-testdata/data/node";

onnx::TensorProto load(const std::filesystem::path& file) {
  onnx::TensorProto tensor;
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(tensor.ParseFromIstream(&stream));
  return tensor;
}

/// Its integers, read here and not by the code under test, or its floats.
std::vector<double> numbers(const onnx::TensorProto& tensor) {
  std::vector<double> values;
  const std::string& raw = tensor.raw_data();
  const auto read = [&](auto type) {
    for (std::size_t i = 0; i + sizeof(type) <= raw.size(); i += sizeof(type)) {
      std::memcpy(&type, raw.data() + i, sizeof(type));
      values.push_back(static_cast<double>(type));
    }
  };
  switch (tensor.data_type()) {
    case onnx::TensorProto::UINT8:
      read(std::uint8_t{});
      break;
    case onnx::TensorProto::INT8:
      read(std::int8_t{});
      break;
    case onnx::TensorProto::INT32:
      read(std::int32_t{});
      break;
    case onnx::TensorProto::FLOAT:
      read(0.0F);
      break;
    default:
      FAIL("a type that no case has");
  }
  return values;
}

struct QuantizedCase {
  std::string name;
  int scale, zero_point;  ///< inputs that make codes of the result; -1: the result is the number
};

void check_case(const QuantizedCase& one) {
  INFO(one.name);
  onnx::ModelProto model;
  std::ifstream stream(kNodes / one.name / "model.onnx", std::ios::binary);
  REQUIRE(model.ParseFromIstream(&stream));
  const std::filesystem::path data = kNodes / one.name / "test_data_set_0";
  std::vector<std::vector<double>> inputs;
  for (int i = 0; i < model.graph().input_size(); ++i) {
    onnx::TensorProto tensor = load(data / ("input_" + std::to_string(i) + ".pb"));
    inputs.push_back(numbers(tensor));
    tensor.set_name(model.graph().input(i).name());
    *model.mutable_graph()->add_initializer() = tensor;
  }
  const Graph graph = test::imported(model);
  const Tensor& got = graph.values[static_cast<std::size_t>(graph.outputs[0])].constant.value();
  const std::vector<double> wanted = numbers(load(data / "output_0.pb"));
  REQUIRE(got.values.size() == wanted.size());
  std::size_t inner = 1;  // of a scale along axis 1
  for (std::size_t axis = 2; axis < got.shape.size(); ++axis)
    inner *= static_cast<std::size_t>(got.shape[axis]);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    double value = static_cast<double>(got.values[i]);
    if (one.scale >= 0) {
      const auto at = [&](int input) {
        const auto& all = inputs[static_cast<std::size_t>(input)];
        return all[i / inner % all.size()];
      };
      value = std::nearbyint(value / at(one.scale)) + at(one.zero_point);
    }
    CHECK(value == wanted[i]);
  }
}

}  // namespace quantized_cases

TEST_CASE("quantized operators give the integers of ONNX's cases") {
  for (const quantized_cases::QuantizedCase& one :
       std::vector<quantized_cases::QuantizedCase>{{"test_quantizelinear", 1, 2},
                                                   {"test_quantizelinear_axis", 1, 2},
                                                   {"test_dequantizelinear", -1, -1},
                                                   {"test_dequantizelinear_axis", -1, -1},
                                                   {"test_qlinearconv", 6, 7},
                                                   {"test_qlinearmatmul_2D", 6, 7},
                                                   {"test_qlinearmatmul_3D", 6, 7},
                                                   {"test_basic_convinteger", -1, -1},
                                                   {"test_convinteger_with_padding", -1, -1},
                                                   {"test_convinteger_without_padding", -1, -1},
                                                   {"test_matmulinteger", -1, -1}})
    quantized_cases::check_case(one);
}

/// y = x W of a constant x, with these weights as the text of their node.
std::vector<float> product_with(const std::string& nodes, onnx::TensorProto weights,
                                const std::vector<float>& x, const std::string& constants,
                                int columns) {
  std::string list;
  for (const float each : x) list += (list.empty() ? "" : ", ") + std::to_string(each);
  onnx::ModelProto model = test::parsed(
      "g () => (float[1," + std::to_string(columns) + "] y) <float[1," + std::to_string(x.size()) +
          "] x = {" + list + "}, " + constants + "> { " + nodes + " y = MatMul(x, w) }",
      21);
  weights.set_name("q");
  *model.mutable_graph()->add_initializer() = weights;
  const Graph graph = test::imported(model);
  return graph.values[static_cast<std::size_t>(graph.outputs[0])].constant.value().values;
}

TEST_CASE("integers of 4 and 2 bits are read from a byte's lowest bits on") {
  onnx::TensorProto q;
  q.add_dims(3);
  q.add_dims(1);
  q.set_data_type(kInt4);
  q.set_raw_data(std::string("\x8F\x07", 2));  // -1, -8; 7
  const std::string nodes = "w = DequantizeLinear(q, s)";
  CHECK(product_with(nodes, q, {100, 10, 1}, "float s = {1}", 1) ==
        std::vector<float>{-100 - 80 + 7});
  q.set_data_type(kUint4);
  CHECK(product_with(nodes, q, {100, 10, 1}, "float s = {1}", 1) ==
        std::vector<float>{1500 + 80 + 7});
  q.set_data_type(kInt2);
  q.set_raw_data(std::string("\x36", 1));  // 2 -> -2; 1; 3 -> -1
  CHECK(product_with(nodes, q, {100, 10, 1}, "float s = {1}", 1) ==
        std::vector<float>{-200 + 10 - 1});
}

TEST_CASE("weights have the scale of their block") {
  onnx::TensorProto q;
  q.add_dims(4);
  q.add_dims(1);
  q.set_data_type(onnx::TensorProto::INT8);
  q.set_raw_data(std::string("\x01\x02\x03\xFC", 4));  // 1, 2 of one block; 3, -4 of another
  CHECK(product_with("w = DequantizeLinear<axis = 0, block_size = 2>(q, s)", q, {1, 1, 1, 1},
                     "float[2,1] s = {1, 100}", 1) == std::vector<float>{3 - 100});
}

TEST_CASE("constant integers join those of the format, on either side") {
  const bool first = GENERATE(true, false);
  onnx::TensorProto cache;
  cache.set_name("cache");
  cache.add_dims(1);
  cache.add_dims(2);
  cache.set_data_type(onnx::TensorProto::INT8);
  cache.set_raw_data(std::string("\x04\xFD", 2));  // 4, -3
  onnx::ModelProto model = test::parsed(
      std::string("g (float[1,2] x) => (float[1,4] y) <float s = {0.5}, int8 z = {1}> { ") +
          "q = QuantizeLinear(x, s, z) all = Concat<axis = 1>(" +
          (first ? "cache, q" : "q, cache") + ") y = DequantizeLinear(all, s, z) }",
      13);
  *model.mutable_graph()->add_initializer() = cache;
  const Graph graph = test::imported(model);
  const std::vector<float> y =
      run_float(graph, {{{1, 2}, {3.1F, -1}}})[static_cast<std::size_t>(graph.outputs[0])].values;
  CHECK(y == (first ? std::vector<float>{1.5, -2, 3, -1} : std::vector<float>{3, -1, 1.5, -2}));
}

}  // namespace
}  // namespace mho
