// Layer normalization as exporters write it before operator set 17, from means, squares and roots.
// The forms are those of torch.onnx (Sub, Pow, Sqrt, Div) and of tf2onnx (the reciprocal of the
// root, and the mean subtracted from the shift).
#include <algorithm>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/fold_match.hpp"
#include "workloads/graph/strided_read.hpp"

namespace mho {

namespace {

/// What is normalized: a value, from an axis to the last, and its epsilon where known.
struct Normalized {
  int x;
  int axis;
  float epsilon = 0;

  bool same_values(const Normalized& other) const { return x == other.x && axis == other.axis; }
};

class LayerNormalizationMatch {
 public:
  explicit LayerNormalizationMatch(Graph& graph) : graph_(graph), match_(graph) {}

  void rewrite(Node& node) {
    if (node.op == Op::div)
      rewrite_quotient(node);
    else if (node.op == Op::mul && !rewrite_product(node))
      take_scale(node);
    else if (node.op == Op::add && !rewrite_affine(node))
      take_shift(node);
  }

 private:
  const Shape& shape(int value) const { return graph_.values[value].shape; }

  /// x and axis where the value is the mean of x over its last axes.
  std::optional<Normalized> mean(int value) const {
    const Node* made = match_.maker(value, Op::reduce_mean);
    if (!made || !made->attributes.keepdims) return std::nullopt;
    const std::vector<int>& axes = made->attributes.axes;
    const auto rank = static_cast<int>(shape(made->inputs[0]).size());
    for (std::size_t index = 0; index < axes.size(); ++index) {
      if (axes[index] != rank - static_cast<int>(axes.size() - index)) return std::nullopt;
    }
    if (axes.empty()) return std::nullopt;
    return Normalized{made->inputs[0], axes[0]};
  }

  /// x and axis where the value is x minus its mean.
  std::optional<Normalized> centered(int value) const {
    const Node* sub = match_.maker(value, Op::sub);
    const auto subtracted = sub ? mean(sub->inputs[1]) : std::nullopt;
    if (!subtracted || subtracted->x != sub->inputs[0]) return std::nullopt;
    return subtracted;
  }

  /// Whose standard deviation the value is: sqrt(mean((x - mean(x))^2) + epsilon).
  std::optional<Normalized> deviation(int value) const {
    const Node* root = match_.maker(value, Function::sqrt);
    const auto variance = root ? match_.shifted(root->inputs[0]) : std::nullopt;
    const auto squares = variance ? mean(variance->value) : std::nullopt;
    const auto distance = squares ? match_.squared(squares->x) : std::nullopt;
    auto found = distance ? centered(*distance) : std::nullopt;
    if (!found || found->axis != squares->axis) return std::nullopt;
    found->epsilon = static_cast<float>(variance->shift);
    return found;
  }

  std::optional<Normalized> inverse_deviation(int value) const {
    if (const Node* made = match_.maker(value, Function::reciprocal)) {
      return deviation(made->inputs[0]);
    }
    const Node* div = match_.maker(value, Op::div);
    return div && match_.number(div->inputs[0]) == 1.0 ? deviation(div->inputs[1]) : std::nullopt;
  }

  /// The constant stretched to the axes that are normalized, or nothing when it does not fit.
  std::optional<Tensor> parameter(int value, const Normalized& of) const {
    const Tensor* held = match_.constant(value);
    if (!held) return std::nullopt;
    Shape own = held->shape;
    const Shape wanted(shape(of.x).begin() + of.axis, shape(of.x).end());
    while (own.size() > wanted.size() && own.front() == 1) own.erase(own.begin());
    if (broadcast(own, wanted) != wanted) return std::nullopt;
    return read_strided(*held, 0, broadcast_strides(own, wanted), wanted);
  }

  int add_constant(const Node& node, const char* what, Tensor tensor) {
    graph_.values.push_back({node.name + ' ' + what, tensor.shape, std::move(tensor)});
    return static_cast<int>(graph_.values.size()) - 1;
  }

  void become(Node& node, const Normalized& of, Tensor scale, std::optional<Tensor> shift = {}) {
    node.op = Op::layer_normalization;
    node.attributes = {};
    node.attributes.axis = of.axis;
    node.attributes.epsilon = of.epsilon;
    node.inputs = {of.x, add_constant(node, "scale", std::move(scale))};
    if (shift) node.inputs.push_back(add_constant(node, "shift", std::move(*shift)));
  }

  Tensor ones(const Normalized& of) const {
    const Shape normalized(shape(of.x).begin() + of.axis, shape(of.x).end());
    const auto count = static_cast<std::size_t>(element_count(normalized));
    return {normalized, std::vector<float>(count, 1.0f)};
  }

  /// (x - mean) / deviation
  void rewrite_quotient(Node& node) {
    const auto above = centered(node.inputs[0]), below = deviation(node.inputs[1]);
    if (above && below && above->same_values(*below)) become(node, *below, ones(*below));
  }

  /// (x - mean) * (1 / deviation), or times the scale at once
  bool rewrite_product(Node& node) {
    for (const std::size_t side : {0, 1}) {
      const auto above = centered(node.inputs[side]);
      const int other = node.inputs[1 - side];
      if (!above) continue;
      const auto below = inverse_deviation(other);
      if (below && above->same_values(*below)) {
        become(node, *below, ones(*below));
        return true;
      }
      auto scaled = scaled_inverse_deviation(other);
      if (scaled && above->same_values(scaled->of)) {
        become(node, scaled->of, std::move(scaled->scale));
        return true;
      }
    }
    return false;
  }

  struct Scaled {
    Normalized of;
    Tensor scale;
  };
  std::optional<Scaled> scaled_inverse_deviation(int value) const {
    const Node* mul = match_.maker(value, Op::mul);
    for (std::size_t side = 0; mul && side < 2; ++side) {
      const auto below = inverse_deviation(mul->inputs[side]);
      auto scale = below ? parameter(mul->inputs[1 - side], *below) : std::nullopt;
      if (scale) return Scaled{*below, std::move(*scale)};
    }
    return std::nullopt;
  }

  /// x * g + (shift - mean * g), where g is scale / deviation
  bool rewrite_affine(Node& node) {
    for (const std::size_t side : {0, 1}) {
      const Node* direct = match_.maker(node.inputs[side], Op::mul);
      const Node* rest = match_.maker(node.inputs[1 - side], Op::sub);
      const Node* of_mean = rest ? match_.maker(rest->inputs[1], Op::mul) : nullptr;
      if (!direct || !of_mean) continue;
      for (const std::size_t at : {0, 1}) {
        const int x = direct->inputs[at], g = direct->inputs[1 - at];
        auto scaled = scaled_inverse_deviation(g);
        if (!scaled || scaled->of.x != x) continue;
        const int averaged = of_mean->inputs[0] == g ? of_mean->inputs[1] : of_mean->inputs[0];
        const auto subtracted = mean(averaged);
        auto shift = parameter(rest->inputs[0], scaled->of);
        const bool uses_g = of_mean->inputs[0] == g || of_mean->inputs[1] == g;
        if (!uses_g || !shift || !subtracted || !subtracted->same_values(scaled->of)) continue;
        become(node, scaled->of, std::move(scaled->scale), std::move(shift));
        return true;
      }
    }
    return false;
  }

  /// The normalization before the node without a shift, and the other input as its parameter.
  struct Parameter {
    const Node* before;
    Normalized of;
    Tensor value;
  };
  std::optional<Parameter> parameter_after(const Node& node) const {
    for (const std::size_t side : {0, 1}) {
      const Node* before = match_.maker(node.inputs[side], Op::layer_normalization);
      if (!before || before->inputs.size() > 2) continue;
      const Normalized of{before->inputs[0], before->attributes.axis, before->attributes.epsilon};
      auto value = parameter(node.inputs[1 - side], of);
      if (value && shape(node.output) == shape(of.x)) return Parameter{before, of, *value};
    }
    return std::nullopt;
  }

  void take_scale(Node& node) {
    auto found = parameter_after(node);
    const Tensor* old = found ? match_.constant(found->before->inputs[1]) : nullptr;
    if (!old || !std::all_of(old->values.begin(), old->values.end(),
                             [](float value) { return value == 1; })) {
      return;
    }
    become(node, found->of, std::move(found->value));
  }

  void take_shift(Node& node) {
    auto found = parameter_after(node);
    if (!found) return;
    const int scale = found->before->inputs[1];
    become(node, found->of, ones(found->of), std::move(found->value));
    node.inputs[1] = scale;
  }

  Graph& graph_;
  Matcher match_;
};

}  // namespace

void fold_layer_normalizations(Graph& graph) {
  LayerNormalizationMatch match(graph);
  for (Node& node : graph.nodes) match.rewrite(node);
}

}  // namespace mho
