// What several scores share.
#include "workloads/scores/score.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

Shape without_ones(const Shape& shape) {
  Shape result;
  std::copy_if(shape.begin(), shape.end(), std::back_inserter(result),
               [](std::int64_t size) { return size != 1; });
  return result;
}

/// Axes that may be the one of classes, the likeliest first.
std::vector<std::size_t> candidates(const Shape& output) {
  std::vector<std::size_t> axes;
  const std::size_t first = output.size() == 4 ? 1 : output.size() - 1;
  axes.push_back(first);
  for (std::size_t axis = output.size(); axis-- > 0;)
    if (axis != first) axes.push_back(axis);
  return axes;
}

/// The Softmax that makes the output and nothing else.
const Node* last_softmax(const Graph& network) {
  const int output = network.outputs[0];
  const Node* maker = nullptr;
  for (const Node& node : network.nodes) {
    if (node.output == output) maker = &node;
    if (std::count(node.inputs.begin(), node.inputs.end(), output) > 0) return nullptr;
  }
  return maker != nullptr && maker->op == Op::softmax ? maker : nullptr;
}

}  // namespace

Combined combined_sums(const Terms& terms, double (*figure)(std::span<const double> sums)) {
  std::vector<double> sums(terms.each, 0);
  for (int i = 0; i < terms.images(); ++i)
    for (std::size_t k = 0; k < terms.each; ++k) sums[k] += terms.of(i)[k];
  Combined result{figure(sums), {}};
  if (terms.images() < 2) return result;
  std::vector<double> left(terms.each);
  for (int i = 0; i < terms.images(); ++i) {
    for (std::size_t k = 0; k < terms.each; ++k) left[k] = sums[k] - terms.of(i)[k];
    result.without.push_back(figure(left));
  }
  return result;
}

bool find_classes(const Shape& output, const Shape* targets, ScoreForm& form) {
  const Shape wanted = targets == nullptr ? Shape{} : without_ones(*targets);
  for (const std::size_t axis : candidates(output)) {
    Shape rest = output;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(axis));
    if (output[axis] == 1 || (targets != nullptr && without_ones(rest) != wanted)) continue;
    form.output = output;
    form.classes = output[axis];
    form.positions = element_count(rest);
    form.inner = 1;
    for (std::size_t other = axis + 1; other < output.size(); ++other) form.inner *= output[other];
    return true;
  }
  return false;
}

std::int64_t largest_class(const ScoreForm& form, std::span<const double> output,
                           std::int64_t position) {
  std::int64_t best = 0;
  for (std::int64_t c = 1; c < form.classes; ++c)
    if (output[form.at(position, c)] > output[form.at(position, best)]) best = c;
  return best;
}

const Shape& output_of(const Graph& network) {
  return network.values[static_cast<std::size_t>(network.outputs[0])].shape;
}

int logits_of(const Graph& network) {
  const Node* softmax = last_softmax(network);
  return softmax != nullptr ? softmax->inputs[0] : network.outputs[0];
}

void apply_last_softmax(const Graph& network, std::span<double> output) {
  const Node* softmax = last_softmax(network);
  if (softmax == nullptr) return;
  const Shape& shape = output_of(network);
  ScoreForm form;
  const auto axis = static_cast<std::size_t>(softmax->attributes.axis);
  form.classes = shape[axis];
  for (std::size_t other = axis + 1; other < shape.size(); ++other)
    (softmax->attributes.coerce_to_2d ? form.classes : form.inner) *= shape[other];
  form.positions = element_count(shape) / form.classes;
  for (std::int64_t p = 0; p < form.positions; ++p) {
    const double most = output[form.at(p, largest_class(form, output, p))];
    double sum = 0;
    for (std::int64_t c = 0; c < form.classes; ++c) sum += std::exp(output[form.at(p, c)] - most);
    for (std::int64_t c = 0; c < form.classes; ++c) {
      double& each = output[form.at(p, c)];
      each = std::exp(each - most) / sum;
    }
  }
}

}  // namespace mho
