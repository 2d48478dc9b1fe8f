#include "workloads/graph/compact.hpp"

namespace mho {

Graph compact(Graph graph) {
  std::vector<int> moved(graph.values.size(), -1);
  Graph result{graph.name,    graph.file,          {}, std::move(graph.nodes), graph.inputs,
               graph.outputs, graph.outputs_joined};
  const auto keep = [&](std::vector<int>& indices) {
    for (const int index : indices) {
      if (index >= 0) moved[index] = 0;
    }
  };
  keep(result.inputs);
  keep(result.outputs);
  for (Node& node : result.nodes) {
    keep(node.inputs);
    moved[node.output] = 0;
  }
  for (std::size_t index = 0; index < moved.size(); ++index) {
    if (moved[index] < 0) continue;
    moved[index] = static_cast<int>(result.values.size());
    result.values.push_back(std::move(graph.values[index]));
  }
  const auto rename = [&](std::vector<int>& indices) {
    for (int& index : indices) {
      if (index >= 0) index = moved[index];
    }
  };
  rename(result.inputs);
  rename(result.outputs);
  for (Node& node : result.nodes) {
    rename(node.inputs);
    node.output = moved[node.output];
  }
  return result;
}

}  // namespace mho
