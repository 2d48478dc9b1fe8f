#include "workloads/quantize/stand_ins.hpp"

#include "workloads/graph/operators.hpp"

namespace mho {

Graph with_stand_ins(Graph graph) {
  std::vector<bool> matrix(graph.values.size(), false), variance(graph.values.size(), false);
  for (const Node& node : graph.nodes)
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] < 0) continue;
      const auto at = static_cast<std::size_t>(node.inputs[i]);
      if (operator_of(node.op).matrices.contains(i)) matrix[at] = true;
      if (node.op == Op::batch_normalization && i == 4) variance[at] = true;
    }
  for (std::size_t v = 0; v < graph.values.size(); ++v) {
    auto& constant = graph.values[v].constant;
    if (!constant || !constant->values.empty() || matrix[v]) continue;
    constant->values.resize(static_cast<std::size_t>(element_count(constant->shape)));
    for (std::size_t i = 0; i < constant->values.size(); ++i)
      constant->values[i] = i % 2 == 0 || variance[v] ? 1.0F : -0.5F;
  }
  return graph;
}

}  // namespace mho
