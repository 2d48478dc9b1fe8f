// import_onnx: walks the nodes in file order and checks their form. Knows the graph's structure;
// operators are in onnx/operators.cpp, the graph under construction is in onnx/builder.cpp.
#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/graph/compact.hpp"
#include "workloads/graph/finite.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/builder.hpp"
#include "workloads/onnx/constant_node.hpp"
#include "workloads/onnx/file.hpp"
#include "workloads/onnx/operators.hpp"
#include "workloads/onnx/quantized/normalize.hpp"

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
  for (const OnnxOperator& known : onnx_operators())
    if (known.type.rfind("mho.", 0) != 0) names.emplace_back(known.type);
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool is_of_quantized(const std::string& type) {
  return type.find("QuantizeLinear") != std::string::npos || type == "DequantizeLinear" ||
         type.rfind("QLinear", 0) == 0 || type == "ConvInteger" || type == "MatMulInteger";
}

/// Operators that are not accepted, for one reason.
struct Refused {
  std::set<std::string> types;
  std::string first;  ///< key of the first node
  int nodes = 0;

  void add(const onnx::NodeProto& node) {
    if (nodes++ == 0) first = node_key(node);
    types.insert(type_of(node));
  }
  /// "operators A, B (3 nodes) are not accepted".
  std::string text() const {
    std::string names;
    for (const std::string& type : types) names += (names.empty() ? "" : ", ") + type;
    return (types.size() == 1 ? "operator " : "operators ") + names +
           (nodes > 1 ? " (" + std::to_string(nodes) + " nodes)" : "") +
           (types.size() == 1 ? " is" : " are") + " not accepted";
  }
};

class Importer {
 public:
  Importer(const std::string& file, const onnx::ModelProto& model)
      : file_(file),
        proto_(model.graph()),
        operator_set_(mho::operator_set(model)),
        builder_(proto_.name(), file) {
    for (const auto& node : proto_.node()) used_.insert(node.input().begin(), node.input().end());
    for (const auto& output : proto_.output()) used_.insert(output.name());
  }

  Graph run() {
    refuse_unknown_operators();
    refuse_outside_data();
    if (proto_.sparse_initializer_size() > 0) fail("", "sparse initializers are not accepted");
    for (const auto& tensor : proto_.initializer()) {
      if (builder_.budget().is_exhausted()) break;
      const std::string key = "initializer '" + tensor.name() + "'";
      collect([&] { builder_.add_constant(tensor.name(), read_tensor(tensor, file_, key), key); });
    }
    for (const auto& input : proto_.input()) {
      if (!builder_.known(input.name())) collect([&] { add_input(input); });
    }
    if (!problems_.empty()) throw InputError(problems_);
    for (const auto& node : proto_.node()) {
      if (builder_.budget().is_exhausted()) break;
      collect([&] { add_node(node); });
    }
    if (problems_.empty()) {
      for (const auto& output : proto_.output()) collect([&] { add_output(output); });
      if (proto_.output_size() == 0) fail("", "the graph has no output");
    }
    if (!problems_.empty()) throw InputError(problems_);
    return compact(std::move(builder_).take());
  }

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& message) const {
    throw InputError({file_, 0}, key, message);
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

  /// One problem a type, not one a node: a large network has hundreds of the same.
  void refuse_unknown_operators() const {
    std::vector<Refused> refused;
    Refused quantized;
    for (const auto& node : proto_.node()) {
      const std::string type = type_of(node);
      if (type == "Constant" || find_operator(type)) continue;
      if (is_of_quantized(type)) {
        quantized.add(node);
        continue;
      }
      const auto known = std::find_if(refused.begin(), refused.end(), [&](const Refused& each) {
        return each.types.contains(type);
      });
      (known == refused.end() ? refused.emplace_back() : *known).add(node);
    }
    std::vector<Problem> problems;
    const auto tell = [&](const Refused& what, const std::string& instead) {
      problems.push_back({{file_, 0}, what.first, what.text() + instead});
    };
    if (quantized.nodes > 0)
      tell(quantized,
           "; of quantized networks QuantizeLinear, DequantizeLinear, QLinearConv, "
           "QLinearMatMul, QGemm, QLinearAdd, QLinearMul, QLinearConcat, "
           "QLinearAveragePool, QLinearGlobalAveragePool, QLinearLeakyRelu, "
           "QLinearReduceMean, QLinearSigmoid, QLinearSoftmax, ConvInteger, "
           "MatMulInteger, DynamicQuantizeLinear, and QONNX's Quant and BipolarQuant are");
    for (const Refused& each : refused)
      tell(each, &each == &refused.front() ? "; accepted are " + accepted_types() : "");
    if (!problems.empty()) throw InputError(problems);
  }

  /// As exporters write them for every tensor alike, they are told once.
  void refuse_outside_data() const {
    std::string first;
    int count = 0;
    for (const auto& tensor : proto_.initializer())
      if (tensor.data_location() == onnx::TensorProto::EXTERNAL && count++ == 0)
        first = "initializer '" + tensor.name() + "'";
    if (count > 1) first += " and " + std::to_string(count - 1) + " more";
    if (count > 0)
      fail(first, count == 1
                      ? "its data lie in another file; a model with all data inside is wanted"
                      : "their data lie in another file; a model with all data inside is "
                        "wanted");
  }

  void add_input(const onnx::ValueInfoProto& input) {
    const std::string key = "input '" + input.name() + "'";
    if (!input.type().has_tensor_type()) fail(key, "is no tensor; a tensor of float is wanted");
    const auto& type = input.type().tensor_type();
    if (type.elem_type() == onnx::TensorProto::INT64 ||
        type.elem_type() == onnx::TensorProto::INT32) {
      fail(key, "has type " + onnx_type_name(type.elem_type()) +
                    "; only float is accepted: export the network from its embeddings on (float "
                    "input)");
    }
    if (type.elem_type() != onnx::TensorProto::FLOAT) {
      fail(key, "has type " + onnx_type_name(type.elem_type()) + "; only float is accepted");
    }
    if (!type.has_shape()) fail(key, "has no shape; export the model with its input's shape");
    Shape shape;
    for (const auto& size : type.shape().dim()) {
      // Of one image; sides of one pixel are never what was meant.
      const bool is_side = type.shape().dim_size() == 4 && !shape.empty();
      if (is_side && !size.has_dim_value())
        fail(key, "leaves the size of axis " + std::to_string(shape.size()) + " open" +
                      (size.has_dim_param() ? " ('" + size.dim_param() + "')" : "") +
                      "; export the network with fixed sizes, the first, of the batch, alone open");
      shape.push_back(size.has_dim_value() ? size.dim_value() : 1);
    }
    builder_.add_input(input.name(), shape, key);
  }

  void add_output(const onnx::ValueInfoProto& output) {
    const std::string key = "output '" + output.name() + "'";
    const int value = builder_.find(output.name());
    if (value < 0) fail(key, "is made by no node as a float tensor");
    builder_.add_output(value);
    if (!output.type().has_tensor_type() || !output.type().tensor_type().has_shape()) return;
    const Shape& shape = builder_.graph().values[value].shape;
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
      inputs.push_back(name.empty() ? OnnxNode::kAbsent : builder_.find(name));
      if (!name.empty() && inputs.back() == OnnxNode::kAbsent) {
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
    const bool named = std::any_of(node.output().begin(), node.output().end(),
                                   [](const std::string& name) { return !name.empty(); });
    if (!named || (wanted.most_outputs == 1 && node.output(0).empty()))
      fail(key, type + ": has no output");
    refuse_extra_outputs(node, wanted.most_outputs);
  }

  /// Dropout's mask, MaxPool's indices, LSTM's last cell state, the statistics of a
  /// BatchNormalization that trains.
  void refuse_extra_outputs(const onnx::NodeProto& node, int accepted) const {
    for (int index = accepted; index < node.output_size(); ++index) {
      const std::string& name = node.output(index);
      if (!name.empty() && node.op_type() == "BatchNormalization") {
        fail(node_key(node), "BatchNormalization: is in training mode, as its output '" + name +
                                 "' tells; export the model for inference");
      }
      if (!name.empty() && used_.contains(name)) {
        fail(node_key(node),
             node.op_type() + ": only its first " +
                 (accepted == 1 ? "output is" : std::to_string(accepted) + " outputs are") +
                 " accepted, not '" + name + "'");
      }
    }
  }

  void add_node(const onnx::NodeProto& proto) {
    if (type_of(proto) == "Constant") {
      return builder_.add_constant(proto.output_size() > 0 ? proto.output(0) : "",
                                   read_constant_node(proto, file_), node_key(proto));
    }
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
      import_node(proto, wanted, input_values(proto));
    } catch (const InputError&) {
      failed_.insert(proto.output().begin(), proto.output().end());
      throw;
    }
  }

  /// Evaluates the node, or moves its integers, or makes nodes of it.
  void import_node(const onnx::NodeProto& proto, const OnnxOperator& wanted,
                   const std::vector<int>& inputs) {
    const OnnxNode onnx = node(proto, inputs);
    const bool has_other =
        std::find(inputs.begin(), inputs.end(), OnnxNode::kOther) != inputs.end();
    const bool only_constants = std::holds_alternative<std::monostate>(wanted.import);
    // Of floats alone the float operators make the same; only Cast makes something else of them.
    if (wanted.evaluate && (only_constants || all_constant(onnx)) &&
        (only_constants || has_other || wanted.type == "Cast")) {
      builder_.add_constant(proto.output(0), wanted.evaluate(onnx), node_key(proto));
    } else if (wanted.moves != Moves::nothing && inputs[0] == OnnxNode::kOther) {
      move_integers(proto, wanted, inputs);
    } else {
      write_nodes(onnx, proto, wanted);
    }
  }

  OnnxNode node(const onnx::NodeProto& proto, std::vector<int> inputs) {
    return OnnxNode(proto, builder_.graph(), builder_.others(), builder_.budget(),
                    std::move(inputs), operator_set_);
  }

  static bool all_constant(const OnnxNode& onnx) {
    for (int index = 0; index < onnx.input_count(); ++index) {
      if (!onnx.is_constant(index)) return false;
    }
    return true;
  }

  void write_nodes(const OnnxNode& onnx, const onnx::NodeProto& proto, const OnnxOperator& wanted) {
    if (const auto* several = std::get_if<ImportSeveral*>(&wanted.import)) {
      NodeWriter writer(builder_, proto);
      return (*several)(onnx, writer);
    }
    const Single& single = std::get<Single>(wanted.import);
    Node node{single.op, node_name(proto), {}, 0, {}};
    node.inputs.resize(static_cast<std::size_t>(onnx.input_count()));
    const Shape shape = single.import(onnx, node);
    for (std::size_t index = 0; index < node.inputs.size(); ++index) {
      node.inputs[index] = onnx.value(static_cast<int>(index));
    }
    builder_.add_node(std::move(node), shape, proto.output(0), node_key(proto));
  }

  /// Lets the operator move the positions of the elements, and puts the integers there after.
  void move_integers(const onnx::NodeProto& proto, const OnnxOperator& wanted,
                     std::vector<int> inputs) {
    StoredTensor pool = node(proto, inputs).constant(0);
    pool.integers.clear();
    const std::size_t moved = wanted.moves == Moves::all ? inputs.size() : 1;
    for (std::size_t index = 0; index < moved; ++index) {
      const StoredTensor held = node(proto, inputs).constant(static_cast<int>(index));
      if (held.type != pool.type || !held.is_integer()) {
        fail(node_key(proto), proto.op_type() + ": inputs of type " + onnx_type_name(pool.type) +
                                  " and " + onnx_type_name(held.type));
      }
      inputs[index] = builder_.add_positions(
          held.shape, static_cast<std::int64_t>(pool.integers.size()), node_key(proto));
      pool.integers.insert(pool.integers.end(), held.integers.begin(), held.integers.end());
    }
    builder_.set_allows_empty(true);
    try {
      write_nodes(node(proto, inputs), proto, wanted);
    } catch (const InputError&) {
      builder_.set_allows_empty(false);
      throw;
    }
    builder_.set_allows_empty(false);
    for (const std::string& output : proto.output()) builder_.replace_positions(output, pool);
  }

  const std::string file_;
  const onnx::GraphProto& proto_;
  std::int64_t operator_set_;
  OnnxGraphBuilder builder_;
  std::set<std::string> used_;    ///< names that some node or the network's output reads
  std::set<std::string> failed_;  ///< values that a refused node would have made
  std::vector<Problem> problems_;
};

}  // namespace

Graph import_onnx(const std::string& file) {
  onnx::ModelProto model = read_onnx(file);
  normalize_quantization(model, file);
  Graph graph = Importer(file, model).run();
  check_constants(graph);
  return graph;
}

}  // namespace mho
