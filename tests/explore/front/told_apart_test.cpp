// Designs are compared trial by trial: what all trials share is no noise of their difference.
#include <catch2/catch.hpp>

#include "sim/explore/front/told_apart.hpp"

namespace mho {

namespace {

const std::vector<Objective> kObjectives{{"energy.per_inference", false},
                                         {"accuracy.loss.mean", false}};

/// Loss is 90 less the mean of the trials.
TriedDesign design(double energy, const std::vector<double>& trials, double error = 1) {
  double sum = 0;
  for (const double trial : trials) sum += trial;
  const double loss = 90 - sum / static_cast<double>(trials.size());
  return {{true, {energy, loss}, {0, error}, 0}, trials};
}

}  // namespace

TEST_CASE("a difference that every trial shows is none of noise, however much trials vary") {
  const NoisyComparison comparison(kObjectives);
  const TriedDesign better = design(1, {80, 85, 89}), worse = design(1, {79, 84.1, 88.1});
  // Differences 1, 0.9, 0.9: 0.933 +- 4.303 x 0.0577 / sqrt(3).
  CHECK(comparison.half_width(better, worse, 1) ==
        Approx(4.3027 * 0.057735 / 1.7320508).epsilon(1e-3));
  CHECK(comparison.half_width(better, worse, 0) == 0);
  CHECK(comparison.surely_dominates(better, worse));
  CHECK(!comparison.surely_dominates(worse, better));
}

TEST_CASE("a difference within that of the trials decides nothing") {
  const NoisyComparison comparison(kObjectives);
  const TriedDesign cheap = design(1, {80, 85, 89}), dear = design(2, {81, 84, 88.5});
  // Differences -1, 1, 0.5.
  CHECK(!comparison.surely_dominates(cheap, dear));
  CHECK(comparison.may_dominate(cheap, dear));
  // On both sides of the edge: loss that is higher by more than the noise.
  CHECK(!comparison.may_dominate(cheap, design(2, {86, 91, 95})));
  // Equal in all, nothing is better.
  CHECK(!comparison.may_dominate(cheap, cheap));
}

TEST_CASE("designs of different numbers of trials are compared by their own intervals") {
  const NoisyComparison comparison(kObjectives);
  const TriedDesign three = design(1, {80, 85, 89}, 3), two = design(1, {80, 85}, 4);
  CHECK(comparison.half_width(three, two, 1) == Approx(5));
}

}  // namespace mho
