// Operators that are no layers as others that are, before a graph is lowered.
#include "workloads/graph/operators.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

class Rewriting {
 public:
  explicit Rewriting(Graph graph) : graph_(std::move(graph)) {}

  Graph run() && {
    std::vector<Node> nodes = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (Node& node : nodes) {
      if (operator_of(node.op).element && node.inputs.size() == 2) stretch_to_output(node);
      if (node.op == Op::div && !constant(node.inputs[1]))
        divide(node);
      else if (node.op == Op::reduce_sum)
        sum(node);
      else
        graph_.nodes.push_back(std::move(node));
    }
    return std::move(graph_);
  }

 private:
  const Value& value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }
  bool constant(int index) const { return value(index).constant.has_value(); }

  int add_value(const std::string& name, const Shape& shape) {
    graph_.values.push_back({name, shape, std::nullopt});
    return static_cast<int>(graph_.values.size()) - 1;
  }

  /// Where no computed input has the output's shape, the first is repeated along axes of size 1.
  void stretch_to_output(Node& node) {
    const Shape shape = value(node.output).shape;
    int* computed = nullptr;
    for (int& input : node.inputs) {
      if (constant(input)) continue;
      if (value(input).shape == shape) return;
      if (!computed) computed = &input;
    }
    if (!computed) return;
    Shape now = value(*computed).shape;
    if (now.size() < shape.size()) {
      now.insert(now.begin(), shape.size() - now.size(), 1);
      const int wide = add_value(node.name + ".wide", now);
      graph_.nodes.push_back({Op::reshape, node.name + ".wide", {*computed}, wide, {}});
      *computed = wide;
    }
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      if (now[axis] == shape[axis]) continue;
      now[axis] = shape[axis];
      Attributes repeated;
      repeated.axis = static_cast<int>(axis);
      repeated.indices.assign(static_cast<std::size_t>(shape[axis]), 0);
      const int stretched = add_value(node.name + ".repeated", now);
      graph_.nodes.push_back(
          {Op::gather, node.name + ".repeated", {*computed}, stretched, repeated});
      *computed = stretched;
    }
  }

  /// a / b = a * (1 / b)
  void divide(const Node& node) {
    Attributes reciprocal;
    reciprocal.function = Function::reciprocal;
    const Shape shape = value(node.inputs[1]).shape;
    const int inverse = add_value(node.name + ".reciprocal", shape);
    graph_.nodes.push_back(
        {Op::function, node.name + ".reciprocal", {node.inputs[1]}, inverse, reciprocal});
    graph_.nodes.push_back({Op::mul, node.name, {node.inputs[0], inverse}, node.output, {}});
  }

  void sum(const Node& node) {
    const Shape shape = value(node.output).shape;
    const std::int64_t terms = element_count(value(node.inputs[0]).shape) / element_count(shape);
    const int mean = add_value(node.name + ".mean", shape);
    const int count = add_value(node.name + ".count", {});
    graph_.values.back().constant = Tensor{{}, {static_cast<float>(terms)}};
    graph_.nodes.push_back(
        {Op::reduce_mean, node.name + ".mean", node.inputs, mean, node.attributes});
    graph_.nodes.push_back({Op::mul, node.name, {mean, count}, node.output, {}});
  }

  Graph graph_;
};

}  // namespace

Graph lowerable(Graph graph) { return Rewriting(with_gate_sums(std::move(graph))).run(); }

}  // namespace mho
