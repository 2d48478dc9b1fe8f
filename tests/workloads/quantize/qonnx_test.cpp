// QONNX files against qonnx's own run of them, which the files hold for one image
// (tests/workloads/quantized/make_networks.py).
#include <onnx/onnx_pb.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/paths.hpp"
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

QonnxCase qonnx_case(const std::string& name) {
  const std::string file = std::string(kSourceDir) + "/tests/workloads/quantized/" + name + ".onnx";
  onnx::ModelProto model;
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(model.ParseFromIstream(&stream));
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
