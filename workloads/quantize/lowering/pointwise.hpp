// Chains of elementwise operators that depend on one computed value and on single numbers: each is
// a function of one variable, which hardware has as one table (GELU from Erf, x * sigmoid(x), hard
// swish from Clip). Chains of sums and products with constants and of clamps alone are no tables:
// they go into the layers before them.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

class PointwiseGroups {
 public:
  /// `users`: by value, needed nodes that read it, and the graph's output. Keeps a reference to
  /// `graph`.
  PointwiseGroups(const Graph& graph, const std::vector<int>& users);

  /// Is the node's output read by tables alone, so that it needs no layer of its own?
  bool is_inside(const Node& node) const { return states_[index(node)].inside; }

  /// The value that the node's output is a table of; nothing when it is none.
  std::optional<int> root(const Node& node) const;

  /// The output of `node` as a function of its root; refers to the graph. None where a number of it
  /// has a shape and no value.
  std::function<double(double)> function(const Node& node) const;

 private:
  struct State {
    int root = -1;  ///< the output is a function of this value alone; -1: it is not
    bool table = false;
    bool inside = false;
  };
  std::size_t index(const Node& node) const {
    return static_cast<std::size_t>(&node - graph_.nodes.data());
  }
  void find_roots();
  bool find_inside(const std::vector<int>& users);
  State state_of(const Node& node) const;
  /// The nodes between the node's root and its output, itself included, in the graph's order.
  std::vector<int> steps_of(const Node& node) const;

  const Graph& graph_;
  std::vector<State> states_;  ///< by node
  std::vector<int> producer_;  ///< by value: node, -1: none
};

}  // namespace mho
