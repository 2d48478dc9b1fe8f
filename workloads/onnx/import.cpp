// import_onnx: walks the nodes in file order and checks their form. Knows the graph's structure;
// operators are in onnx/operators.cpp, the graph under construction is in onnx/builder.cpp.
#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/graph/compact.hpp"
#include "workloads/graph/finite.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/graph/refusals.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/builder.hpp"
#include "workloads/onnx/constant_node.hpp"
#include "workloads/onnx/external_data.hpp"
#include "workloads/onnx/file.hpp"
#include "workloads/onnx/function_bodies.hpp"
#include "workloads/onnx/input_shapes.hpp"
#include "workloads/onnx/operators.hpp"
#include "workloads/onnx/quantized/normalize.hpp"
#include "workloads/onnx/refused.hpp"

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

/// All names that the node reads, in the bodies of its attributes, too.
void add_reads(const onnx::NodeProto& node, std::set<std::string>& names) {
  names.insert(node.input().begin(), node.input().end());
  for (const auto& attribute : node.attribute()) {
    if (!attribute.has_g()) continue;
    for (const auto& inner : attribute.g().node()) add_reads(inner, names);
    for (const auto& output : attribute.g().output()) names.insert(output.name());
  }
}

class Importer {
 public:
  Importer(const std::string& file, onnx::ModelProto model, const ImportOptions& options)
      : file_(file),
        options_(options),
        model_(std::move(model)),
        proto_(*model_.mutable_graph()),
        builder_(proto_.name(), file) {
    for (const auto& output : proto_.output()) used_.insert(output.name());
  }

  Graph run() {
    collect([&] { check_options(); });
    if (proto_.sparse_initializer_size() > 0)
      collect([&] { fail("", "sparse initializers are not accepted; export dense weights"); });
    for (auto& tensor : *proto_.mutable_initializer()) {
      if (builder_.budget().is_exhausted()) break;
      collect([&] { add_initializer(tensor); });
    }
    for (const auto& input : proto_.input()) {
      if (!builder_.known(input.name()) && !failed_.contains(input.name()))
        collect([&] { add_input(input); });
    }
    std::vector<VersionedNode> nodes;
    collect([&] { nodes = take_nodes(model_, file_); });
    for (const VersionedNode& each : nodes) add_reads(each.node, used_);
    for (VersionedNode& each : nodes) {
      if (builder_.budget().is_exhausted()) break;
      collect([&] { add_node(each.node, each.operator_set); });
      each.node.Clear();
    }
    if (problems_.empty()) {
      for (const auto& output : proto_.output()) collect([&] { add_output(output); });
      if (proto_.output_size() == 0) fail("", "the graph has no output");
    }
    if (!problems_.empty()) throw InputError(merged(problems_));
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

  /// A name that the workload gives a size or a number, and no input has, is a slip.
  void check_options() const {
    std::set<std::string> axes, inputs;
    for (const auto& input : proto_.input()) {
      inputs.insert(input.name());
      const auto& shape = input.type().tensor_type().shape();
      for (int axis = 0; axis < shape.dim_size(); ++axis) {
        axes.insert(input.name() + "." + std::to_string(axis));
        if (!shape.dim(axis).dim_param().empty()) axes.insert(shape.dim(axis).dim_param());
      }
    }
    std::vector<Problem> problems;
    const auto check = [&](const std::string& name, const std::set<std::string>& known,
                           const char* key) {
      if (known.contains(name)) return;
      const std::vector<std::string> all(known.begin(), known.end());
      std::string list;
      for (const std::string& each : all) list += (list.empty() ? "" : ", ") + each;
      problems.push_back(
          {{file_, 0},
           std::string(key) + "." + name,
           "the network has no such name" + did_you_mean(name, all) + "; allowed: " + list});
    };
    for (const auto& [name, size] : options_.dimensions) check(name, axes, "dimensions");
    for (const auto& [name, number] : options_.fixed_inputs) check(name, inputs, "fixed_inputs");
    if (!problems.empty()) throw InputError(problems);
  }

  /// What the file held of the tensor is given back: large ones are in memory once.
  void add_initializer(onnx::TensorProto& tensor) {
    const std::string name = tensor.name(), key = "initializer '" + name + "'";
    try {
      StoredTensor stored = read_tensor(tensor, file_, key, options_.values);
      onnx::TensorProto().Swap(&tensor);
      builder_.add_constant(name, std::move(stored), key);
    } catch (const InputError&) {
      failed_.insert(name);
      throw;
    }
  }

  void add_input(const onnx::ValueInfoProto& input) {
    const std::string key = "input '" + input.name() + "'";
    try {
      check_input_type(input, key);
      const InputShape found = input_shape(input, options_, file_, key);
      batch_ = std::max(batch_, found.batch);
      const int type = input.type().tensor_type().elem_type();
      const auto fixed = options_.fixed_inputs.find(input.name());
      if (fixed != options_.fixed_inputs.end())
        add_fixed(input.name(), found.shape, type, fixed->second, key);
      else
        builder_.add_input(input.name(), found.shape, key, !reads_as_float(type));
    } catch (const InputError&) {
      failed_.insert(input.name());
      throw;
    }
  }

  void check_input_type(const onnx::ValueInfoProto& input, const std::string& key) const {
    if (!input.type().has_tensor_type()) fail(key, "is no tensor; a tensor of float is wanted");
    const auto& type = input.type().tensor_type();
    const bool integer = type.elem_type() == onnx::TensorProto::INT64 ||
                         type.elem_type() == onnx::TensorProto::INT32 ||
                         type.elem_type() == onnx::TensorProto::BOOL;
    if (!reads_as_float(type.elem_type()) && !integer)
      fail(key, "has type " + onnx_type_name(type.elem_type()) +
                    "; float, float16, int64, int32 and bool are accepted");
    if (!type.has_shape()) fail(key, "has no shape; export the model with its input's shape");
  }

  void add_fixed(const std::string& name, const Shape& shape, int type, float number,
                 const std::string& key) {
    const auto count = static_cast<std::size_t>(element_count(shape));
    StoredTensor stored{reads_as_float(type) ? onnx::TensorProto::FLOAT : type, shape, {}, {}};
    if (stored.is_float())
      stored.floats.assign(count, number);
    else
      stored.integers.assign(count, static_cast<std::int64_t>(number));
    builder_.add_constant(name, std::move(stored), key);
  }

  /// What shape the file declares does not matter: nodes make theirs.
  void add_output(const onnx::ValueInfoProto& output) {
    const int value = builder_.find(output.name());
    if (value < 0)
      fail("output '" + output.name() + "'", "is made by no node from the network's inputs");
    builder_.add_output(value);
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

  void check_form(const onnx::NodeProto& node, const OnnxOperator& wanted,
                  std::int64_t operator_set) const {
    const std::string key = node_key(node), type(wanted.type);
    if (operator_set < wanted.since) {
      fail(key, type + " of operator set " + std::to_string(operator_set) +
                    " is not accepted; operator sets " + std::to_string(wanted.since) + " to " +
                    std::to_string(kNewestOperatorSet) +
                    " are (onnx.version_converter makes a newer one of the file)");
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
      if (!is_known(attribute.name(), wanted))
        fail(key, type + ": attribute '" + attribute.name() + "' is not accepted");
    }
    const bool named = std::any_of(node.output().begin(), node.output().end(),
                                   [](const std::string& name) { return !name.empty(); });
    if (!named || (wanted.most_outputs == 1 && node.output(0).empty()))
      fail(key, type + ": has no output");
    refuse_extra_outputs(node, wanted.most_outputs);
  }

  /// consumed_inputs said before operator set 6 where memory may be shared.
  static bool is_known(const std::string& attribute, const OnnxOperator& wanted) {
    return attribute == "consumed_inputs" ||
           std::find(wanted.attributes.begin(), wanted.attributes.end(), attribute) !=
               wanted.attributes.end();
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

  /// `operator_set` is the one that the node was written for.
  void add_node(const onnx::NodeProto& proto, std::int64_t operator_set) {
    // A consumer of what was refused would only repeat the complaint.
    const bool reads_failed = std::any_of(
        proto.input().begin(), proto.input().end(),
        [&](const std::string& name) { return !name.empty() && failed_.contains(name); });
    try {
      const OnnxOperator* wanted = find_operator(type_of(proto));
      if (!wanted && type_of(proto) != "Constant")
        fail(node_key(proto), refusal_of(type_of(proto)));
      if (reads_failed)
        failed_.insert(proto.output().begin(), proto.output().end());
      else if (!wanted)
        builder_.add_constant(proto.output_size() > 0 ? proto.output(0) : "",
                              read_constant_node(proto, file_), node_key(proto));
      else
        import_node(proto, *wanted, operator_set);
    } catch (const InputError&) {
      failed_.insert(proto.output().begin(), proto.output().end());
      throw;
    }
  }

  /// Evaluates the node, or moves its integers, or makes nodes of it.
  void import_node(const onnx::NodeProto& proto, const OnnxOperator& wanted,
                   std::int64_t operator_set) {
    check_form(proto, wanted, operator_set);
    std::vector<int> inputs = input_values(proto);
    take_integers_along(proto, wanted, inputs);
    const OnnxNode onnx = node(proto, inputs, operator_set);
    const bool has_other =
        std::find(inputs.begin(), inputs.end(), OnnxNode::kOther) != inputs.end();
    const bool only_constants = std::holds_alternative<std::monostate>(wanted.import) &&
                                (!wanted.expand || (wanted.expands && !wanted.expands(onnx)));
    // Of floats alone the float operators make the same; only Cast makes something else of them.
    if (wanted.evaluate && (only_constants || all_constant(onnx)) &&
        (only_constants || has_other || wanted.type == "Cast")) {
      builder_.add_constant(proto.output(0), wanted.evaluate(onnx), node_key(proto));
    } else if (wanted.moves != Moves::nothing && inputs[0] == OnnxNode::kOther &&
               all_other(inputs, wanted)) {
      move_integers(proto, wanted, inputs, operator_set);
    } else if (wanted.expand && (!wanted.expands || wanted.expands(onnx))) {
      add_expanded(proto, onnx, *wanted.expand);
    } else {
      write_nodes(onnx, proto, wanted);
    }
    // 'to' is float, or the integer stays one.
    if (wanted.type == "Cast" && reads_as_float(static_cast<int>(onnx.integer("to", 1))))
      builder_.make_float(proto.output(0));
  }

  /// Integers that are computed (from tokens) are whole numbers among the floats: constants beside
  /// them become such, too.
  void take_integers_along(const onnx::NodeProto& proto, const OnnxOperator& wanted,
                           std::vector<int>& inputs) {
    const bool mixes = wanted.moves == Moves::all || wanted.evaluate != nullptr;
    const bool computed = std::any_of(inputs.begin(), inputs.end(),
                                      [&](int input) { return builder_.is_integer(input); });
    if (!mixes || !computed) return;
    if (wanted.type == "Div" || wanted.type == "Mod")
      fail(node_key(proto), proto.op_type() + ": divides integers of the input; do so in float");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const bool condition = wanted.type == "Where" && i == 0;
      if (inputs[i] != OnnxNode::kOther || condition) continue;
      const StoredTensor& held = builder_.others().at(proto.input(static_cast<int>(i)));
      if (!held.is_integer()) continue;
      StoredTensor whole{onnx::TensorProto::FLOAT, held.shape, {}, {}};
      whole.floats.assign(held.integers.begin(), held.integers.end());
      const std::string name = builder_.free_name(proto.input(static_cast<int>(i)) + " whole");
      builder_.add_constant(name, std::move(whole), node_key(proto));
      inputs[i] = builder_.find(name);
    }
  }

  void add_expanded(const onnx::NodeProto& proto, const OnnxNode& onnx, Expand& expand) {
    Expansion expansion(proto, expansions_++);
    expand(onnx, expansion);
    for (const onnx::NodeProto& part : std::move(expansion).take()) {
      if (++expanded_ > kMostExpanded)
        fail(node_key(proto), "its loops are more than " + std::to_string(kMostExpanded) +
                                  " nodes when they are unrolled");
      add_node(part, kExpansionSet);
    }
    for (const std::string& name : proto.output())
      if (!name.empty() && used_.contains(name) && !builder_.known(name) && !failed_.contains(name))
        fail(node_key(proto), proto.op_type() + ": output '" + name + "' is not accepted");
  }

  OnnxNode node(const onnx::NodeProto& proto, std::vector<int> inputs, std::int64_t set) {
    return OnnxNode(proto,
                    {builder_.graph(), builder_.others(), builder_.budget(), builder_.integers(),
                     used_, batch_},
                    std::move(inputs), set);
  }

  static bool all_other(const std::vector<int>& inputs, const OnnxOperator& wanted) {
    return wanted.moves == Moves::first || std::all_of(inputs.begin(), inputs.end(), [](int input) {
             return input == OnnxNode::kOther;
           });
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
                     std::vector<int> inputs, std::int64_t set) {
    StoredTensor pool = node(proto, inputs, set).constant(0);
    pool.integers.clear();
    const std::size_t moved = wanted.moves == Moves::all ? inputs.size() : 1;
    for (std::size_t index = 0; index < moved; ++index) {
      const StoredTensor held = node(proto, inputs, set).constant(static_cast<int>(index));
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
      write_nodes(node(proto, inputs, set), proto, wanted);
    } catch (const InputError&) {
      builder_.set_allows_empty(false);
      throw;
    }
    builder_.set_allows_empty(false);
    for (const std::string& output : proto.output()) builder_.replace_positions(output, pool);
  }

  /// Of loops, scans and operators that are several of ONNX's.
  static constexpr int kMostExpanded = 1 << 18;

  const std::string file_;
  const ImportOptions& options_;
  onnx::ModelProto model_;
  onnx::GraphProto& proto_;
  OnnxGraphBuilder builder_;
  std::int64_t batch_ = 1;
  int expansions_ = 0, expanded_ = 0;
  std::set<std::string> used_;    ///< names that some node or the network's output reads
  std::set<std::string> failed_;  ///< values that a refused node would have made
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<std::string> files_beside(const std::string& file) {
  std::set<std::string> files;
  try {
    const onnx::ModelProto model = read_onnx(file);
    for (const auto& tensor : model.graph().initializer())
      if (lies_outside(tensor)) files.insert(outside_file(tensor, file));
  } catch (const InputError&) {
    return {};  // told when it is imported
  }
  files.erase("");
  return {files.begin(), files.end()};
}

Graph import_onnx(const std::string& file, const ImportOptions& options) {
  onnx::ModelProto model = read_onnx(file);
  normalize_quantization(model, file);
  Graph graph = Importer(file, std::move(model), options).run();
  check_constants(graph);
  return graph;
}

}  // namespace mho
