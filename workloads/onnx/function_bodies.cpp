#include "workloads/onnx/function_bodies.hpp"

#include <google/protobuf/unknown_field_set.h>

#include <algorithm>
#include <map>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/onnx/file.hpp"
#include "workloads/onnx/node.hpp"

namespace mho {

namespace {

// Fields that are younger than libonnx: FunctionProto.attribute_proto (defaults of attributes, IR
// 9), and the name that tells functions of one name apart (IR 10).
constexpr int kAttributeProto = 11, kFunctionOverload = 13, kNodeOverload = 8;
constexpr std::size_t kMostNodes = std::size_t{1} << 18;
constexpr int kDeepest = 64;

using Id = std::pair<std::pair<std::string, std::string>, std::string>;

template <class Message>
std::vector<std::string> unknown_fields(const Message& message, int number) {
  const auto& fields = message.GetReflection()->GetUnknownFields(message);
  std::vector<std::string> found;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    const bool is_text = field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED;
    if (field.number() == number && is_text) found.push_back(field.length_delimited());
  }
  return found;
}

template <class Message>
Id id_of(const Message& message, const std::string& name, int overload) {
  const std::vector<std::string> overloads = unknown_fields(message, overload);
  return {{message.domain(), name}, overloads.empty() ? "" : overloads.back()};
}

/// What a call puts in the place of a body's names and attributes.
class Call {
 public:
  Call(const onnx::FunctionProto& function, const onnx::NodeProto& node)
      : function_(function), prefix_(node_name(node) + "/") {
    for (int i = 0; i < function.input_size(); ++i)
      names_[function.input(i)] = i < node.input_size() ? node.input(i) : "";
    for (int i = 0; i < function.output_size(); ++i)
      if (i < node.output_size() && !node.output(i).empty())
        names_[function.output(i)] = node.output(i);
    for (const std::string& bytes : unknown_fields(function, kAttributeProto)) {
      onnx::AttributeProto attribute;
      if (attribute.ParseFromString(bytes)) attributes_[attribute.name()] = attribute;
    }
    for (const auto& attribute : node.attribute()) attributes_[attribute.name()] = attribute;
  }

  /// The body's nodes as they are in this call.
  onnx::NodeProto node(const onnx::NodeProto& from) const {
    onnx::NodeProto node = from;
    node.set_name(prefix_ + node_name(from));
    rename(node);
    return node;
  }

  /// An output that is an input passed through takes a node.
  bool passes(int output) const {
    const std::string& name = function_.output(output);
    return std::find(function_.input().begin(), function_.input().end(), name) !=
           function_.input().end();
  }

 private:
  std::string renamed(const std::string& name) const {
    const auto found = names_.find(name);
    return name.empty() ? "" : found != names_.end() ? found->second : prefix_ + name;
  }

  /// Inputs, outputs and attributes, in the bodies of the node's own attributes, too.
  void rename(onnx::NodeProto& node) const {
    for (std::string& name : *node.mutable_input()) name = renamed(name);
    for (std::string& name : *node.mutable_output()) name = renamed(name);
    auto& attributes = *node.mutable_attribute();
    for (int i = attributes.size(); i-- > 0;) {
      onnx::AttributeProto& attribute = attributes[i];
      if (!attribute.ref_attr_name().empty()) {
        const auto given = attributes_.find(attribute.ref_attr_name());
        if (given == attributes_.end()) {  // left to the operator's default
          attributes.DeleteSubrange(i, 1);
          continue;
        }
        const std::string name = attribute.name();
        attribute = given->second;
        attribute.set_name(name);
      }
      if (attribute.has_g()) {
        onnx::GraphProto& body = *attribute.mutable_g();
        for (auto& inner : *body.mutable_node()) rename(inner);
        for (auto& input : *body.mutable_input()) input.set_name(renamed(input.name()));
        for (auto& output : *body.mutable_output()) output.set_name(renamed(output.name()));
        for (auto& held : *body.mutable_initializer()) held.set_name(renamed(held.name()));
      }
    }
  }

  const onnx::FunctionProto& function_;
  std::string prefix_;
  std::map<std::string, std::string> names_;
  std::map<std::string, onnx::AttributeProto> attributes_;
};

class Inliner {
 public:
  Inliner(const onnx::ModelProto& model, const std::string& file)
      : file_(file), operator_set_(operator_set(model)) {
    for (const auto& function : model.functions())
      functions_.emplace(id_of(function, function.name(), kFunctionOverload), &function);
  }

  void add(onnx::NodeProto node, std::int64_t set, int depth) {
    const auto found = functions_.find(id_of(node, node.op_type(), kNodeOverload));
    if (found == functions_.end()) {
      if (nodes_.size() >= kMostNodes)
        fail(node, "the functions of the model are more than " + std::to_string(kMostNodes) +
                       " nodes when they are called");
      nodes_.push_back({std::move(node), set});
      return;
    }
    const onnx::FunctionProto& function = *found->second;
    const std::string name = "function " + function.name();
    if (depth >= kDeepest) fail(node, name + " calls itself, or others too deeply");
    if (node.input_size() > function.input_size() || node.output_size() > function.output_size())
      fail(node, "calls " + name + " with " + std::to_string(node.input_size()) + " inputs and " +
                     std::to_string(node.output_size()) + " outputs; it has " +
                     std::to_string(function.input_size()) + " and " +
                     std::to_string(function.output_size()));
    const Call call(function, node);
    const std::int64_t own = operator_set(function);
    for (const auto& each : function.node()) add(call.node(each), own > 0 ? own : set, depth + 1);
    for (int i = 0; i < node.output_size(); ++i) {
      if (node.output(i).empty() || !call.passes(i)) continue;
      fail(node, name + " passes an input through as an output, which is not accepted");
    }
  }

  void add_all(onnx::ModelProto& model) {
    for (auto& node : *model.mutable_graph()->mutable_node())
      add(std::move(node), operator_set_, 0);
  }

  std::vector<VersionedNode> take() && { return std::move(nodes_); }

 private:
  [[noreturn]] void fail(const onnx::NodeProto& node, const std::string& message) const {
    throw InputError({file_, 0}, node_key(node), message);
  }

  const std::string& file_;
  std::int64_t operator_set_;
  std::map<Id, const onnx::FunctionProto*> functions_;
  std::vector<VersionedNode> nodes_;
};

}  // namespace

std::vector<VersionedNode> take_nodes(onnx::ModelProto& model, const std::string& file) {
  Inliner inliner(model, file);
  inliner.add_all(model);
  return std::move(inliner).take();
}

}  // namespace mho
