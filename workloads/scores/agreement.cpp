// How often the chip chooses as the exact integer network does: what can be said of a classifier,
// a map or a language model without labels.
#include "workloads/graph/shape_limit.hpp"
#include "workloads/scores/scores.hpp"

namespace mho {

namespace {

std::string agreement_misfit(const Graph& network, const Dataset&, ScoreForm& form) {
  if (find_classes(output_of(network), nullptr, form)) return "";
  return "the network's output has shape " + shape_text(output_of(network)) +
         ", of which nothing is chosen; snr and cosine say how near numbers come";
}

void score_agreement(const ScoreForm& form, const ScoredImage& image, std::span<double> terms) {
  for (std::int64_t p = 0; p < form.positions; ++p)
    if (largest_class(form, image.output, p) == largest_class(form, image.exact, p)) terms[0] += 1;
  terms[1] = static_cast<double>(form.positions);
}

}  // namespace

Score agreement_score() {
  return {
      JudgedBy::agreement,
      "agreement",
      "agreement with the exact integers",
      "%",
      "Share of images (tokens, pixels) of which the largest output is that of the exact integer "
      "network; needs no labels.",
      "positions with the same largest output / positions",
      ScoreScale::share,
      true,
      true,
      false,
      agreement_misfit,
      [](const ScoreForm&) { return std::size_t{2}; },
      score_agreement,
      [](const Terms& terms) {
        return combined_sums(terms, [](std::span<const double> sums) { return sums[0] / sums[1]; });
      }};
}

}  // namespace mho
