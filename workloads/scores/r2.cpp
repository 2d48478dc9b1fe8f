// Coefficient of determination; of several outputs each is held against its own mean, and all are
// weighed by their variance (scikit-learn's r2_score with multioutput='variance_weighted').
#include <algorithm>

#include "workloads/scores/targets.hpp"

namespace mho {

namespace {

std::string r2_misfit(const Graph& network, const Dataset& set, ScoreForm& form) {
  const std::string why = targets_misfit(network, set, form);
  if (!why.empty()) return why;
  const auto each = static_cast<std::ptrdiff_t>(form.classes);
  const auto differs = [&](auto at) { return !std::equal(at, at + each, set.targets.begin()); };
  for (auto at = set.targets.begin(); at != set.targets.end(); at += each)
    if (differs(at)) return "";
  return "all images have the same target, so that there is no variance to explain; mse needs none";
}

/// Terms: squared error, the targets' squares, 1, and by output the targets. What cancels between
/// squares and mean is of a float's 24 bits, sums have 53.
double r2_figure(std::span<const double> sums) {
  const double images = sums[2];
  double variance = sums[1];
  for (const double sum : sums.subspan(3)) variance -= sum * sum / images;
  constexpr double kNone = 1e-300;
  return 1 - sums[0] / std::max(variance, kNone);
}

void score_r2(const ScoreForm&, const ScoredImage& image, std::span<double> terms) {
  terms[0] = squared_error(image);
  terms[2] = 1;
  for (std::size_t i = 0; i < image.targets.size(); ++i) {
    const auto target = static_cast<double>(image.targets[i]);
    terms[1] += target * target;
    terms[3 + i] = target;
  }
}

}  // namespace

Score r2_score() {
  return {
      JudgedBy::r2,
      "r2",
      "R2",
      "",
      "R2 of the outputs against targets of their shape: the share of the targets' variance that "
      "they explain.",
      "1 - sum of (output - target)^2 / sum of (target - mean of that output's targets)^2",
      ScoreScale::at_most_1,
      true,
      false,
      true,
      r2_misfit,
      [](const ScoreForm& form) { return 3 + static_cast<std::size_t>(form.classes); },
      score_r2,
      [](const Terms& terms) { return combined_sums(terms, r2_figure); }};
}

}  // namespace mho
