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
  const Interval result = student_interval(trials);
  CHECK(result.mean == 2.5);
  // t(0.975, 3) = 3.182446 from tables; s = sqrt(5 / 3).
  REQUIRE(result.ci95);
  const double half = 3.182446 * std::sqrt(5.0 / 3 / 4);
  CHECK(result.ci95->low == Approx(2.5 - half).epsilon(1e-6));
  CHECK(result.ci95->high == Approx(2.5 + half).epsilon(1e-6));
}

TEST_CASE("promise 9: one trial has no interval, two have") {
  const std::array<double, 2> trials{1, 2};
  CHECK(!student_interval(std::span(trials).first(1)).ci95);
  CHECK(student_interval(std::span(trials).first(1)).mean == 1);
  CHECK(student_interval(trials).ci95);
  CHECK_THROWS_AS(student_interval({}), Bug);
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
    const Interval result = student_interval(trials);
    held += result.ci95->low <= 0 && result.ci95->high >= 0;
  }
  // A binomial share: four standard errors.
  const double error = std::sqrt(0.95 * 0.05 / kExperiments);
  CHECK(std::fabs(static_cast<double>(held) / kExperiments - 0.95) < 4 * error);
}

TEST_CASE("Wilson's interval of a proportion is that of the tables, within 0 and 1") {
  // 81 of 263 (Newcombe, Stat. Med. 17 (1998) 857, table I).
  const Limits found = wilson_interval(81.0 / 263, 263);
  CHECK(found.low == Approx(0.2553).margin(5e-5));
  CHECK(found.high == Approx(0.3662).margin(5e-5));
  CHECK(wilson_interval(0, 20).low == 0);
  CHECK(wilson_interval(0, 20).high == Approx(0.1611).margin(5e-5));  // the same table
  CHECK(wilson_interval(1, 3).high == 1);
  CHECK_THROWS_AS(wilson_interval(0.5, 0), Bug);
}

TEST_CASE("the interval of a count holds the true probability however few the trials") {
  // 0 of n: the upper end p solves (1 - p)^n = 0.025.
  for (const int n : {1, 2, 8}) {
    CHECK(binomial_interval(0, n).low == 0);
    CHECK(std::pow(1 - binomial_interval(0, n).high, n) == Approx(0.025));
    CHECK(binomial_interval(n, n).high == 1);
  }
  // The share of all outcomes whose interval holds p, weighed by their probability: no simulation.
  for (const int n : {1, 2, 3, 8, 20})
    for (double p = 0.005; p < 1; p += 0.01) {
      double held = 0;
      double probability = std::pow(1 - p, n);  // of `met` successes
      for (int met = 0; met <= n; ++met) {
        const Limits limits = binomial_interval(met, n);
        if (limits.low <= p && p <= limits.high) held += probability;
        probability *= (n - met) / (met + 1.0) * p / (1 - p);
      }
      INFO(n << " trials, p = " << p);
      CHECK(held >= 0.95);
    }
}

TEST_CASE("promise 9: losses are paired, quantized minus analog of each trial") {
  const std::vector<std::int32_t> labels(4, 0);
  AccuracyResult accuracy;
  accuracy.quantized = Correctness(std::vector<int>{0, 0, 0, 1}, labels);
  accuracy.analog = {Correctness(std::vector<int>{0, 0, 1, 1}, labels),
                     Correctness(std::vector<int>{0, 0, 0, 0}, labels)};
  CHECK(accuracy.losses() == std::vector<double>{25, -25});
  CHECK(accuracy.loss().mean == 0);
}

}  // namespace mho
