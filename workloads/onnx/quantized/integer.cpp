// Products of integers whose results stay integers, and scales that are found while they run.
#include "workloads/onnx/quantized/normalize.hpp"
#include "workloads/onnx/quantized/rewriter.hpp"

namespace mho {

/// Hardware has one number format for a value, fixed before it runs: x itself is handed on, with a
/// scale of 1, for calibration to find its format.
void QuantizationRewriter::rewrite_dynamic(const onnx::NodeProto& node) {
  emit(node, "Identity", {input(node, 0)}, node.output(0));
  if (node.output_size() > 1) {
    onnx::TensorProto one;
    one.set_name(node.output(1));
    one.set_data_type(onnx::TensorProto::FLOAT);
    one.add_float_data(1);
    made_.push_back(one);
  }
  dynamic_.insert(node.output(0));
}

/// x, weights, and their zero points. Of x in steps of its scale the sums are, which a division
/// makes of sums of x itself.
void QuantizationRewriter::rewrite_integer_product(const onnx::NodeProto& node,
                                                   const std::string& type) {
  const std::string& x = node.input(0);
  const auto found = formats_.find(x);
  const std::string one = add_floats(node.output(0) + " one", {1}, {});
  const bool is_constant = found == formats_.end() && constant(x) != nullptr;
  if (found == formats_.end() && !is_constant && !dynamic_.contains(x))
    fail(node, "multiplies integers of '" + x +
                   "' of unknown scale; those of QuantizeLinear or "
                   "DynamicQuantizeLinear are possible");
  const StoredFormat steps{one, input(node, 3), 0, 0, type == "Conv" ? 0 : -1};
  const std::string weights = dequantized(node, input(node, 1), steps);
  if (found == formats_.end()) {
    const std::string real = is_constant ? dequantized(node, x, {one, input(node, 2), 0, 0, 0}) : x;
    emit(node, type, {real, weights}, node.output(0), true);
    return;
  }
  const std::string real = free_name(node.output(0) + " real");
  emit(node, type, {x, weights}, real, true);
  emit(node, "Div", {real, found->second.scale}, node.output(0));
}

}  // namespace mho
