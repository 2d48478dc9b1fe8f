#include "workloads/graph/ends.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

int add_value(Graph& graph, const std::string& name, const Shape& shape) {
  graph.values.push_back({name, shape, std::nullopt});
  return static_cast<int>(graph.values.size()) - 1;
}

const Value& value_of(const Graph& graph, int index) {
  return graph.values[static_cast<std::size_t>(index)];
}

/// By value: do its elements, moved or not, choose rows of a table?
std::vector<bool> chooses_rows(const Graph& graph) {
  std::vector<bool> found(graph.values.size(), false);
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    const Places places = operator_of(node->op).places;
    if (node->op == Op::lookup)
      found[static_cast<std::size_t>(node->inputs[1])] = true;
    else if (places != Places::lost && places != Places::same &&
             found[static_cast<std::size_t>(node->output)])
      found[static_cast<std::size_t>(node->inputs[0])] = true;
  }
  return found;
}

std::string names_of(const Graph& graph, const std::vector<int>& values) {
  std::string names;
  for (const int index : values)
    names += (names.empty() ? "'" : ", '") + value_of(graph, index).name + "'";
  return names;
}

void check_alike(const Graph& graph) {
  const std::vector<bool> places = chooses_rows(graph);
  std::vector<int> tokens, others;
  for (const int input : graph.inputs)
    (places[static_cast<std::size_t>(input)] ? tokens : others).push_back(input);
  if (tokens.empty() || others.empty()) return;
  throw InputError(Place{graph.file, 0}, "",
                   "has inputs of tokens (" + names_of(graph, tokens) + ") and of other numbers (" +
                       names_of(graph, others) +
                       "), and an image has one number format; give the others a number under "
                       "'fixed_inputs' of the workload, or export the network from its embeddings "
                       "on");
}

void join_inputs(Graph& graph) {
  check_alike(graph);
  std::int64_t size = 0;
  std::string name;
  for (const int input : graph.inputs) {
    size += element_count(value_of(graph, input).shape);
    name += (name.empty() ? "" : "+") + value_of(graph, input).name;
  }
  const int image = add_value(graph, name, {1, size});
  std::vector<Node> nodes;
  std::int64_t first = 0;
  for (const int input : graph.inputs) {
    const std::string own = value_of(graph, input).name;
    const std::int64_t count = element_count(value_of(graph, input).shape);
    const int part = add_value(graph, own + " part", {1, count});
    Attributes slice;
    slice.starts = {0, first};
    slice.steps = {1, 1};
    nodes.push_back({Op::slice, own, {image}, part, slice});
    nodes.push_back({Op::reshape, own, {part}, input, {}});
    first += count;
  }
  graph.nodes.insert(graph.nodes.begin(), std::make_move_iterator(nodes.begin()),
                     std::make_move_iterator(nodes.end()));
  graph.inputs = {image};
}

void join_outputs(Graph& graph) {
  std::vector<int> parts;
  std::int64_t size = 0;
  std::string name;
  for (const int output : graph.outputs) {
    const std::string own = value_of(graph, output).name;
    const std::int64_t count = element_count(value_of(graph, output).shape);
    parts.push_back(add_value(graph, own + " flat", {1, count}));
    graph.nodes.push_back({Op::reshape, own + " flat", {output}, parts.back(), {}});
    name += (name.empty() ? "" : "+") + own;
    size += count;
  }
  const int all = add_value(graph, name, {1, size});
  Attributes along;
  along.axis = 1;
  graph.nodes.push_back({Op::concat, name, parts, all, along});
  graph.outputs = {all};
  graph.outputs_joined = true;
}

}  // namespace

Graph with_output(Graph graph, const std::string& name) {
  if (name.empty()) return graph;
  const auto found = std::find_if(graph.outputs.begin(), graph.outputs.end(),
                                  [&](int output) { return value_of(graph, output).name == name; });
  if (found == graph.outputs.end())
    throw InputError(
        Place{graph.file, 0}, "output",
        "the network has no output '" + name + "'; allowed: " + names_of(graph, graph.outputs));
  graph.outputs = {*found};
  return graph;
}

Graph with_scores(Graph graph) {
  std::vector<const Node*> makers(graph.values.size(), nullptr);
  for (const Node& node : graph.nodes) makers[static_cast<std::size_t>(node.output)] = &node;
  std::vector<int> scores;
  for (int output : graph.outputs) {
    const Node* chooses = nullptr;
    for (const Node* maker = makers[static_cast<std::size_t>(output)]; maker;) {
      const Places places = operator_of(maker->op).places;
      if (maker->op == Op::top_k) chooses = maker;
      const bool passes =
          maker->op == Op::top_k || places == Places::kept || places == Places::in_order;
      maker = passes ? makers[static_cast<std::size_t>(maker->inputs[0])] : nullptr;
      if (chooses) break;
    }
    const int made_of = chooses ? chooses->inputs[0] : output;
    // The values and the places of one TopK are one output.
    if (std::find(scores.begin(), scores.end(), made_of) == scores.end()) scores.push_back(made_of);
  }
  graph.outputs = std::move(scores);
  return graph;
}

Graph with_joined_ends(Graph graph) {
  if (graph.inputs.size() > 1) join_inputs(graph);
  if (graph.outputs.size() > 1) join_outputs(graph);
  return graph;
}

}  // namespace mho
