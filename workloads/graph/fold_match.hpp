// Looking at a graph from the output of a node backwards, to recognise what an exporter wrote as
// several nodes. Nothing is matched by name.
#pragma once

#include <optional>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

/// A product of values and one number.
struct Product {
  std::vector<int> factors;  ///< value indices, in no order
  double scale = 1;
};

/// A sum of a value and one number.
struct Shifted {
  int value;
  double shift;
};

class Matcher {
 public:
  explicit Matcher(const Graph& graph);

  /// The node that makes the value by this operator, or nullptr.
  const Node* maker(int value, Op op) const;
  const Node* maker(int value, Function function) const;
  /// The constant behind the value, or nullptr.
  const Tensor* constant(int value) const;
  /// The constant of one element behind the value.
  std::optional<double> number(int value) const;

  /// The value as a product, through Mul, and Div by a number.
  Product product(int value) const;
  /// value = x + number or x - number.
  std::optional<Shifted> shifted(int value) const;
  /// x where value = x^2.
  std::optional<int> squared(int value) const;

 private:
  void multiply(int value, Product& product, int depth) const;

  const Graph& graph_;
  std::vector<int> makers_;  ///< by value: the node, or -1
};

/// Whether two coefficients are the same but for their rounding to fp32, here or in the exporter.
bool same_number(double a, double b);

/// Replaces what exporters write for Gelu, SiLU, Mish, HardSigmoid, HardSwish, and Min and Max with
/// a number, by one node each. What is left unused stays.
void fold_functions(Graph& graph);

/// Replaces what exporters write for layer normalization by one node. What is left unused stays.
void fold_layer_normalizations(Graph& graph);

/// Removes nodes whose output nobody needs.
void remove_unused(Graph& graph);

}  // namespace mho
