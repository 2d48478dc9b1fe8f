// QONNX files against qonnx's own run of them, which the files hold for one image
// (tests/workloads/quantized/make_networks.py, make_brevitas.py).
#include <onnx/onnx_pb.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/paths.hpp"
#include "tests/workloads/onnx/onnx_models.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/onnx/tensor.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {
namespace {

struct QonnxCase {
  Graph graph;
  QuantizedGraph quantized;
  Dataset image;
  std::vector<float> output;  ///< qonnx's
};

std::vector<float> held(const onnx::ModelProto& model, const std::string& name) {
  for (const auto& tensor : model.graph().initializer())
    if (tensor.name() == name) return read_tensor(tensor, "", name).floats;
  FAIL("no constant " << name);
  return {};
}

std::string file_of(const std::string& name) {
  return std::string(kSourceDir) + "/tests/workloads/quantized/" + name + ".onnx";
}

onnx::ModelProto model_of(const std::string& name) {
  onnx::ModelProto model;
  std::ifstream stream(file_of(name), std::ios::binary);
  REQUIRE(model.ParseFromIstream(&stream));
  return model;
}

QonnxCase qonnx_case(const std::string& name) {
  const std::string file = file_of(name);
  const onnx::ModelProto model = model_of(name);
  QonnxCase made;
  made.graph = import_onnx(file);
  const Shape& shape = made.graph.values[static_cast<std::size_t>(made.graph.inputs[0])].shape;
  made.image.channels = static_cast<int>(shape[1]);
  made.image.height = static_cast<int>(shape[2]);
  made.image.width = static_cast<int>(shape[3]);
  made.image.pixels = held(model, "reference image");
  made.image.labels = {0};
  made.image.sign = InputSign::either;
  made.output = held(model, "reference output");
  QuantizationSpec spec;
  spec.weight_bits = spec.activation_bits = 8;
  spec.calibration_images = 1;
  made.quantized = quantize(made.graph, spec, made.image, 1);
  return made;
}

/// The output's values by the integer reference.
std::vector<float> integer_output(const QonnxCase& made) {
  const QuantizedGraph& graph = made.quantized;
  const auto tensors = run_integer(graph, quantize_image(graph, made.image.image(0)));
  const auto output = static_cast<std::size_t>(graph.output);
  std::vector<float> values;
  for (const std::int32_t each : in_file_order(graph, tensors[output]))
    values.push_back(static_cast<float>(each * graph.tensors[output].scale));
  return values;
}

TEST_CASE("what qonnx translated from QuantizeLinear gives the integers that qonnx computes") {
  const QonnxCase made = qonnx_case("qonnx_of_qcdq");
  CHECK(integer_output(made) == made.output);
}

TEST_CASE("bits that Trunc leaves out of the sums of pools are those that qonnx leaves out") {
  const std::string version = GENERATE("1", "2");
  const QonnxCase made = qonnx_case("qonnx_trunc_" + version);
  CHECK(integer_output(made) == made.output);
}

/// The attribute of the file's first Trunc, to be changed.
onnx::AttributeProto& first_mode(onnx::ModelProto& model) {
  for (auto& node : *model.mutable_graph()->mutable_node())
    for (auto& attribute : *node.mutable_attribute())
      if (node.op_type() == "Trunc" && attribute.name() == "rounding_mode") return attribute;
  FAIL("no Trunc");
  return *model.mutable_graph()->mutable_node(0)->mutable_attribute(0);
}

TEST_CASE("a network of Brevitas, exported as QONNX, gives what qonnx computes") {
  const QonnxCase made = qonnx_case("brevitas_qonnx");
  CHECK(integer_output(made) == made.output);
}

TEST_CASE("a Trunc that rounds otherwise is refused with its name and what is possible") {
  onnx::ModelProto model = model_of("qonnx_trunc_2");
  first_mode(model).set_s("HALF_UP");
  CHECK_THROWS_WITH(test::imported(model),
                    Catch::Contains("node 'trunc7': Trunc: rounding_mode HALF_UP; FLOOR, CEIL and "
                                    "ROUND (halves to even) are possible"));
  first_mode(model).set_s("floor");
  CHECK_NOTHROW(test::imported(model));
}

TEST_CASE("a Trunc whose zero point is between two integers of its result is refused") {
  onnx::ModelProto model = model_of("qonnx_trunc_2");
  for (auto& node : *model.mutable_graph()->mutable_node()) {
    if (node.op_type() != "Trunc") continue;
    for (auto& tensor : *model.mutable_graph()->mutable_initializer())
      if (tensor.name() == node.input(2)) {
        tensor.clear_raw_data();
        tensor.clear_float_data();
        tensor.add_float_data(3);  // of the 2 bits left out: 0.75
      }
    break;
  }
  CHECK_THROWS_WITH(test::imported(model),
                    Catch::Contains("node 'trunc7': Trunc: has a zero point of 0.75"));
}

TEST_CASE("low bits, one scale for each output, and signs alone give what qonnx computes") {
  const QonnxCase made = qonnx_case("qonnx_low_bits");
  CHECK(integer_output(made) == made.output);
  std::vector<int> bits;
  for (const QuantizedLayer& layer : made.quantized.layers)
    if (has_weights(layer.kind)) bits.push_back(layer.weights.bits);
  // Signs, -1 and 1, are two bits where cells hold a sign and a magnitude; -2 of two bits is three,
  // or two around a center.
  CHECK(bits == std::vector<int>{4, 2, 3});
}

}  // namespace
}  // namespace mho
