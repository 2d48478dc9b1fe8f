#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/run/accuracy.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

TEST_CASE("promise 9: the interval of a mean is Student's t, as in its tables") {
  const std::array<double, 4> trials{1, 2, 3, 4};
  const Estimate result = estimate(trials);
  CHECK(result.mean == 2.5);
  // t(0.975, 3) = 3.182446 from tables; s = sqrt(5 / 3).
  REQUIRE(result.ci95);
  CHECK(*result.ci95 == Approx(3.182446 * std::sqrt(5.0 / 3 / 4)).epsilon(1e-6));
}

TEST_CASE("promise 9: one trial has no interval, two have") {
  const std::array<double, 2> trials{1, 2};
  CHECK(!estimate(std::span(trials).first(1)).ci95);
  CHECK(estimate(std::span(trials).first(1)).mean == 1);
  CHECK(estimate(trials).ci95);
  CHECK_THROWS_AS(estimate({}), Bug);
}

TEST_CASE("equal trials have an interval of zero") {
  const std::array<double, 3> trials{7, 7, 7};
  CHECK(*estimate(trials).ci95 == 0);
}

TEST_CASE("promise 9: the 95 % interval holds the true mean in 95 of 100 experiments") {
  constexpr int kExperiments = 4000;
  constexpr int kTrials = 5;
  std::vector<float> draws(kExperiments * kTrials);
  Stream(20).normals(0, draws);
  int held = 0;
  for (int i = 0; i < kExperiments; ++i) {
    const std::vector<double> trials(draws.begin() + i * kTrials,
                                     draws.begin() + (i + 1) * kTrials);
    const Estimate result = estimate(trials);
    held += std::fabs(result.mean) <= *result.ci95;
  }
  // A binomial share: four standard errors.
  const double error = std::sqrt(0.95 * 0.05 / kExperiments);
  CHECK(std::fabs(static_cast<double>(held) / kExperiments - 0.95) < 4 * error);
}

TEST_CASE("accuracy is the percentage of labels that were predicted") {
  const std::vector<int> predicted{1, 2, 3, 4};
  const std::vector<std::int32_t> labels{1, 2, 0, 4};
  CHECK(percent_correct(predicted, labels) == 75);
  CHECK_THROWS_AS(percent_correct(predicted, std::span(labels).first(3)), Bug);
  CHECK_THROWS_AS(percent_correct({}, {}), Bug);
}

TEST_CASE("promise 9: losses are paired, quantized minus analog of each trial") {
  AccuracyResult accuracy;
  accuracy.quantized = 90;
  accuracy.analog = {89, 90.5};
  CHECK(accuracy.losses() == std::vector<double>{1, -0.5});
}

}  // namespace mho
