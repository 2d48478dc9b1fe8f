// QLinear operators: the operator on floats, between DequantizeLinear and QuantizeLinear.
#include "workloads/onnx/quantized/normalize.hpp"
#include "workloads/onnx/quantized/rewriter.hpp"

namespace mho {

namespace {

/// Without attributes of the names.
void drop(onnx::NodeProto& node, const std::set<std::string>& names) {
  auto& all = *node.mutable_attribute();
  for (int index = all.size(); index-- > 0;)
    if (names.contains(all.Get(index).name())) all.DeleteSubrange(index, 1);
}

}  // namespace

/// x, its scale and zero point, weights and theirs, the output's, and a bias in steps of both
/// scales.
void QuantizationRewriter::rewrite_product(const onnx::NodeProto& node, const std::string& type) {
  const bool is_conv = type == "Conv";
  // Of weights: channels of a convolution, columns of a matrix.
  const StoredFormat x = format_at(node, 1, 2, 1), w = format_at(node, 4, 5, is_conv ? 0 : -1);
  const StoredFormat y = format_at(node, 6, 7, 1);
  std::vector<std::string> inputs{dequantized(node, input(node, 0), x),
                                  dequantized(node, input(node, 3), w)};
  if (is_conv && !input(node, 8).empty()) {
    const std::vector<double> xs = numbers(node, 1, "its scale"),
                              ws = numbers(node, 4, "its scale");
    std::vector<float> scale;
    for (const double each : ws)
      scale.push_back(static_cast<float>(xs[0]) * static_cast<float>(each));
    const std::vector<std::int64_t> shape =
        scale.size() == 1 ? std::vector<std::int64_t>{}
                          : std::vector<std::int64_t>{static_cast<std::int64_t>(scale.size())};
    const StoredFormat bias{add_floats(input(node, 8) + " scale", scale, shape), "", 0, 0, 0};
    inputs.push_back(dequantized(node, input(node, 8), bias));
  }
  const std::string real = free_name(node.output(0) + " real");
  emit(node, type, inputs, real, true);
  emit_quantize(node, real, y, node.output(0), true);
}

/// A, its scale and zero point, B and its, C in steps of both scales, the output's; without the
/// output's it is float.
void QuantizationRewriter::rewrite_qgemm(const onnx::NodeProto& node) {
  const StoredFormat a = format_at(node, 1, 2, 1);
  std::int64_t transposed = 0;
  float alpha = 1;
  for (const auto& attribute : node.attribute()) {
    if (attribute.name() == "transB") transposed = attribute.i();
    if (attribute.name() == "alpha") alpha = attribute.f();
  }
  const StoredFormat b = format_at(node, 4, 5, transposed != 0 ? 0 : 1);
  std::vector<std::string> inputs{dequantized(node, input(node, 0), a),
                                  dequantized(node, input(node, 3), b)};
  if (!input(node, 6).empty()) {
    const std::vector<double> as = numbers(node, 1, "its scale"),
                              bs = numbers(node, 4, "its scale");
    std::vector<float> scale;
    for (const double each : bs)
      scale.push_back(alpha * static_cast<float>(as[0]) * static_cast<float>(each));
    const std::vector<std::int64_t> shape =
        scale.size() == 1 ? std::vector<std::int64_t>{}
                          : std::vector<std::int64_t>{static_cast<std::int64_t>(scale.size())};
    const StoredFormat bias{add_floats(input(node, 6) + " scale", scale, shape), "", 0, 0, -1};
    inputs.push_back(dequantized(node, input(node, 6), bias));
  }
  const bool is_float = input(node, 7).empty();
  const std::string real = is_float ? node.output(0) : free_name(node.output(0) + " real");
  emit(node, "Gemm", inputs, real, true);
  if (!is_float) emit_quantize(node, real, format_at(node, 7, 8, 1), node.output(0), true);
}

void QuantizationRewriter::rewrite_elementwise(const onnx::NodeProto& node,
                                               const std::string& type) {
  const std::string a = dequantized(node, input(node, 0), format_at(node, 1, 2, 1));
  const std::string b = dequantized(node, input(node, 3), format_at(node, 4, 5, 1));
  const std::string real = free_name(node.output(0) + " real");
  emit(node, type, {a, b}, real);
  emit_quantize(node, real, format_at(node, 6, 7, 1), node.output(0));
}

void QuantizationRewriter::rewrite_unary(const onnx::NodeProto& node, const std::string& type) {
  for (const auto& attribute : node.attribute())
    if (attribute.name() == "channels_last" && attribute.i() != 0)
      fail(node, "has channels last; channels first is possible");
  const std::string x = dequantized(node, input(node, 0), format_at(node, 1, 2, 1));
  const std::string real = free_name(node.output(0) + " real");
  drop(emit(node, type, {x}, real, true), {"channels_last", "opset"});
  emit_quantize(node, real, format_at(node, 3, 4, 1), node.output(0));
}

/// The output's scale and zero point, then each input with its own.
void QuantizationRewriter::rewrite_concat(const onnx::NodeProto& node) {
  std::vector<std::string> inputs;
  for (int index = 2; index + 2 < node.input_size(); index += 3)
    inputs.push_back(
        dequantized(node, input(node, index), format_at(node, index + 1, index + 2, 1)));
  const std::string real = free_name(node.output(0) + " real");
  emit(node, "Concat", inputs, real, true);
  emit_quantize(node, real, format_at(node, 0, 1, 1), node.output(0));
}

}  // namespace mho
