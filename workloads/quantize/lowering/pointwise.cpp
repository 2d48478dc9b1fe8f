#include "workloads/quantize/lowering/pointwise.hpp"

#include <map>
#include <set>

#include "workloads/graph/operators.hpp"
#include "workloads/quantize/lowering/lowering.hpp"

namespace mho {

namespace {

/// A function of one variable as a list of steps, each computed once.
class Steps {
 public:
  /// `nodes` of the graph, in its order, from `root` on. The last is the function's value.
  Steps(const Graph& graph, const std::vector<int>& nodes, int root) {
    std::map<int, int> places{{root, 0}};  // value -> place among the numbers
    numbers_.push_back(0);
    for (const int index : nodes) {
      const Node& node = graph.nodes[static_cast<std::size_t>(index)];
      Step step{&node, {}};
      for (const int input : node.inputs) {
        if (input < 0) continue;
        const auto [place, is_new] = places.try_emplace(input, static_cast<int>(numbers_.size()));
        const Value& value = graph.values[static_cast<std::size_t>(input)];
        if (is_new) numbers_.push_back(static_cast<double>(value.constant.value().values.at(0)));
        step.inputs.push_back(place->second);
      }
      places.emplace(node.output, static_cast<int>(numbers_.size()));
      step.output = static_cast<int>(numbers_.size());
      numbers_.push_back(0);
      steps_.push_back(std::move(step));
    }
  }

  double operator()(double x) const {
    std::vector<double> numbers = numbers_, inputs;
    numbers[0] = x;
    for (const Step& step : steps_) {
      inputs.clear();
      for (const int place : step.inputs)
        inputs.push_back(numbers[static_cast<std::size_t>(place)]);
      numbers[static_cast<std::size_t>(step.output)] =
          operator_of(step.node->op).element(step.node->attributes, inputs);
    }
    return numbers.back();
  }

 private:
  struct Step {
    const Node* node;
    std::vector<int> inputs;  ///< places of numbers
    int output = 0;
  };
  std::vector<double> numbers_;  ///< the variable, constants, and room for what steps make
  std::vector<Step> steps_;
};

}  // namespace

PointwiseGroups::PointwiseGroups(const Graph& graph, const std::vector<int>& users)
    : graph_(graph), states_(graph.nodes.size()), producer_(graph.values.size(), -1) {
  for (std::size_t n = 0; n < graph.nodes.size(); ++n)
    producer_[static_cast<std::size_t>(graph.nodes[n].output)] = static_cast<int>(n);
  // A chain that is also read in the middle ends there; what follows starts anew.
  do find_roots();
  while (find_inside(users));
}

PointwiseGroups::State PointwiseGroups::state_of(const Node& node) const {
  if (!operator_of(node.op).element) return {};
  State state;
  state.table = !Lowering::has_layer(node.op);
  int computed = 0;
  for (const int input : node.inputs) {
    if (input < 0) continue;
    const Value& from = graph_.values[static_cast<std::size_t>(input)];
    if (from.constant) {
      if (element_count(from.shape) != 1) return {};
      continue;
    }
    const int producer = producer_[static_cast<std::size_t>(input)];
    const State* before = producer < 0 ? nullptr : &states_[static_cast<std::size_t>(producer)];
    // Only what stays inside a table, or is one, can be looked through.
    const bool through = before && before->root >= 0 && (before->table || before->inside);
    const int root = through ? before->root : input;
    state.table |= through && before->table;
    if (computed++ > 0 && root != state.root) return {};
    state.root = root;
  }
  if (computed == 0) return {};
  state.table |= computed > 1;
  const Shape& shape = graph_.values[static_cast<std::size_t>(state.root)].shape;
  if (graph_.values[static_cast<std::size_t>(node.output)].shape != shape) return {};
  return state;
}

void PointwiseGroups::find_roots() {
  for (std::size_t n = 0; n < states_.size(); ++n) {
    State state = state_of(graph_.nodes[n]);
    state.inside = states_[n].inside;
    states_[n] = state;
  }
}

bool PointwiseGroups::find_inside(const std::vector<int>& users) {
  std::vector<int> by_tables(graph_.values.size(), 0);
  bool changed = false;
  for (std::size_t n = states_.size(); n-- > 0;) {
    const Node& node = graph_.nodes[n];
    State& state = states_[n];
    const auto output = static_cast<std::size_t>(node.output);
    if (users[output] == 0) continue;
    const bool inside = state.root >= 0 && by_tables[output] == users[output];
    changed |= inside != state.inside;
    state.inside = inside;
    if (state.root >= 0 && (state.table || inside))
      for (const int input : node.inputs)
        if (input >= 0) ++by_tables[static_cast<std::size_t>(input)];
  }
  return changed;
}

std::vector<int> PointwiseGroups::steps_of(const Node& node) const {
  const int root = states_[index(node)].root;
  std::set<int> steps, open{static_cast<int>(index(node))};
  while (!open.empty()) {
    const int last = *open.rbegin();
    open.erase(last);
    steps.insert(last);
    for (const int input : graph_.nodes[static_cast<std::size_t>(last)].inputs) {
      if (input < 0 || input == root) continue;
      if (!graph_.values[static_cast<std::size_t>(input)].constant)
        open.insert(producer_[static_cast<std::size_t>(input)]);
    }
  }
  return {steps.begin(), steps.end()};
}

std::optional<int> PointwiseGroups::root(const Node& node) const {
  const State& state = states_[index(node)];
  return state.table && state.root >= 0 ? std::optional(state.root) : std::nullopt;
}

std::function<double(double)> PointwiseGroups::function(const Node& node) const {
  const std::vector<int> steps = steps_of(node);
  for (const int step : steps)
    for (const int input : graph_.nodes[static_cast<std::size_t>(step)].inputs) {
      if (input < 0) continue;
      const auto& constant = graph_.values[static_cast<std::size_t>(input)].constant;
      if (constant && constant->values.empty()) return {};
    }
  return Steps(graph_, steps, states_[index(node)].root);
}

}  // namespace mho
