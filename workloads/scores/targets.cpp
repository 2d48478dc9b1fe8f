#include "workloads/scores/targets.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/graph/shape_limit.hpp"

namespace mho {

namespace {

Shape axes_of(const Shape& shape) {
  Shape result;
  std::copy_if(shape.begin(), shape.end(), std::back_inserter(result),
               [](std::int64_t size) { return size != 1; });
  return result;
}

}  // namespace

std::string targets_misfit(const Graph& network, const Dataset& set, ScoreForm& form) {
  const Shape& output = output_of(network);
  form.output = output;
  form.classes = element_count(output);
  if (set.targets.empty()) return "it needs labels: a number for each of the network's outputs";
  const Shape given = axes_of(set.target_shape), wanted = axes_of(output);
  const bool flat = given.size() < 2 || wanted.size() < 2;
  if (given == wanted || (flat && element_count(given) == element_count(wanted))) return "";
  const std::string labels = set.target_shape.empty()
                                 ? "the label of an image is one number"
                                 : "labels of one image have shape " + shape_text(set.target_shape);
  return labels + ", the network's output has " + shape_text(output) + "; both must agree";
}

double squared_error(const ScoredImage& image) {
  double sum = 0;
  for (std::size_t i = 0; i < image.output.size(); ++i)
    sum += std::pow(image.output[i] - static_cast<double>(image.targets[i]), 2);
  return sum;
}

}  // namespace mho
