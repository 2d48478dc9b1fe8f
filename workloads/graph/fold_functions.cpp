// Activations that exporters decompose, recognised by what they compute. The forms are those of
// torch.onnx (operator sets 9 to 19, which have no Gelu), of Hugging Face's GPT-2 and of tf2onnx.
#include <cmath>
#include <numbers>

#include "workloads/graph/fold_match.hpp"

namespace mho {

namespace {

/// The other of two factors, one of which is `x`.
std::optional<int> other_factor(const Product& product, int x) {
  if (product.factors.size() != 2) return std::nullopt;
  if (product.factors[0] == x) return product.factors[1];
  if (product.factors[1] == x) return product.factors[0];
  return std::nullopt;
}

/// Whether all factors are `x`, `count` times.
bool is_power(const Product& product, int x, std::size_t count) {
  for (const int factor : product.factors) {
    if (factor != x) return false;
  }
  return product.factors.size() == count;
}

class FunctionMatch {
 public:
  explicit FunctionMatch(const Graph& graph) : graph_(graph), match_(graph) {}

  /// Min and Max with a number are a Clip.
  void rewrite_limit(Node& node) const {
    if (node.op != Op::minimum && node.op != Op::maximum) return;
    for (const std::size_t side : {0, 1}) {
      const auto limit = match_.number(node.inputs[side]);
      const int x = node.inputs[1 - side];
      if (!limit || !keeps_shape(node, x)) continue;
      const bool below = node.op == Op::maximum;
      (below ? node.attributes.clip_min : node.attributes.clip_max) = static_cast<float>(*limit);
      node.op = Op::clip;
      node.inputs = {x};
      return;
    }
  }

  /// Turns the node into the function that it completes, if it does.
  void rewrite(Node& node) const {
    if (node.op == Op::clip && rewrite_hard_sigmoid(node)) return;
    if (node.op != Op::mul && node.op != Op::div) return;
    const Product product = match_.product(node.output);
    if (rewrite_scaled_clip(node, product)) return;
    for (const int x : product.factors) {
      const auto gate = other_factor(product, x);
      if (gate && keeps_shape(node, x) && rewrite_gated(node, x, *gate, product.scale)) return;
    }
  }

 private:
  /// A number of shape [1, 1, 1, 1] may add dimensions, which no function does.
  bool keeps_shape(const Node& node, int x) const {
    return graph_.values[node.output].shape == graph_.values[x].shape;
  }

  static void become(Node& node, Function function, int x, float alpha = 1, float beta = 1) {
    node.op = Op::function;
    node.inputs = {x};
    node.attributes = {};
    node.attributes.function = function;
    node.attributes.alpha = alpha;
    node.attributes.beta = beta;
  }

  /// x * gate * scale
  bool rewrite_gated(Node& node, int x, int gate, double scale) const {
    const auto reads_x = [&](const Node* made) { return made && made->inputs[0] == x; };
    if (scale == 1 && reads_x(match_.maker(gate, Function::sigmoid))) {
      become(node, Function::silu, x);
      return true;
    }
    const Node* hard = match_.maker(gate, Function::hard_sigmoid);
    if (scale == 1 && reads_x(hard) &&
        same_number(static_cast<double>(hard->attributes.alpha), 1.0 / 6) &&
        same_number(static_cast<double>(hard->attributes.beta), 0.5)) {
      become(node, Function::hard_swish, x);
      return true;
    }
    const Node* tanh = match_.maker(gate, Function::tanh);
    if (scale == 1 && tanh && reads_x(match_.maker(tanh->inputs[0], Function::softplus))) {
      become(node, Function::mish, x);
      return true;
    }
    if (same_number(scale, 1.0 / 6) && is_relu6_of_shifted(gate, x)) {
      become(node, Function::hard_swish, x);
      return true;
    }
    const auto one_plus = match_.shifted(gate);
    if (!one_plus || one_plus->shift != 1 || !same_number(scale, 0.5)) return false;
    if (is_erf(one_plus->value, x)) {
      become(node, Function::gelu, x);
    } else if (is_gelu_tanh(one_plus->value, x)) {
      become(node, Function::gelu_tanh, x);
    } else {
      return false;
    }
    return true;
  }

  /// erf(x / sqrt(2))
  bool is_erf(int value, int x) const {
    const Node* erf = match_.maker(value, Function::erf);
    if (!erf) return false;
    const Product argument = match_.product(erf->inputs[0]);
    return is_power(argument, x, 1) && same_number(argument.scale, 1 / std::numbers::sqrt2);
  }

  /// tanh(sqrt(2/pi) * (x + 0.044715 x^3)), or with x outside the parentheses
  bool is_gelu_tanh(int value, int x) const {
    const Node* tanh = match_.maker(value, Function::tanh);
    if (!tanh) return false;
    const Product argument = match_.product(tanh->inputs[0]);
    if (!same_number(argument.scale, std::sqrt(2 / std::numbers::pi))) return false;
    if (argument.factors.size() == 1) {
      const Node* sum = match_.maker(argument.factors[0], Op::add);
      return sum && ((sum->inputs[0] == x && is_cubic(sum->inputs[1], x)) ||
                     (sum->inputs[1] == x && is_cubic(sum->inputs[0], x)));
    }
    const auto inner = other_factor(argument, x);
    const auto one_plus = inner ? match_.shifted(*inner) : std::nullopt;
    if (!one_plus || one_plus->shift != 1) return false;
    const Product square = match_.product(one_plus->value);
    return same_number(square.scale, kGeluCubic) && is_of_power(square, x, 2);
  }

  bool is_cubic(int value, int x) const {
    const Product product = match_.product(value);
    return same_number(product.scale, kGeluCubic) && is_of_power(product, x, 3);
  }

  /// Whether the factors are x^power, as one Pow or multiplied.
  bool is_of_power(const Product& product, int x, int power) const {
    if (product.factors.size() == 1) {
      const Node* pow = match_.maker(product.factors[0], Op::pow);
      return pow && pow->inputs[0] == x && match_.number(pow->inputs[1]) == double(power);
    }
    return is_power(product, x, static_cast<std::size_t>(power));
  }

  /// min(max(x + 3, 0), 6)
  bool is_relu6_of_shifted(int value, int x) const {
    const Node* clip = match_.maker(value, Op::clip);
    if (!clip || clip->attributes.clip_min != 0 || clip->attributes.clip_max != 6) return false;
    const auto sum = match_.shifted(clip->inputs[0]);
    return sum && sum->value == x && sum->shift == 3;
  }

  /// min(max(x + 3, 0), 6) / 6
  bool rewrite_scaled_clip(Node& node, const Product& product) const {
    if (product.factors.size() != 1 || !same_number(product.scale, 1.0 / 6)) return false;
    const Node* clip = match_.maker(product.factors[0], Op::clip);
    const auto sum = clip ? match_.shifted(clip->inputs[0]) : std::nullopt;
    if (!sum || !is_relu6_of_shifted(product.factors[0], sum->value) ||
        !keeps_shape(node, sum->value)) {
      return false;
    }
    become(node, Function::hard_sigmoid, sum->value, 1.0f / 6, 0.5f);
    return true;
  }

  /// min(max(a x + b, 0), 1)
  bool rewrite_hard_sigmoid(Node& node) const {
    if (node.attributes.clip_min != 0 || node.attributes.clip_max != 1) return false;
    const auto sum = match_.shifted(node.inputs[0]);
    if (!sum) return false;
    const Product scaled = match_.product(sum->value);
    if (scaled.factors.size() != 1 || scaled.factors[0] == sum->value ||
        !keeps_shape(node, scaled.factors[0])) {
      return false;
    }
    become(node, Function::hard_sigmoid, scaled.factors[0], static_cast<float>(scaled.scale),
           static_cast<float>(sum->shift));
    return true;
  }

  static constexpr double kGeluCubic = 0.044715;

  const Graph& graph_;
  Matcher match_;
};

/// max(min(x, high), low) and min(max(x, low), high) are one Clip.
void join_clips(Graph& graph) {
  const Matcher match(graph);
  for (Node& node : graph.nodes) {
    if (node.op != Op::clip) continue;
    const Node* before = match.maker(node.inputs[0], Op::clip);
    if (!before) continue;
    const auto limited = [&](float value) {
      return std::fmin(std::fmax(value, node.attributes.clip_min), node.attributes.clip_max);
    };
    node.attributes.clip_min = limited(before->attributes.clip_min);
    node.attributes.clip_max = limited(before->attributes.clip_max);
    node.inputs[0] = before->inputs[0];
  }
}

}  // namespace

void fold_functions(Graph& graph) {
  const FunctionMatch match(graph);
  for (Node& node : graph.nodes) match.rewrite_limit(node);
  join_clips(graph);
  // In order, so that what a pattern is made of has been rewritten before it.
  for (Node& node : graph.nodes) match.rewrite(node);
}

}  // namespace mho
