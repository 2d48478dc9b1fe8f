// Share of images whose label is among the five largest outputs (O. Russakovsky et al., Int. J.
// Comput. Vis. 115 (2015) 211, section 4.1).
#include <algorithm>

#include "workloads/datasets/dataset_fit.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

namespace {

constexpr int kPlaces = 5;

std::string top5_misfit(const Graph& network, const Dataset& set, ScoreForm& form) {
  if (!set.labelled() && set.no_classes.empty()) return "it needs labels: a class for each image";
  const std::string why = not_classification(network, set);
  if (!why.empty()) return why;
  find_classes(output_of(network), nullptr, form);
  const auto beyond = std::find_if(set.labels.begin(), set.labels.end(),
                                   [&](std::int32_t label) { return label >= form.classes; });
  if (beyond == set.labels.end()) return "";
  return "image " + std::to_string(beyond - set.labels.begin()) + " has label " +
         std::to_string(*beyond) + "; allowed: 0 to " + std::to_string(form.classes - 1);
}

/// Outputs that are as large count before the label where their class is: as in top1, the first of
/// equals is chosen.
void score_top5(const ScoreForm& form, const ScoredImage& image, std::span<double> terms) {
  const auto label = static_cast<std::int64_t>(image.targets[0]);
  const double own = image.output[form.at(0, label)];
  int before = 0;
  for (std::int64_t c = 0; c < form.classes; ++c) {
    const double other = image.output[form.at(0, c)];
    before += other > own || (other == own && c < label);
  }
  terms[0] = before < kPlaces ? 1 : 0;
  terms[1] = 1;
}

}  // namespace

Score top5_score() {
  return {JudgedBy::top5,
          "top5",
          "top-5 accuracy",
          "%",
          "Share of images whose label is among the five largest outputs.",
          "test images with the label among the five largest outputs / test images",
          ScoreScale::share,
          true,
          false,
          false,
          top5_misfit,
          [](const ScoreForm&) { return std::size_t{2}; },
          score_top5,
          [](const Terms& terms) {
            return combined_sums(terms,
                                 [](std::span<const double> sums) { return sums[0] / sums[1]; });
          }};
}

}  // namespace mho
