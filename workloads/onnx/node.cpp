#include "workloads/onnx/node.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

// Strides, pads, kernels: large enough for anything real, small enough that sums never overflow.
constexpr std::int64_t kLargestSize = 1 << 24;

}  // namespace

std::string node_name(const onnx::NodeProto& node) {
  if (!node.name().empty()) return node.name();
  for (const std::string& output : node.output())
    if (!output.empty()) return output;
  return "";
}

std::string node_key(const onnx::NodeProto& node) { return "node '" + node_name(node) + "'"; }

OnnxNode::OnnxNode(const onnx::NodeProto& proto, const Surroundings& around,
                   std::vector<int> inputs, std::int64_t operator_set)
    : proto_(proto), around_(around), inputs_(std::move(inputs)), operator_set_(operator_set) {}

void OnnxNode::fail(const std::string& message) const {
  throw InputError({around_.graph.file, 0}, node_key(proto_), proto_.op_type() + ": " + message);
}

bool OnnxNode::has_input(int index) const {
  return index < input_count() && inputs_[index] != kAbsent;
}

bool OnnxNode::is_computed_integer(int index) const {
  return has_input(index) && around_.integers.contains(inputs_[index]);
}

int OnnxNode::value(int index) const {
  if (!has_input(index)) return kAbsent;
  if (inputs_[index] == kOther) {
    if (element_count(around_.others.at(proto_.input(index)).shape) == 0)
      fail("input '" + proto_.input(index) + "' is empty");
    fail("input '" + proto_.input(index) + "' has type " +
         onnx_type_name(around_.others.at(proto_.input(index)).type) + "; only float is accepted");
  }
  return inputs_[index];
}

const Shape& OnnxNode::shape(int index) const {
  const int at = value(index);
  if (at == kAbsent) fail("input " + std::to_string(index) + " is missing");
  return around_.graph.values[at].shape;
}

const Shape& OnnxNode::any_shape(int index) const {
  return has_input(index) && inputs_[index] == kOther ? around_.others.at(proto_.input(index)).shape
                                                      : shape(index);
}

bool OnnxNode::is_constant(int index) const {
  if (!has_input(index) || inputs_[index] == kOther) return true;
  return around_.graph.values[inputs_[index]].constant.has_value();
}

/// What is said of a computed value where a constant is needed.
constexpr std::string_view kOnInput =
    ", and depends on the network's input; cut the file in front of this node "
    "(onnx.utils.extract_model), or export it without";

StoredTensor OnnxNode::constant(int index) const {
  if (const auto problem =
          around_.budget.compute(static_cast<double>(element_count(any_shape(index)))))
    fail(*problem);
  if (has_input(index) && inputs_[index] == kOther) {
    const StoredTensor& held = around_.others.at(proto_.input(index));
    if (held.is_integer() || held.is_double() || element_count(held.shape) == 0) return held;
  }
  const int at = value(index);
  if (at == kAbsent) fail("input " + std::to_string(index) + " is missing");
  const auto& held = around_.graph.values[at].constant;
  if (!held) fail("input '" + proto_.input(index) + "' must be a constant" + std::string(kOnInput));
  if (held->values.empty() && element_count(held->shape) > 0)
    fail("input '" + proto_.input(index) + "' has a shape and no values, which decide here");
  return {onnx::TensorProto::FLOAT, held->shape, held->values, {}};
}

StoredTensor OnnxNode::stored(int index) const {
  if (has_input(index) && inputs_[index] == kOther &&
      !around_.others.at(proto_.input(index)).integers.empty())
    return around_.others.at(proto_.input(index));
  return constant(index);
}

const std::vector<std::int64_t>& OnnxNode::constant_integers(int index,
                                                             std::string_view what) const {
  if (!has_input(index) || inputs_[index] != kOther ||
      !around_.others.at(proto_.input(index)).is_integer()) {
    fail(std::string(what) + " must be a constant of integers (int64, int32 or bool)");
  }
  return around_.others.at(proto_.input(index)).integers;
}

float OnnxNode::constant_scalar(int index, std::string_view what) const {
  const int at = value(index);
  require(at != kAbsent, "an absent input is asked for its value");
  const Value& held = around_.graph.values[at];
  if (!held.constant)
    fail(std::string(what) + " must be a constant of one element" + std::string(kOnInput));
  if (held.constant->values.size() != 1)
    fail(std::string(what) + " must be a constant of one element, and has " +
         std::to_string(element_count(held.constant->shape)));
  const float number = held.constant->values[0];
  if (std::isnan(number)) fail(std::string(what) + " is not a number");
  return number;
}

void OnnxNode::claim(const Shape& shape, bool integers) const {
  auto problem = integers ? integers_problem(shape) : shape_problem(shape);
  const std::int64_t count = problem ? 0 : element_count(shape);
  if (!problem) problem = around_.budget.room_for(integers ? 2 * count : count);
  if (!problem) problem = around_.budget.compute(static_cast<double>(count));
  if (problem) fail(*problem);
}

const onnx::AttributeProto* OnnxNode::find(std::string_view name) const {
  for (const auto& attribute : proto_.attribute()) {
    if (attribute.name() == name) return &attribute;
  }
  return nullptr;
}

const onnx::AttributeProto* OnnxNode::find(std::string_view name, int type) const {
  const onnx::AttributeProto* attribute = find(name);
  if (attribute && attribute->type() != type) {
    fail("attribute '" + std::string(name) + "' has the wrong type");
  }
  return attribute;
}

std::int64_t OnnxNode::integer(std::string_view name, std::int64_t otherwise) const {
  const auto* attribute = find(name, onnx::AttributeProto::INT);
  return attribute ? attribute->i() : otherwise;
}

std::vector<std::string> OnnxNode::texts(std::string_view name) const {
  const auto* attribute = find(name, onnx::AttributeProto::STRINGS);
  if (!attribute) return {};
  return {attribute->strings().begin(), attribute->strings().end()};
}

const onnx::GraphProto* OnnxNode::body(std::string_view name) const {
  const auto* attribute = find(name, onnx::AttributeProto::GRAPH);
  return attribute ? &attribute->g() : nullptr;
}

float OnnxNode::number(std::string_view name, float otherwise) const {
  const float number = limit(name, otherwise);
  if (std::isinf(number)) fail("attribute '" + std::string(name) + "' is infinite");
  return number;
}

float OnnxNode::limit(std::string_view name, float otherwise) const {
  const auto* attribute = find(name, onnx::AttributeProto::FLOAT);
  const float number = attribute ? attribute->f() : otherwise;
  if (std::isnan(number)) fail("attribute '" + std::string(name) + "' is not a number");
  return number;
}

std::string OnnxNode::text(std::string_view name, std::string_view otherwise) const {
  const auto* attribute = find(name, onnx::AttributeProto::STRING);
  return attribute ? attribute->s() : std::string(otherwise);
}

StoredTensor OnnxNode::tensor(std::string_view name) const {
  const auto* attribute = find(name, onnx::AttributeProto::TENSOR);
  if (!attribute) return {onnx::TensorProto::FLOAT, {}, {0.0f}, {}};
  return read_tensor(attribute->t(), around_.graph.file, node_key(proto_));
}

std::vector<std::int64_t> OnnxNode::integers(std::string_view name) const {
  const auto* attribute = find(name, onnx::AttributeProto::INTS);
  if (!attribute) return {};
  return {attribute->ints().begin(), attribute->ints().end()};
}

std::vector<int> OnnxNode::sizes(std::string_view name, std::size_t size, int smallest,
                                 int otherwise) const {
  if (!has_attribute(name)) return std::vector<int>(size, otherwise);
  const std::vector<std::int64_t> given = integers(name);
  if (given.size() != size) {
    fail("attribute '" + std::string(name) + "' has " + std::to_string(given.size()) +
         " elements; " + std::to_string(size) + " are wanted");
  }
  for (const std::int64_t one : given) {
    if (one < smallest || one > kLargestSize) {
      fail("attribute '" + std::string(name) + "' is " + shape_text(given) + "; " +
           std::to_string(smallest) + " to " + std::to_string(kLargestSize) + " are allowed");
    }
  }
  return {given.begin(), given.end()};
}

int OnnxNode::axis(int otherwise, int rank, int last) const {
  const std::int64_t given = integer("axis", otherwise);
  if (given < -rank || given > last) {
    fail("axis " + std::to_string(given) + " is outside " + std::to_string(-rank) + " to " +
         std::to_string(last));
  }
  return static_cast<int>(given < 0 ? given + rank : given);
}

int OnnxNode::resolved_axis(std::int64_t axis, int rank) const {
  if (axis < -rank || axis >= rank) {
    fail("axis " + std::to_string(axis) + " is outside " + std::to_string(-rank) + " to " +
         std::to_string(rank - 1));
  }
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

std::vector<std::int64_t> OnnxNode::listed(std::string_view name, int index) const {
  if (has_attribute(name)) return integers(name);
  return has_input(index) ? constant_integers(index, name) : std::vector<std::int64_t>{};
}

std::vector<int> OnnxNode::axes(int index, int rank) const {
  std::vector<int> axes;
  for (const std::int64_t axis : listed("axes", index)) {
    axes.push_back(resolved_axis(axis, rank));
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) fail("names an axis twice");
  return axes;
}

}  // namespace mho
