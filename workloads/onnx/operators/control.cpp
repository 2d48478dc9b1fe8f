// Control flow whose course is known while the file is read: Scan over axes of fixed length and
// Loop with a constant count, unrolled; If with a constant condition.
#include <map>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

/// A body's nodes, each time with names of their own.
class Body {
 public:
  Body(const OnnxNode& onnx, const onnx::GraphProto& graph, Expansion& to)
      : onnx_(onnx), graph_(graph), to_(to) {}

  /// One run: `inputs` are the names of what the body's inputs stand for. Returns its outputs.
  std::vector<std::string> run(const std::vector<std::string>& inputs) {
    names_.clear();
    if (static_cast<int>(inputs.size()) != graph_.input_size())
      onnx_.fail("its body has " + std::to_string(graph_.input_size()) + " inputs, not " +
                 std::to_string(inputs.size()));
    for (std::size_t i = 0; i < inputs.size(); ++i)
      names_[graph_.input(static_cast<int>(i)).name()] = inputs[i];
    for (const auto& tensor : graph_.initializer()) {
      onnx::NodeProto constant;
      constant.set_op_type("Constant");
      constant.set_name(to_.base() + "/" + tensor.name());
      auto& attribute = *constant.add_attribute();
      attribute.set_name("value");
      attribute.set_type(onnx::AttributeProto::TENSOR);
      *attribute.mutable_t() = tensor;
      constant.add_output(own(tensor.name()));
      to_.add(std::move(constant));
    }
    for (onnx::NodeProto node : graph_.node()) {
      node.set_name(to_.base() + "/" + node_name(node));
      rename(node);
      to_.add(std::move(node));
    }
    std::vector<std::string> outputs;
    for (const auto& output : graph_.output()) outputs.push_back(known(output.name()));
    return outputs;
  }

  /// Is output `number` an input passed through, or true?
  bool keeps_going(int number, int condition) const {
    const std::string& name = graph_.output(number).name();
    if (name == graph_.input(condition).name()) return true;
    for (const auto& node : graph_.node()) {
      if (node.output_size() == 0 || node.output(0) != name) continue;
      if (node.op_type() == "Identity") return node.input(0) == graph_.input(condition).name();
      return node.op_type() == "Constant" && node.attribute_size() == 1 &&
             is_true(node.attribute(0).t());
    }
    for (const auto& tensor : graph_.initializer())
      if (tensor.name() == name) return is_true(tensor);
    return false;
  }

 private:
  static bool is_true(const onnx::TensorProto& tensor) {
    return tensor.has_raw_data() ? tensor.raw_data() == std::string(1, '\1')
                                 : tensor.int32_data_size() == 1 && tensor.int32_data(0) != 0;
  }

  /// A name that the body makes.
  std::string own(const std::string& name) { return names_[name] = to_.free_name(); }

  /// Of the body, else of what is around it.
  std::string known(const std::string& name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? name : found->second;
  }

  void rename(onnx::NodeProto& node) {
    for (std::string& input : *node.mutable_input())
      if (!input.empty()) input = known(input);
    for (auto& attribute : *node.mutable_attribute())
      if (attribute.has_g()) rename_reads(*attribute.mutable_g());
    for (std::string& output : *node.mutable_output())
      if (!output.empty()) output = own(output);
  }

  /// What a body inside this one reads of it; its own names it hides.
  void rename_reads(onnx::GraphProto& graph) {
    for (auto& node : *graph.mutable_node()) {
      for (std::string& input : *node.mutable_input())
        if (!input.empty()) input = known(input);
      for (auto& attribute : *node.mutable_attribute())
        if (attribute.has_g()) rename_reads(*attribute.mutable_g());
    }
    for (auto& output : *graph.mutable_output()) output.set_name(known(output.name()));
  }

  const OnnxNode& onnx_;
  const onnx::GraphProto& graph_;
  Expansion& to_;
  std::map<std::string, std::string> names_;
};

const onnx::GraphProto& body_of(const OnnxNode& onnx, const char* name) {
  const onnx::GraphProto* body = onnx.body(name);
  if (!body) onnx.fail("attribute '" + std::string(name) + "' is missing");
  return *body;
}

std::int64_t at(const std::vector<std::int64_t>& values, std::size_t index) {
  return index < values.size() ? values[index] : 0;
}

/// Values of one shape, one for each step, along a new axis.
void stack(Expansion& to, const std::vector<std::string>& values, std::int64_t axis,
           const std::string& output) {
  std::vector<std::string> each;
  for (const std::string& value : values)
    each.push_back(to.add("Unsqueeze", {value, to.integers({axis})}));
  to.add("Concat", each, {{"axis", axis}}, output);
}

}  // namespace

void expand_scan(const OnnxNode& onnx, Expansion& to) {
  const onnx::GraphProto& graph = body_of(onnx, "body");
  const std::int64_t scanned = onnx.integer("num_scan_inputs", 0);
  const std::int64_t states = onnx.input_count() - scanned;
  if (scanned < 1 || states < 0) onnx.fail(std::to_string(scanned) + " inputs to scan");
  const auto axes = onnx.integers("scan_input_axes"),
             turns = onnx.integers("scan_input_directions");
  const auto axis = [&](std::int64_t i) {
    return onnx.resolved_axis(at(axes, static_cast<std::size_t>(i)),
                              onnx.rank(static_cast<int>(states + i)));
  };
  const std::int64_t steps =
      onnx.shape(static_cast<int>(states)).at(static_cast<std::size_t>(axis(0)));
  std::vector<std::string> state;
  for (int i = 0; i < states; ++i) state.push_back(to.input(i));
  std::vector<std::vector<std::string>> outputs;
  Body body(onnx, graph, to);
  for (std::int64_t step = 0; step < steps; ++step) {
    std::vector<std::string> inputs = state;
    for (std::int64_t i = 0; i < scanned; ++i) {
      const bool backwards = at(turns, static_cast<std::size_t>(i)) != 0;
      const std::string place = to.integer(backwards ? steps - 1 - step : step);
      inputs.push_back(to.add("Gather", {to.input(static_cast<int>(states + i)), place},
                              {{"axis", std::int64_t{axis(i)}}}));
    }
    std::vector<std::string> made = body.run(inputs);
    if (std::ssize(made) < states) onnx.fail("its body makes fewer values than there are states");
    outputs.resize(made.size() - static_cast<std::size_t>(states));
    for (std::size_t i = 0; i < outputs.size(); ++i)
      outputs[i].push_back(made[static_cast<std::size_t>(states) + i]);
    made.resize(static_cast<std::size_t>(states));
    state = std::move(made);
  }
  for (int i = 0; i < states; ++i)
    if (onnx.has_output(i))
      to.add("Identity", {state[static_cast<std::size_t>(i)]}, {}, to.output(i));
  const auto out_axes = onnx.integers("scan_output_axes");
  const auto out_turns = onnx.integers("scan_output_directions");
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const int number = static_cast<int>(states) + static_cast<int>(i);
    if (!onnx.has_output(number)) continue;
    if (at(out_turns, i) != 0) std::reverse(outputs[i].begin(), outputs[i].end());
    stack(to, outputs[i], at(out_axes, i), to.output(number));
  }
}

void expand_loop(const OnnxNode& onnx, Expansion& to) {
  const onnx::GraphProto& graph = body_of(onnx, "body");
  constexpr std::int64_t kMostSteps = 65536;
  if (!onnx.has_input(0) || !onnx.is_constant(0) || onnx.constant(0).integers.size() != 1)
    onnx.fail("its number of steps is not constant; export with fixed sizes");
  const std::int64_t steps = onnx.constant(0).integers[0];
  Body body(onnx, graph, to);
  if (steps < 1 || steps > kMostSteps) onnx.fail("runs " + std::to_string(steps) + " times");
  if (graph.input_size() < 2 || graph.output_size() < 1 || !body.keeps_going(0, 1))
    onnx.fail("its condition is computed; a loop with a fixed number of steps is accepted");
  std::vector<std::string> state;
  for (int i = 2; i < onnx.input_count(); ++i) state.push_back(to.input(i));
  std::vector<std::vector<std::string>> outputs;
  for (std::int64_t step = 0; step < steps; ++step) {
    std::vector<std::string> inputs{to.integer(step), to.input(1)};
    inputs.insert(inputs.end(), state.begin(), state.end());
    const std::vector<std::string> made = body.run(inputs);
    if (made.size() < 1 + state.size())
      onnx.fail("its body makes fewer values than there are states");
    outputs.resize(made.size() - 1 - state.size());
    for (std::size_t i = 0; i < outputs.size(); ++i)
      outputs[i].push_back(made[1 + state.size() + i]);
    state.assign(made.begin() + 1, made.begin() + 1 + std::ssize(state));
  }
  for (std::size_t i = 0; i < state.size(); ++i) {
    const int number = static_cast<int>(i);
    if (onnx.has_output(number)) to.add("Identity", {state[i]}, {}, to.output(number));
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const int number = static_cast<int>(state.size() + i);
    if (onnx.has_output(number)) stack(to, outputs[i], 0, to.output(number));
  }
}

void expand_if(const OnnxNode& onnx, Expansion& to) {
  if (!onnx.is_constant(0) || onnx.constant(0).integers.size() != 1)
    onnx.fail(
        "its condition depends on the input's values; hardware runs the same for all: export the "
        "network with the branch that is meant, or give an input that chooses as a number under "
        "'fixed_inputs' of the workload");
  const bool chosen = onnx.constant(0).integers[0] != 0;
  Body body(onnx, body_of(onnx, chosen ? "then_branch" : "else_branch"), to);
  const std::vector<std::string> made = body.run({});
  for (std::size_t i = 0; i < made.size(); ++i) {
    const int number = static_cast<int>(i);
    if (onnx.has_output(number)) to.add("Identity", {made[i]}, {}, to.output(number));
  }
}

}  // namespace mho
