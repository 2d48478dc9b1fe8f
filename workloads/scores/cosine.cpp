// Cosine similarity of the outputs with those of the exact integer network, image by image: what
// embeddings are compared by.
#include <cmath>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

namespace {

void score_cosine(const ScoreForm&, const ScoredImage& image, std::span<double> terms) {
  double product = 0, own = 0, exact = 0;
  for (std::size_t i = 0; i < image.output.size(); ++i) {
    product += image.output[i] * image.exact[i];
    own += image.output[i] * image.output[i];
    exact += image.exact[i] * image.exact[i];
  }
  // Two vectors of zeros are alike; one of them points nowhere.
  const double both = std::sqrt(own * exact);
  terms[0] = both > 0 ? product / both : (own == exact ? 1 : 0);
  terms[1] = 1;
}

}  // namespace

Score cosine_score() {
  return {JudgedBy::cosine,
          "cosine",
          "cosine similarity with the exact integers",
          "",
          "Cosine similarity of the outputs with those of the exact integer network, mean over "
          "images; needs no labels.",
          "output . exact / (|output| |exact|), mean over images",
          ScoreScale::cosine,
          true,
          true,
          true,
          [](const Graph& network, const Dataset&, ScoreForm& form) {
            form.output = output_of(network);
            form.classes = element_count(form.output);
            return std::string();
          },
          [](const ScoreForm&) { return std::size_t{2}; },
          score_cosine,
          [](const Terms& terms) {
            return combined_sums(terms,
                                 [](std::span<const double> sums) { return sums[0] / sums[1]; });
          }};
}

}  // namespace mho
