// QONNX, as Brevitas and qonnx write it: arbitrary bits (Pappalardo et al., QONNX: representing
// arbitrary-precision quantized neural networks, arXiv:2206.07527, 2022).
#include <cmath>

#include "workloads/onnx/quantized/normalize.hpp"
#include "workloads/onnx/quantized/rewriter.hpp"

namespace mho {

namespace {

std::string text(const onnx::NodeProto& node, const char* name, const char* otherwise) {
  for (const auto& attribute : node.attribute())
    if (attribute.name() == name) return attribute.s();
  return otherwise;
}

bool flag(const onnx::NodeProto& node, const char* name, bool otherwise) {
  for (const auto& attribute : node.attribute())
    if (attribute.name() == name) return attribute.i() != 0;
  return otherwise;
}

}  // namespace

/// x, scale, zero point, bits.
void QuantizationRewriter::rewrite_quant(const onnx::NodeProto& node) {
  const std::string rounding = text(node, "rounding_mode", "ROUND");
  if (rounding != "ROUND" && rounding != "HALF_EVEN")
    fail(node, "rounding_mode " + rounding + "; ROUND (halves to even) is possible");
  check_scale(node, 1);
  const double bits = numbers(node, 3, "its bit width")[0];
  if (bits != std::nearbyint(bits) || bits < 1 || bits > 32)
    fail(node,
         "has a bit width of " + std::to_string(bits) + "; whole ones of 1 to 32 are possible");
  const bool is_signed = flag(node, "signed", true), narrow = flag(node, "narrow", false);
  const std::int64_t levels = std::int64_t{1} << static_cast<int>(bits);
  StoredFormat format{input(node, 1), "", 0, 0, 0};
  format.low = is_signed ? -levels / 2 + (narrow ? 1 : 0) : 0;
  format.high = is_signed ? levels / 2 - 1 : levels - 1 - (narrow ? 1 : 0);
  if (format.low == format.high)
    fail(node, "of one bit with a narrow range holds nothing but 0; BipolarQuant is possible");
  format.zero_point = whole_zero_point(node, 2);
  emit_quantize(node, input(node, 0), format, node.output(0));
  formats_.erase(node.output(0));  // its output is float
}

/// x and scale: -scale or scale.
void QuantizationRewriter::rewrite_bipolar(const onnx::NodeProto& node) {
  check_scale(node, 1);
  emit_quantize(node, input(node, 0), {input(node, 1), "", -1, 1, 0, true}, node.output(0));
  formats_.erase(node.output(0));  // its output is float
}

/// The name of a zero point that is a float in the file, as numbers.
std::string QuantizationRewriter::whole_zero_point(const onnx::NodeProto& node, int index) const {
  if (input(node, index).empty()) return "";
  for (const double each : numbers(node, index, "its zero point"))
    if (each != std::nearbyint(each))
      fail(node, "has a zero point of " + std::to_string(each) + "; whole ones are possible");
  return input(node, index);
}

}  // namespace mho
