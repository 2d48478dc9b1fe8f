// import_onnx: walks the nodes in file order, infers every shape, and turns whatever depends on
// constants alone into constants. Knows the graph's structure; operators are in onnx_operators.
#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/compact.hpp"
#include "workloads/float_operators.hpp"
#include "workloads/graph.hpp"
#include "workloads/onnx_file.hpp"
#include "workloads/onnx_operators.hpp"
#include "workloads/shape_limit.hpp"

namespace mho {

namespace {

std::string type_of(const onnx::NodeProto& node) {
  return node.domain().empty() || node.domain() == "ai.onnx" ? node.op_type()
                                                             : node.domain() + '.' + node.op_type();
}

const OnnxOperator* find_operator(const std::string& type) {
  for (const OnnxOperator& known : onnx_operators()) {
    if (known.type == type) return &known;
  }
  return nullptr;
}

std::string accepted_types() {
  std::vector<std::string> names{"Constant"};
  for (const OnnxOperator& known : onnx_operators()) names.emplace_back(known.type);
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

class Importer {
 public:
  Importer(const std::string& file, const onnx::ModelProto& model)
      : proto_(model.graph()), operator_set_(mho::operator_set(model)) {
    graph_.name = proto_.name();
    graph_.file = file;
  }

  Graph run() {
    refuse_unknown_operators();
    if (proto_.sparse_initializer_size() > 0) fail("", "sparse initializers are not accepted");
    for (const auto& tensor : proto_.initializer()) {
      collect([&] { add_constant(tensor.name(), "initializer '" + tensor.name() + "'", tensor); });
    }
    for (const auto& input : proto_.input()) {
      if (!known(input.name())) collect([&] { add_input(input); });
    }
    if (!problems_.empty()) throw InputError(problems_);
    for (const auto& node : proto_.node()) collect([&] { add_node(node); });
    if (problems_.empty()) {
      for (const auto& output : proto_.output()) collect([&] { add_output(output); });
      if (proto_.output_size() == 0) fail("", "the graph has no output");
    }
    if (!problems_.empty()) throw InputError(problems_);
    return compact(graph_);
  }

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& message) const {
    throw InputError({graph_.file, 0}, key, message);
  }

  /// Goes on after a wrong node, so that all are reported together.
  template <class Step>
  void collect(const Step& step) {
    try {
      step();
    } catch (const InputError& error) {
      problems_.insert(problems_.end(), error.problems().begin(), error.problems().end());
    }
  }

  void refuse_unknown_operators() const {
    std::vector<Problem> problems;
    for (const auto& node : proto_.node()) {
      const std::string type = type_of(node);
      if (type == "Constant" || find_operator(type)) continue;
      problems.push_back(
          {{graph_.file, 0},
           node_key(node),
           "operator " + type + " is not accepted; accepted are " + accepted_types()});
    }
    if (!problems.empty()) throw InputError(problems);
  }

  bool known(const std::string& name) const { return indices_.count(name) || others_.count(name); }

  int add_value(const std::string& name, const Shape& shape, const std::string& key) {
    if (name.empty()) fail(key, "a value without a name");
    if (known(name)) fail(key, "value '" + name + "' is made twice");
    if (const auto problem = shape_problem(shape)) fail(key, *problem);
    elements_ += element_count(shape);
    if (elements_ > kMaxElements) {
      fail(key, "the values of the graph have more than the " + std::to_string(kMaxElements) +
                    " elements allowed");
    }
    const int index = static_cast<int>(graph_.values.size());
    graph_.values.push_back({name, shape, std::nullopt});
    indices_[name] = index;
    return index;
  }

  void add_constant(const std::string& name, const std::string& key,
                    const onnx::TensorProto& tensor) {
    add_constant(name, key, read_tensor(tensor, graph_.file, key));
  }

  void add_constant(const std::string& name, const std::string& key, StoredTensor stored) {
    if (stored.is_float()) {
      const int index = add_value(name, stored.shape, key);
      graph_.values[index].constant = Tensor{stored.shape, std::move(stored.floats)};
    } else {
      if (name.empty()) fail(key, "a value without a name");
      if (known(name)) fail(key, "value '" + name + "' is made twice");
      others_[name] = std::move(stored);
    }
  }

  void add_input(const onnx::ValueInfoProto& input) {
    const std::string key = "input '" + input.name() + "'";
    if (!input.type().has_tensor_type()) fail(key, "is no tensor; a tensor of float is wanted");
    const auto& type = input.type().tensor_type();
    if (type.elem_type() != onnx::TensorProto::FLOAT) {
      fail(key, "has type " + onnx_type_name(type.elem_type()) + "; only float is accepted");
    }
    if (!type.has_shape()) fail(key, "has no shape; export the model with its input's shape");
    Shape shape;
    for (const auto& size : type.shape().dim()) {
      shape.push_back(size.has_dim_value() ? size.dim_value() : 1);
    }
    graph_.inputs.push_back(add_value(input.name(), shape, key));
  }

  void add_output(const onnx::ValueInfoProto& output) {
    const std::string key = "output '" + output.name() + "'";
    const auto found = indices_.find(output.name());
    if (found == indices_.end()) fail(key, "is made by no node as a float tensor");
    graph_.outputs.push_back(found->second);
    if (!output.type().has_tensor_type() || !output.type().tensor_type().has_shape()) return;
    const Shape& shape = graph_.values[found->second].shape;
    const auto& declared = output.type().tensor_type().shape();
    bool fits = declared.dim_size() == static_cast<int>(shape.size());
    for (int axis = 0; fits && axis < declared.dim_size(); ++axis) {
      const auto& size = declared.dim(axis);
      fits = !size.has_dim_value() || size.dim_value() == shape[axis];
    }
    if (!fits)
      fail(key, "the file declares another shape than its nodes make, " + shape_text(shape));
  }

  std::vector<int> input_values(const onnx::NodeProto& node) const {
    std::vector<int> inputs;
    for (const std::string& name : node.input()) {
      if (name.empty()) {
        inputs.push_back(OnnxNode::kAbsent);
      } else if (others_.count(name)) {
        inputs.push_back(OnnxNode::kOther);
      } else if (const auto found = indices_.find(name); found != indices_.end()) {
        inputs.push_back(found->second);
      } else {
        fail(node_key(node), type_of(node) + ": input '" + name + "' is made by no node before it");
      }
    }
    return inputs;
  }

  void check_form(const onnx::NodeProto& node, const OnnxOperator& wanted) const {
    const std::string key = node_key(node), type(wanted.type);
    if (operator_set_ < wanted.since) {
      fail(key, type + " of operator set " + std::to_string(operator_set_) +
                    " is not accepted; operator sets " + std::to_string(wanted.since) + " to " +
                    std::to_string(kNewestOperatorSet) + " are");
    }
    const int inputs = node.input_size();
    if (inputs < wanted.least_inputs || inputs > wanted.most_inputs) {
      fail(key, type + ": has " + std::to_string(inputs) + " inputs; " +
                    std::to_string(wanted.least_inputs) + " to " +
                    std::to_string(wanted.most_inputs) + " are allowed");
    }
    for (int index = 0; index < wanted.least_inputs; ++index) {
      if (node.input(index).empty())
        fail(key, type + ": input " + std::to_string(index) + " is missing");
    }
    for (const auto& attribute : node.attribute()) {
      if (std::find(wanted.attributes.begin(), wanted.attributes.end(), attribute.name()) ==
          wanted.attributes.end()) {
        fail(key, type + ": attribute '" + attribute.name() + "' is not accepted");
      }
    }
    if (node.output_size() < 1 || node.output(0).empty()) fail(key, type + ": has no output");
    refuse_extra_outputs(node);
  }

  /// Dropout's mask, MaxPool's indices, the statistics of a BatchNormalization that trains.
  void refuse_extra_outputs(const onnx::NodeProto& node) const {
    for (int index = 1; index < node.output_size(); ++index) {
      const std::string& name = node.output(index);
      const bool is_output = std::any_of(proto_.output().begin(), proto_.output().end(),
                                         [&](const auto& output) { return output.name() == name; });
      const bool is_used =
          std::any_of(proto_.node().begin(), proto_.node().end(), [&](const auto& other) {
            return std::find(other.input().begin(), other.input().end(), name) !=
                   other.input().end();
          });
      if (!name.empty() && node.op_type() == "BatchNormalization") {
        fail(node_key(node), "BatchNormalization: is in training mode, as its output '" + name +
                                 "' tells; export the model for inference");
      }
      if (!name.empty() && (is_output || is_used)) {
        fail(node_key(node),
             node.op_type() + ": only its first output is accepted, not '" + name + "'");
      }
    }
  }

  void add_node(const onnx::NodeProto& proto) {
    if (type_of(proto) == "Constant") return add_constant_node(proto);
    const OnnxOperator& wanted = *find_operator(type_of(proto));
    // A consumer of a wrong node would only repeat the complaint.
    for (const std::string& name : proto.input()) {
      if (!name.empty() && failed_.count(name)) {
        failed_.insert(proto.output().begin(), proto.output().end());
        return;
      }
    }
    try {
      check_form(proto, wanted);
      const OnnxNode onnx(proto, graph_, others_, input_values(proto), operator_set_);
      import_node(onnx, proto, wanted);
    } catch (const InputError&) {
      failed_.insert(proto.output().begin(), proto.output().end());
      throw;
    }
  }

  void import_node(const OnnxNode& onnx, const onnx::NodeProto& proto, const OnnxOperator& wanted) {
    Node node{wanted.op, node_name(proto), {}, 0, {}};
    node.inputs.resize(static_cast<std::size_t>(onnx.input_count()));
    const Shape shape = wanted.import(onnx, node);
    for (std::size_t index = 0; index < node.inputs.size(); ++index) {
      node.inputs[index] = onnx.value(static_cast<int>(index));
    }
    node.output = add_value(proto.output(0), shape, node_key(proto));
    const bool constant = std::all_of(node.inputs.begin(), node.inputs.end(), [&](int index) {
      return index < 0 || graph_.values[index].constant.has_value();
    });
    if (!constant) {
      graph_.nodes.push_back(std::move(node));
      return;
    }
    std::vector<const Tensor*> arguments;
    for (const int index : node.inputs) {
      arguments.push_back(index < 0 ? nullptr : &*graph_.values[index].constant);
    }
    graph_.values[node.output].constant = run_operator(node, arguments, shape);
  }

  void add_constant_node(const onnx::NodeProto& node) {
    const std::string key = node_key(node);
    if (node.output_size() != 1 || node.attribute_size() != 1 || node.input_size() != 0) {
      fail(key, "Constant: one attribute, one output and no input are wanted");
    }
    const auto& attribute = node.attribute(0);
    const std::string& name = attribute.name();
    StoredTensor stored;
    stored.type = onnx::TensorProto::FLOAT;
    if (name == "value" && attribute.type() == onnx::AttributeProto::TENSOR) {
      return add_constant(node.output(0), key, attribute.t());
    } else if (name == "value_float" && attribute.type() == onnx::AttributeProto::FLOAT) {
      stored.floats = {attribute.f()};
    } else if (name == "value_floats" && attribute.type() == onnx::AttributeProto::FLOATS) {
      stored.floats.assign(attribute.floats().begin(), attribute.floats().end());
      stored.shape = {attribute.floats_size()};
    } else if (name == "value_int" && attribute.type() == onnx::AttributeProto::INT) {
      stored.type = onnx::TensorProto::INT64;
      stored.integers = {attribute.i()};
    } else if (name == "value_ints" && attribute.type() == onnx::AttributeProto::INTS) {
      stored.type = onnx::TensorProto::INT64;
      stored.integers.assign(attribute.ints().begin(), attribute.ints().end());
      stored.shape = {attribute.ints_size()};
    } else {
      fail(key, "Constant: attribute '" + name +
                    "' is not accepted; value, value_float, value_floats, value_int and value_ints "
                    "of their types are");
    }
    add_constant(node.output(0), key, std::move(stored));
  }

  const onnx::GraphProto& proto_;
  std::int64_t operator_set_;
  Graph graph_;
  std::map<std::string, int> indices_;
  OtherConstants others_;
  std::set<std::string> failed_;  ///< values that a refused node would have made
  std::int64_t elements_ = 0;
  std::vector<Problem> problems_;
};

}  // namespace

Graph import_onnx(const std::string& file) {
  const onnx::ModelProto model = read_onnx(file);
  return Importer(file, model).run();
}

}  // namespace mho
