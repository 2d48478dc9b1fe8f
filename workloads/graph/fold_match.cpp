#include "workloads/graph/fold_match.hpp"

#include <cmath>

namespace mho {

bool same_number(double a, double b) {
  constexpr double kRounding = 1e-6;  // Eight units in the last place of fp32.
  return std::fabs(a - b) <= kRounding * std::fabs(b);
}

Matcher::Matcher(const Graph& graph) : graph_(graph), makers_(graph.values.size(), -1) {
  for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
    makers_[graph.nodes[index].output] = static_cast<int>(index);
  }
}

const Node* Matcher::maker(int value, Op op) const {
  if (value < 0 || makers_[value] < 0) return nullptr;
  const Node& node = graph_.nodes[makers_[value]];
  return node.op == op ? &node : nullptr;
}

const Node* Matcher::maker(int value, Function function) const {
  const Node* node = maker(value, Op::function);
  return node && node->attributes.function == function ? node : nullptr;
}

const Tensor* Matcher::constant(int value) const {
  if (value < 0) return nullptr;
  const auto& held = graph_.values[value].constant;
  return held ? &*held : nullptr;
}

std::optional<double> Matcher::number(int value) const {
  const Tensor* held = constant(value);
  if (!held || held->values.size() != 1) return std::nullopt;
  return static_cast<double>(held->values[0]);
}

void Matcher::multiply(int value, Product& product, int depth) const {
  constexpr int kDeepest = 8;  // Longer than any pattern, and no chain takes exponential time.
  if (const auto factor = number(value)) {
    product.scale *= *factor;
    return;
  }
  const Node* mul = depth < kDeepest ? maker(value, Op::mul) : nullptr;
  const Node* div = depth < kDeepest ? maker(value, Op::div) : nullptr;
  if (mul) {
    multiply(mul->inputs[0], product, depth + 1);
    multiply(mul->inputs[1], product, depth + 1);
  } else if (div && number(div->inputs[1])) {
    multiply(div->inputs[0], product, depth + 1);
    product.scale /= *number(div->inputs[1]);
  } else {
    product.factors.push_back(value);
  }
}

Product Matcher::product(int value) const {
  Product product;
  multiply(value, product, 0);
  return product;
}

std::optional<Shifted> Matcher::shifted(int value) const {
  if (const Node* add = maker(value, Op::add)) {
    for (const std::size_t side : {0, 1}) {
      const auto shift = number(add->inputs[side]);
      if (shift) return Shifted{add->inputs[1 - side], *shift};
    }
  }
  if (const Node* sub = maker(value, Op::sub)) {
    if (const auto shift = number(sub->inputs[1])) return Shifted{sub->inputs[0], -*shift};
  }
  return std::nullopt;
}

std::optional<int> Matcher::squared(int value) const {
  if (const Node* pow = maker(value, Op::pow)) {
    if (number(pow->inputs[1]) == 2.0) return pow->inputs[0];
  }
  if (const Node* mul = maker(value, Op::mul)) {
    if (mul->inputs[0] == mul->inputs[1]) return mul->inputs[0];
  }
  return std::nullopt;
}

void remove_unused(Graph& graph) {
  std::vector<bool> needed(graph.values.size(), false);
  for (const int output : graph.outputs) needed[output] = true;
  std::vector<Node> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    if (!needed[node->output]) continue;
    for (const int input : node->inputs) {
      if (input >= 0) needed[input] = true;
    }
    kept.push_back(std::move(*node));
  }
  graph.nodes.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
}

}  // namespace mho
