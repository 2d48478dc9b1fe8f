#include "workloads/onnx/builder.hpp"

#include <algorithm>
#include <numeric>

#include "sim/base/error.hpp"
#include "workloads/float/constant_format.hpp"
#include "workloads/float/operators.hpp"
#include "workloads/graph/file_bits.hpp"
#include "workloads/graph/operators.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

OnnxGraphBuilder::OnnxGraphBuilder(const std::string& name, const std::string& file) {
  graph_.name = name;
  graph_.file = file;
}

void OnnxGraphBuilder::fail(const std::string& key, const std::string& message) const {
  throw InputError({graph_.file, 0}, key, message);
}

int OnnxGraphBuilder::find(const std::string& name) const {
  if (others_.count(name)) return OnnxNode::kOther;
  const auto found = indices_.find(name);
  return found == indices_.end() ? OnnxNode::kAbsent : found->second;
}

std::string OnnxGraphBuilder::free_name(const std::string& wish) {
  std::string name = wish;
  for (int& number = numbered_[wish]; known(name);) name = wish + '.' + std::to_string(++number);
  return name;
}

void OnnxGraphBuilder::ask(const std::optional<std::string>& problem,
                           const std::string& key) const {
  if (problem) fail(key, *problem);
}

void OnnxGraphBuilder::check_name(const std::string& name, const std::string& key) const {
  if (name.empty()) fail(key, "a value without a name");
  if (known(name)) fail(key, "value '" + name + "' is made twice");
}

int OnnxGraphBuilder::add_value(const std::string& name, const Shape& shape, const std::string& key,
                                std::int64_t smallest) {
  check_name(name, key);
  if (const auto problem = shape_problem(shape, smallest)) fail(key, *problem);
  ask(budget_.hold(element_count(shape)), key);
  const int index = static_cast<int>(graph_.values.size());
  graph_.values.push_back({name, shape, std::nullopt});
  indices_[name] = index;
  return index;
}

int OnnxGraphBuilder::add_input(const std::string& name, const Shape& shape, const std::string& key,
                                bool integer) {
  const int index = add_value(name, shape, key);
  graph_.inputs.push_back(index);
  if (integer) integers_.insert(index);
  return index;
}

void OnnxGraphBuilder::add_constant(const std::string& name, StoredTensor stored,
                                    const std::string& key) {
  if (stored.is_float() && element_count(stored.shape) > 0) {
    const int index = add_value(name, stored.shape, key);
    graph_.values[index].constant = Tensor{stored.shape, std::move(stored.floats)};
  } else {
    check_name(name, key);
    ask(budget_.hold(2 * std::ssize(stored.integers) + std::ssize(stored.floats)), key);
    others_[name] = std::move(stored);
  }
}

bool OnnxGraphBuilder::stays_integer(const Node& node) const {
  return node.op != Op::lookup && std::all_of(node.inputs.begin(), node.inputs.end(), [&](int at) {
           return at < 0 || integers_.contains(at) || graph_.values[at].constant;
         });
}

void OnnxGraphBuilder::add_constant(const std::string& name, Tensor values, ConstantFormat format,
                                    const std::string& key) {
  const int index = add_value(name, values.shape, key);
  graph_.values[index].constant = std::move(values);
  graph_.values[index].format = std::move(format);
}

int OnnxGraphBuilder::add_node(Node node, const Shape& shape, const std::string& output,
                               const std::string& key) {
  node.output = add_value(output, shape, key, allows_empty_ ? 0 : 1);
  std::vector<const Tensor*> arguments;
  bool has_values = true;
  for (const int index : node.inputs) {
    const auto* held = index < 0 ? nullptr : &graph_.values[index].constant;
    if (held && !*held) {
      ask(budget_.add_node(), key);
      if (stays_integer(node)) integers_.insert(node.output);
      graph_.nodes.push_back(std::move(node));
      return graph_.nodes.back().output;
    }
    arguments.push_back(held ? &**held : nullptr);
    has_values &= !held || !(*held)->values.empty() || element_count((*held)->shape) == 0;
  }
  if (!has_values) {  // of shapes alone, a shape
    graph_.values[node.output].constant = Tensor{shape, {}};
    return node.output;
  }
  ask(budget_.compute(operations_of(graph_, node)), key);
  graph_.values[node.output].constant = run_operator(node, arguments, shape);
  if (node.op == Op::quantize)
    graph_.values[node.output].format = format_of(*node.attributes.format, shape);
  else if (!node.inputs.empty() && node.inputs[0] >= 0)
    graph_.values[node.output].format =
        moved_format(node, graph_.values[node.inputs[0]].format, arguments[0]->shape, shape);
  return node.output;
}

int OnnxGraphBuilder::add_positions(const Shape& shape, std::int64_t first,
                                    const std::string& key) {
  if (const auto problem = integers_problem(shape)) fail(key, *problem);
  if (first + element_count(shape) > kMaxIntegers) {
    fail(key, "more than " + std::to_string(kMaxIntegers) + " integers allowed");
  }
  const int index = add_value(free_name(key + " positions"), shape, key, 0);
  Tensor positions{shape, std::vector<float>(static_cast<std::size_t>(element_count(shape)))};
  std::iota(positions.values.begin(), positions.values.end(), static_cast<float>(first));
  graph_.values[index].constant = std::move(positions);
  return index;
}

void OnnxGraphBuilder::replace_positions(const std::string& name, const StoredTensor& pool) {
  const auto found = indices_.find(name);
  if (found == indices_.end()) return;
  const auto& positions = graph_.values[found->second].constant;
  require(positions.has_value(), "integers were moved by something computed");
  StoredTensor moved{pool.type, positions->shape, {}, {}};
  for (const float at : positions->values) {
    moved.integers.push_back(pool.integers[static_cast<std::size_t>(at)]);
  }
  indices_.erase(found);
  others_[name] = std::move(moved);
}

int NodeWriter::add(Op op, std::vector<int> inputs, const Shape& shape, Attributes attributes,
                    int number) {
  const std::string base = node_name(proto_);
  const bool named = number >= 0 && number < proto_.output_size() && !proto_.output(number).empty();
  return builder_.add_node({op, base, std::move(inputs), 0, std::move(attributes)}, shape,
                           named ? proto_.output(number) : builder_.free_name(base + " part"),
                           node_key(proto_));
}

void NodeWriter::output(Tensor values, ConstantFormat format) {
  builder_.add_constant(proto_.output(0), std::move(values), std::move(format), node_key(proto_));
}

int NodeWriter::constant(Tensor tensor) {
  StoredTensor stored{onnx::TensorProto::FLOAT, tensor.shape, std::move(tensor.values), {}};
  const std::string name = builder_.free_name(node_name(proto_) + " constant");
  builder_.add_constant(name, std::move(stored), node_key(proto_));
  return builder_.find(name);
}

}  // namespace mho
