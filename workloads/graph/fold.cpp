// Folding for inference: y = (W x + b - mean) * scale / sqrt(var + eps) + shift is one affine map;
// what exporters write as several nodes for lack of an operator becomes one
// (graph/fold_functions.cpp, graph/fold_layer_normalization.cpp).
#include <cmath>
#include <map>

#include "workloads/graph/compact.hpp"
#include "workloads/graph/file_bits.hpp"
#include "workloads/graph/fold_match.hpp"
#include "workloads/graph/operators.hpp"

namespace mho {

namespace {

/// Identity and Dropout: whoever read the output reads the input.
void remove_identities(Graph& graph) {
  std::vector<Node> kept;
  std::vector<int> source(graph.values.size());
  for (std::size_t index = 0; index < source.size(); ++index)
    source[index] = static_cast<int>(index);
  for (Node& node : graph.nodes) {
    for (int& input : node.inputs) {
      if (input >= 0) input = source[input];
    }
    if (operator_of(node.op).places == Places::kept) {
      source[node.output] = node.inputs[0];
    } else {
      kept.push_back(std::move(node));
    }
  }
  for (int& output : graph.outputs) output = source[output];
  graph.nodes = std::move(kept);
}

/// By value: how many inputs of nodes and outputs of the graph it is.
std::vector<int> uses_of(const Graph& graph) {
  std::vector<int> uses(graph.values.size(), 0);
  for (const Node& node : graph.nodes)
    for (const int input : node.inputs)
      if (input >= 0) ++uses[static_cast<std::size_t>(input)];
  for (const int output : graph.outputs) ++uses[static_cast<std::size_t>(output)];
  return uses;
}

const Tensor* constant(const Graph& graph, const Node& node, std::size_t index) {
  if (index >= node.inputs.size() || node.inputs[index] < 0) return nullptr;
  const auto& held = graph.values[node.inputs[index]].constant;
  return held ? &*held : nullptr;
}

bool absent(const Node& node, std::size_t index) {
  return index >= node.inputs.size() || node.inputs[index] < 0;
}

/// y = x * factor + offset, by channel, in double so that folding rounds once.
struct Affine {
  std::vector<double> factor, offset;

  /// y -> next(y)
  void append(const Affine& next) {
    for (std::size_t channel = 0; channel < factor.size(); ++channel) {
      factor[channel] *= next.factor[channel];
      offset[channel] = offset[channel] * next.factor[channel] + next.offset[channel];
    }
  }
};

Affine affine(const Graph& graph, const Node& batch_norm) {
  const auto at = [&](std::size_t input, std::size_t channel) {
    return static_cast<double>(constant(graph, batch_norm, input)->values[channel]);
  };
  Affine result;
  for (std::size_t channel = 0; channel < constant(graph, batch_norm, 1)->values.size();
       ++channel) {
    result.factor.push_back(
        at(1, channel) /
        std::sqrt(at(4, channel) + static_cast<double>(batch_norm.attributes.epsilon)));
    result.offset.push_back(at(2, channel) - at(3, channel) * result.factor.back());
  }
  return result;
}

/// The axis of constant weights (and bias, if any) that counts the channels on the output's axis 1.
std::optional<std::size_t> channel_axis(const Graph& graph, const Node& node) {
  const bool bias_known = absent(node, 2) || constant(graph, node, 2);
  const auto axis = operator_of(node.op).channel_axis;
  if (!axis || !constant(graph, node, 1) || !bias_known) return std::nullopt;
  return axis(graph, node);
}

int add_constant(Graph& graph, const std::string& name, Tensor tensor) {
  graph.values.push_back({name, tensor.shape, std::nullopt});
  graph.values.back().constant = std::move(tensor);
  return static_cast<int>(graph.values.size()) - 1;
}

/// Scales of weights of `shape`, times one factor for each index of `axis`: the integers stay.
Tensor scaled(const Tensor& scale, std::size_t axis, const Shape& shape,
              const std::vector<double>& factor) {
  Shape along = scale.shape;
  along[axis] = shape[axis];
  Tensor result = spread(scale, along);
  const auto inner = static_cast<std::size_t>(
      element_count({along.begin() + static_cast<std::ptrdiff_t>(axis) + 1, along.end()}));
  for (std::size_t i = 0; i < result.values.size(); ++i)
    result.values[i] = static_cast<float>(static_cast<double>(result.values[i]) *
                                          factor[i / inner % factor.size()]);
  return result;
}

/// `map` of what the node makes, by normalizations of which `origin` is the last, into its weights.
void fold_into(Graph& graph, Node& node, const Affine& map, const std::string& origin) {
  Tensor weights = *constant(graph, node, 1);
  const std::optional<std::size_t> axis_of_channels = channel_axis(graph, node);
  const auto axis = weights.shape.begin() + static_cast<std::ptrdiff_t>(*axis_of_channels);
  const auto inner = static_cast<std::size_t>(element_count({axis + 1, weights.shape.end()}));
  for (std::size_t index = 0; index < weights.values.size(); ++index) {
    float& weight = weights.values[index];
    const std::size_t channel = index / inner % map.factor.size();
    weight = static_cast<float>(static_cast<double>(weight) * map.factor[channel]);
  }
  const Tensor* old_bias = constant(graph, node, 2);
  const double beta = static_cast<double>(node.attributes.beta);
  Tensor bias{{static_cast<std::int64_t>(map.factor.size())}, {}};
  for (std::size_t channel = 0; channel < map.factor.size(); ++channel) {
    double value = 0;
    if (old_bias) {
      value =
          beta * static_cast<double>(old_bias->values[old_bias->values.size() == 1 ? 0 : channel]);
    }
    bias.values.push_back(static_cast<float>(value * map.factor[channel] + map.offset[channel]));
  }
  if (node.op == Op::matmul) node.op = Op::gemm;  // which has a bias
  node.attributes.beta = 1;
  node.inputs.resize(3);
  const std::string folded = " folded with " + origin;
  const std::string weights_name = graph.values[node.inputs[1]].name + folded;
  std::optional<ConstantFormat> format = graph.values[node.inputs[1]].format;
  if (format) format->scale = scaled(format->scale, *axis_of_channels, weights.shape, map.factor);
  node.inputs[1] = add_constant(graph, weights_name, std::move(weights));
  graph.values[node.inputs[1]].format = std::move(format);
  node.inputs[2] = add_constant(graph, node.name + " bias" + folded, std::move(bias));
}

void fold_batch_normalizations(Graph& graph) {
  struct Folding {
    Affine map;
    std::string last;  ///< name of the last normalization
  };
  const std::vector<int> uses = uses_of(graph);
  std::vector<Node> kept;
  std::vector<int> maker(graph.values.size(), -1);  // by value: index among `kept`
  std::map<int, Folding> foldings;                  // by index among `kept`
  for (Node& node : graph.nodes) {
    const bool constants = node.op == Op::batch_normalization && constant(graph, node, 1) &&
                           constant(graph, node, 2) && constant(graph, node, 3) &&
                           constant(graph, node, 4);
    const int made_by = constants ? maker[node.inputs[0]] : -1;
    if (made_by < 0 || !channel_axis(graph, kept[made_by]) || uses[node.inputs[0]] != 1) {
      maker[node.output] = static_cast<int>(kept.size());
      kept.push_back(std::move(node));
      continue;
    }
    const auto [folding, is_first] = foldings.try_emplace(made_by, affine(graph, node), node.name);
    if (!is_first) {
      folding->second.map.append(affine(graph, node));
      folding->second.last = node.name;
    }
    kept[made_by].output = node.output;
    maker[node.output] = made_by;
  }
  for (const auto& [index, folding] : foldings)
    fold_into(graph, kept[index], folding.map, folding.last);
  graph.nodes = std::move(kept);
}

}  // namespace

Graph fold(Graph result) {
  remove_identities(result);
  fold_functions(result);
  fold_layer_normalizations(result);
  remove_unused(result);
  fold_batch_normalizations(result);
  return compact(std::move(result));
}

}  // namespace mho
