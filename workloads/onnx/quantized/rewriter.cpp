#include "workloads/onnx/quantized/rewriter.hpp"

#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"
#include "workloads/onnx/node.hpp"
#include "workloads/onnx/quantized/normalize.hpp"

namespace mho {

std::optional<std::pair<std::int64_t, std::int64_t>> range_of_type(int type) {
  switch (type) {
    case onnx::TensorProto::UINT8:
      return {{0, 255}};
    case onnx::TensorProto::INT8:
      return {{-128, 127}};
    case onnx::TensorProto::UINT16:
      return {{0, 65535}};
    case onnx::TensorProto::INT16:
      return {{-32768, 32767}};
    case kUint4:
      return {{0, 15}};
    case kInt4:
      return {{-8, 7}};
    case kUint2:
      return {{0, 3}};
    case kInt2:
      return {{-2, 1}};
    default:
      return std::nullopt;
  }
}

QuantizationRewriter::QuantizationRewriter(onnx::ModelProto& model, const std::string& file)
    : model_(model), file_(file) {
  const onnx::GraphProto& graph = model.graph();
  for (const auto& tensor : graph.initializer()) constants_[tensor.name()] = &tensor;
  for (const auto& node : graph.node()) {
    names_.insert(node.output().begin(), node.output().end());
    for (const std::string& each : node.input()) ++uses_[each];
    if (node.op_type() != "Constant" || node.output_size() != 1) continue;
    for (const auto& attribute : node.attribute())
      if (attribute.name() == "value") constants_[node.output(0)] = &attribute.t();
  }
  for (const auto& [name, tensor] : constants_) names_.insert(name);
  for (const auto& value : graph.input()) names_.insert(value.name());
  for (const auto& value : graph.output()) outputs_.insert(value.name());
}

void QuantizationRewriter::fail(const onnx::NodeProto& node, const std::string& message) const {
  throw InputError({file_, 0}, node_key(node), node.op_type() + ": " + message);
}

const onnx::TensorProto* QuantizationRewriter::constant(const std::string& name) const {
  const auto found = constants_.find(name);
  return found == constants_.end() ? nullptr : found->second;
}

std::vector<double> QuantizationRewriter::numbers(const onnx::NodeProto& node, int index,
                                                  const char* what) const {
  const onnx::TensorProto* held = constant(input(node, index));
  if (!held)
    fail(node, std::string(what) +
                   " is computed; a constant is possible, as hardware is built for "
                   "one number format");
  const StoredTensor stored = read_tensor(*held, file_, node_key(node));
  std::vector<double> values(stored.floats.begin(), stored.floats.end());
  values.insert(values.end(), stored.integers.begin(), stored.integers.end());
  if (values.empty())
    fail(node, std::string(what) + " has type " + onnx_type_name(stored.type) +
                   "; numbers of float32 or integers are possible");
  return values;
}

std::string QuantizationRewriter::free_name(const std::string& wish) {
  std::string name = wish;
  for (int number = 1; !names_.insert(name).second; ++number)
    name = wish + '.' + std::to_string(number);
  return name;
}

std::string QuantizationRewriter::add_floats(const std::string& wish,
                                             const std::vector<float>& values,
                                             const std::vector<std::int64_t>& shape) {
  onnx::TensorProto tensor;
  tensor.set_name(free_name(wish));
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t size : shape) tensor.add_dims(size);
  for (const float value : values) tensor.add_float_data(value);
  made_.push_back(tensor);
  return tensor.name();
}

onnx::NodeProto& QuantizationRewriter::emit(const onnx::NodeProto& of, const std::string& type,
                                            const std::vector<std::string>& inputs,
                                            const std::string& output, bool with_attributes) {
  onnx::NodeProto node;
  node.set_name(node_name(of));
  node.set_op_type(type);
  for (const std::string& each : inputs) node.add_input(each);
  node.add_output(output);
  if (with_attributes) *node.mutable_attribute() = of.attribute();
  nodes_.push_back(std::move(node));
  return nodes_.back();
}

void QuantizationRewriter::set(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}

/// An input of Concat among integers of this format: made by a node, or a constant (a cache of keys
/// and values in front of those of the token).
std::string QuantizationRewriter::joined_integers(const onnx::NodeProto& concat,
                                                  const std::string& name,
                                                  const StoredFormat& format) {
  const auto other = formats_.find(name);
  if (other == formats_.end() && constant(name)) return dequantized(concat, name, format);
  if (other == formats_.end() || !same_numbers(other->second.scale, format.scale) ||
      !same_numbers(other->second.zero_point, format.zero_point))
    fail(concat, "joins integers of different scales or zero points; one for all is possible");
  return name;
}

/// Operators that leave integers as they are, or choose among them.
void QuantizationRewriter::rewrite_moves(const onnx::NodeProto& node) {
  static const std::set<std::string> kMoves{
      "Concat",   "DepthToSpace", "Expand",    "Flatten",  "Gather",       "GlobalMaxPool",
      "Identity", "MaxPool",      "Reshape",   "Slice",    "SpaceToDepth", "Split",
      "Squeeze",  "Tile",         "Transpose", "Unsqueeze"};
  const auto made = std::find_if(node.input().begin(), node.input().end(),
                                 [&](const std::string& each) { return formats_.contains(each); });
  const bool joins = node.op_type() == "Concat";
  if (made == node.input().end() || (made != node.input().begin() && !joins)) {
    nodes_.push_back(node);
    return;
  }
  const StoredFormat format = formats_.at(*made);
  if (!kMoves.contains(node.op_type()))
    fail(node, "computes with the integers of '" + *made +
                   "'; operators that move or choose integers are possible, all others between "
                   "DequantizeLinear and QuantizeLinear");
  onnx::NodeProto moved = node;
  if (joins)
    for (std::string& each : *moved.mutable_input()) each = joined_integers(node, each, format);
  nodes_.push_back(std::move(moved));
  for (const std::string& output : node.output()) formats_[output] = format;
}

void QuantizationRewriter::rewrite(const onnx::NodeProto& node) {
  const std::string& type = node.op_type();
  const std::string& domain = node.domain();
  if (domain.empty() || domain == "ai.onnx" || domain == "com.microsoft") {
    if (type == "QuantizeLinear") return rewrite_quantize(node);
    if (type == "DequantizeLinear") return rewrite_dequantize(node);
    if (type == "QLinearConv") return rewrite_product(node, "Conv");
    if (type == "QLinearMatMul") return rewrite_product(node, "MatMul");
    if (type == "DynamicQuantizeLinear") return rewrite_dynamic(node);
    if (type == "ConvInteger") return rewrite_integer_product(node, "Conv");
    if (type == "MatMulInteger") return rewrite_integer_product(node, "MatMul");
    if (type == "Clip" && node.input_size() > 0 &&
        (formats_.contains(node.input(0)) || clips_constant(node)))
      return rewrite_clip(node);
  }
  if (domain == "com.microsoft") {
    if (type == "QGemm") return rewrite_qgemm(node);
    if (type == "QLinearAdd") return rewrite_elementwise(node, "Add");
    if (type == "QLinearMul") return rewrite_elementwise(node, "Mul");
    if (type == "QLinearConcat") return rewrite_concat(node);
    static const std::map<std::string, std::string> kUnary{
        {"QLinearAveragePool", "AveragePool"}, {"QLinearGlobalAveragePool", "GlobalAveragePool"},
        {"QLinearLeakyRelu", "LeakyRelu"},     {"QLinearReduceMean", "ReduceMean"},
        {"QLinearSigmoid", "Sigmoid"},         {"QLinearSoftmax", "Softmax"}};
    const auto unary = kUnary.find(type);
    if (unary != kUnary.end()) return rewrite_unary(node, unary->second);
  }
  if (domain == "qonnx.custom_op.general" || domain == "finn.custom_op.general" ||
      domain == "onnx.brevitas") {
    if (type == "Quant" || type == "IntQuant") return rewrite_quant(node);
    if (type == "BipolarQuant") return rewrite_bipolar(node);
    if (type == "Trunc") return rewrite_trunc(node);
  }
  rewrite_moves(node);
}

void QuantizationRewriter::run() {
  std::vector<Problem> problems;
  for (const auto& node : model_.graph().node()) {
    try {
      rewrite(node);
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  for (onnx::NodeProto& node : nodes_)
    for (std::string& each : *node.mutable_input())
      if (const auto same = same_as_.find(each); same != same_as_.end()) each = same->second;
  onnx::GraphProto& graph = *model_.mutable_graph();
  graph.clear_node();
  for (onnx::NodeProto& node : nodes_) *graph.add_node() = std::move(node);
  for (onnx::TensorProto& tensor : made_) *graph.add_initializer() = std::move(tensor);
}

void normalize_quantization(onnx::ModelProto& model, const std::string& file) {
  static const std::set<std::string> kTypes{
      "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear",
      "ConvInteger",    "MatMulInteger",    "QGemm",
      "Quant",          "IntQuant",         "BipolarQuant",
      "Trunc"};
  const auto& nodes = model.graph().node();
  const bool any = std::any_of(nodes.begin(), nodes.end(), [](const onnx::NodeProto& node) {
    return kTypes.contains(node.op_type()) || node.op_type().rfind("QLinear", 0) == 0;
  });
  if (any) QuantizationRewriter(model, file).run();
}

}  // namespace mho
