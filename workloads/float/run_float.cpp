// Executes a graph node by node.
#include "sim/base/error.hpp"
#include "workloads/float/operators.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/graph/shape_limit.hpp"

namespace mho {

std::vector<Tensor> run_float(const Graph& graph, const std::vector<Tensor>& inputs) {
  if (inputs.size() != graph.inputs.size()) {
    throw InputError({graph.file, 0}, "",
                     std::to_string(inputs.size()) + " inputs are given; the network has " +
                         std::to_string(graph.inputs.size()));
  }
  std::vector<Tensor> values(graph.values.size());
  for (std::size_t index = 0; index < graph.values.size(); ++index) {
    if (graph.values[index].constant) values[index] = *graph.values[index].constant;
  }
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    const Value& wanted = graph.values[graph.inputs[index]];
    if (inputs[index].shape != wanted.shape) {
      throw InputError({graph.file, 0}, "input '" + wanted.name + "'",
                       "is given shape " + shape_text(inputs[index].shape) + "; " +
                           shape_text(wanted.shape) + " is wanted");
    }
    values[graph.inputs[index]] = inputs[index];
  }
  for (const Node& node : graph.nodes) {
    Arguments arguments;
    for (const int input : node.inputs) arguments.push_back(input < 0 ? nullptr : &values[input]);
    values[node.output] = run_operator(node, arguments, graph.values[node.output].shape);
  }
  return values;
}

}  // namespace mho
