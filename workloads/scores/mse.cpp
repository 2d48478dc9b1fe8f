// Mean squared error against targets: regression, denoising, super resolution.
#include "workloads/scores/targets.hpp"

namespace mho {

Score mse_score() {
  return {
      JudgedBy::mse,
      "mse",
      "mean squared error",
      "",
      "Mean squared error of the outputs against targets of their shape, in the square of their "
      "unit.",
      "sum of (output - target)^2 / numbers",
      ScoreScale::positive,
      false,
      false,
      true,
      targets_misfit,
      [](const ScoreForm&) { return std::size_t{2}; },
      [](const ScoreForm&, const ScoredImage& image, std::span<double> terms) {
        terms[0] = squared_error(image);
        terms[1] = static_cast<double>(image.output.size());
      },
      [](const Terms& terms) {
        return combined_sums(terms, [](std::span<const double> sums) { return sums[0] / sums[1]; });
      }};
}

}  // namespace mho
