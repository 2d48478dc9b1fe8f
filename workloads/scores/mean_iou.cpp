// Mean intersection over union of segmentation maps (M. Everingham et al., Int. J. Comput. Vis. 111
// (2015) 98, section 4.3): counts over all images, then the mean over the classes that occur.
#include <algorithm>
#include <cmath>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

namespace {

std::string mean_iou_misfit(const Graph& network, const Dataset& set, ScoreForm& form) {
  if (set.targets.empty()) return "it needs labels: a class for each pixel";
  if (std::any_of(set.targets.begin(), set.targets.end(),
                  [](float label) { return label != std::floor(label); }))
    return "it needs whole numbers for labels, the classes of pixels";
  if (find_classes(output_of(network), &set.target_shape, form)) return "";
  return "it needs a score of each class for each pixel of a label, which has shape " +
         shape_text(set.target_shape) + "; the network's output has shape " +
         shape_text(output_of(network));
}

/// By class: pixels that both have, and pixels that either has.
void score_mean_iou(const ScoreForm& form, const ScoredImage& image, std::span<double> terms) {
  for (std::int64_t p = 0; p < form.positions; ++p) {
    const float label = image.targets[static_cast<std::size_t>(p)];
    if (!(label >= 0) || label >= static_cast<float>(form.classes)) continue;  // of no class
    const auto right = static_cast<std::size_t>(label);
    const auto found = static_cast<std::size_t>(largest_class(form, image.output, p));
    if (right == found) terms[2 * right] += 1;
    terms[2 * right + 1] += 1;
    if (right != found) terms[2 * found + 1] += 1;
  }
}

double mean_iou_figure(std::span<const double> sums) {
  double sum = 0, classes = 0;
  for (std::size_t c = 0; c < sums.size(); c += 2) {
    if (sums[c + 1] == 0) continue;
    sum += sums[c] / sums[c + 1];
    classes += 1;
  }
  return classes == 0 ? 0 : sum / classes;
}

}  // namespace

Score mean_iou_score() {
  return {
      JudgedBy::mean_iou,
      "mean_iou",
      "mean intersection over union",
      "%",
      "Mean intersection over union of segmentation maps: labels [n][height][width]; pixels of a "
      "label beyond the network's classes (255) are left out.",
      "by class pixels of both / pixels of either, over all images; mean over the classes that "
      "occur",
      ScoreScale::share,
      true,
      false,
      false,
      mean_iou_misfit,
      [](const ScoreForm& form) { return 2 * static_cast<std::size_t>(form.classes); },
      score_mean_iou,
      [](const Terms& terms) { return combined_sums(terms, mean_iou_figure); }};
}

}  // namespace mho
