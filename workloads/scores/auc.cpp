// Area under the receiver operating characteristic of a detector of anomalies: the probability that
// an anomalous input has the larger score, a tie counting half (D. Bamber, J. Math. Psychol. 12
// (1975) 387). An autoencoder's score is its mean squared error of reconstruction, as in MLPerf
// Tiny (C. Banbury et al., NeurIPS Datasets and Benchmarks 2021); of a network with one output it
// is that.
#include <algorithm>
#include <cmath>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

namespace {

std::string auc_misfit(const Graph& network, const Dataset& set, ScoreForm& form) {
  form.output = output_of(network);
  form.classes = element_count(form.output);
  if (form.classes != 1 && form.classes != static_cast<std::int64_t>(set.image_size()))
    return "it needs an output of one value, or a reconstruction of the input's " +
           std::to_string(set.image_size()) + " values; the network's output has shape " +
           shape_text(form.output);
  if (static_cast<int>(set.labels.size()) != set.images() || set.images() == 0)
    return "it needs labels: 0 for a normal input, 1 for an anomalous one";
  const auto anomalous = std::count(set.labels.begin(), set.labels.end(), 1);
  const auto normal = std::count(set.labels.begin(), set.labels.end(), 0);
  if (anomalous + normal != std::ssize(set.labels))
    return "it needs labels of 0 (normal) and 1 (anomalous) alone";
  if (anomalous == 0 || normal == 0)
    return "it needs normal inputs (label 0) and anomalous ones (label 1); the images that are "
           "taken have " +
           std::to_string(normal) + " and " + std::to_string(anomalous);
  return "";
}

/// Terms: the score, and 1 for an anomalous input.
void score_auc(const ScoreForm& form, const ScoredImage& image, std::span<double> terms) {
  terms[1] = static_cast<double>(image.targets[0]);
  terms[0] = image.output[0];
  if (form.classes == 1) return;
  double sum = 0;
  for (std::size_t i = 0; i < image.output.size(); ++i)
    sum += std::pow(image.output[i] - static_cast<double>(image.input[i]), 2);
  terms[0] = sum / static_cast<double>(image.output.size());
}

/// Of a sorted list those below a number, those equal to it half.
double below(const std::vector<double>& sorted, double number) {
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), number);
  return static_cast<double>(first - sorted.begin()) + static_cast<double>(last - first) / 2;
}

Combined auc_combined(const Terms& terms) {
  std::vector<double> normal, anomalous;
  for (int i = 0; i < terms.images(); ++i)
    (terms.of(i)[1] == 0 ? normal : anomalous).push_back(terms.of(i)[0]);
  std::sort(normal.begin(), normal.end());
  std::sort(anomalous.begin(), anomalous.end());
  const auto n = static_cast<double>(normal.size()), m = static_cast<double>(anomalous.size());
  double pairs = 0;
  for (const double each : anomalous) pairs += below(normal, each);
  Combined result{pairs / (n * m), {}};
  for (int i = 0; i < terms.images(); ++i) {
    const double number = terms.of(i)[0];
    const bool is_normal = terms.of(i)[1] == 0;
    const double won = is_normal ? m - below(anomalous, number) : below(normal, number);
    const double left = is_normal ? (n - 1) * m : n * (m - 1);
    result.without.push_back(left > 0 ? (pairs - won) / left : result.figure);
  }
  return result;
}

}  // namespace

Score auc_score() {
  return {
      JudgedBy::auc,
      "auc",
      "area under the ROC curve",
      "%",
      "Area under the ROC curve of a detector of anomalies: labels 0 (normal) and 1 (anomalous); "
      "the score is the network's one output, or the error of its reconstruction.",
      "pairs of which the anomalous input scores more (ties half) / pairs",
      ScoreScale::share,
      true,
      false,
      true,
      auc_misfit,
      [](const ScoreForm&) { return std::size_t{2}; },
      score_auc,
      auc_combined};
}

}  // namespace mho
