// Densities and Gaussian processes that searches learn, against sums, integrals and known
// functions.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/explore/search/design_model.hpp"
#include "sim/explore/search/normal_distribution.hpp"
#include "sim/explore/search/parzen.hpp"
#include "tests/explore/search/analytic_problem.hpp"

namespace mho {

namespace {

/// Columns of two ordered keys and a name.
DesignMatrix drawn_designs(Draws& draws, Eigen::Index count) {
  DesignMatrix designs(3, count);
  for (Eigen::Index j = 0; j < count; ++j)
    designs.col(j) << draws.uniform(), draws.uniform(), draws.below(3);
  return designs;
}

Eigen::VectorXd smooth_costs(const DesignMatrix& designs) {
  Eigen::VectorXd costs(designs.cols());
  for (Eigen::Index j = 0; j < designs.cols(); ++j)
    costs(j) = std::exp(2 * designs(0, j)) * (1 + designs(1, j)) * (1 + designs(2, j));
  return costs;
}

const std::vector<bool> kOrdered{true, true, false};

}  // namespace

TEST_CASE("a Parzen density over all designs of a space with conditional keys sums to one") {
  const Space space = circuits().space;
  Draws draws(1);
  std::vector<Choice> designs;
  for (int i = 0; i < 9; ++i) designs.push_back(space.at(draws.below(1232)));
  const ParzenEstimator estimator(space, designs, {1, 1, 0.5, 1, 1e-12, 1, 1, 1, 0.1});
  double sum = 0;
  for (std::int64_t i = 0; i < *space.size(); ++i)
    sum += std::exp(estimator.log_density(space.at(i)));
  CHECK(sum == Approx(1));
}

TEST_CASE("a Parzen estimator draws designs as often as its density says") {
  const Space space = circuits().space;
  const Choice middle = space.at(200);
  const ParzenEstimator estimator(space, {middle, middle, space.at(900)}, {1, 1, 1});
  Draws draws(2);
  constexpr int kDraws = 100000;
  std::vector<double> by_kind(7, 0), expected(7, 0);
  for (int i = 0; i < kDraws; ++i) ++by_kind[static_cast<std::size_t>(estimator.drawn(draws)[0])];
  for (std::int64_t i = 0; i < *space.size(); ++i)
    expected[static_cast<std::size_t>(space.at(i)[0])] +=
        std::exp(estimator.log_density(space.at(i)));
  for (std::size_t kind = 0; kind < 7; ++kind) {
    const double deviation = std::sqrt(expected[kind] * (1 - expected[kind]) * kDraws);
    CHECK(std::abs(by_kind[kind] - expected[kind] * kDraws) < 4.5 * deviation);
  }
}

TEST_CASE("a Gaussian process goes through what it has learnt and knows nothing far away") {
  Draws draws(3);
  const DesignMatrix designs = drawn_designs(draws, 12);
  const Eigen::VectorXd values = smooth_costs(designs) / 10, none = Eigen::VectorXd::Zero(12);
  GaussianProcess process(kOrdered);
  process.learn(designs, values, none);
  const Prediction there = process.predict(designs);
  CHECK((there.mean - values).cwiseAbs().maxCoeff() < 0.05);
  CHECK(there.deviation.maxCoeff() < 0.05);
  const Prediction far = process.predict(DesignMatrix::Constant(3, 1, 100));
  CHECK(std::abs(far.mean(0)) < 1e-6);
  CHECK(far.deviation(0) == Approx(1));
}

TEST_CASE("a Gaussian process that is fitted explains a smooth function from few designs") {
  Draws draws(4);
  const DesignMatrix designs = drawn_designs(draws, 40), others = drawn_designs(draws, 200);
  CostModel model(kOrdered);
  model.learn(designs, smooth_costs(designs), Eigen::VectorXd::Zero(40), true);
  const Prediction prediction = model.predict(others);
  const Eigen::VectorXd costs = smooth_costs(others);
  double squares = 0;
  for (Eigen::Index j = 0; j < 200; ++j)
    squares += std::pow(model.middle(prediction.mean(j)) - costs(j), 2);
  CHECK(squares < 0.01 * (costs.array() - costs.mean()).square().sum());
}

TEST_CASE("a cost with a wide interval is believed less") {
  DesignMatrix designs = DesignMatrix::Zero(3, 5);
  designs.row(0) << 0, 0.25, 0.5, 0.75, 1;
  Eigen::VectorXd costs(5), errors = Eigen::VectorXd::Zero(5);
  costs << 1, 1.2, 3, 1.6, 1.8;
  CostModel model(kOrdered);
  const auto middle = [&] {
    model.learn(designs, costs, errors, true);
    return model.middle(model.predict(designs).mean(2));
  };
  CHECK(middle() == Approx(3).margin(0.2));
  errors(2) = 20;
  CHECK(middle() < 2);
}

TEST_CASE("what is expected below a limit is the integral over the prediction") {
  const DesignMatrix designs = DesignMatrix::Identity(3, 3);
  for (const double sign : {1.0, -1.0}) {
    // Four decades apart: the logarithm explains them. One value is 0: the plain cost does.
    for (const bool with_zero : {false, true}) {
      Eigen::VectorXd costs(3);
      costs << 1, with_zero ? 0 : 30, 900;
      CostModel model(kOrdered);
      model.learn(designs, sign * costs, Eigen::VectorXd::Zero(3), true);
      constexpr double kMean = 0.3, kDeviation = 0.6, kStep = 1e-3;
      for (const double limit : {-500.0, -3.0, 20.0, 700.0}) {
        double integral = 0;
        for (double z = -8; z < 8; z += kStep)
          integral += kStep * normal_density(z) *
                      std::max(0.0, limit - model.middle(kMean + kDeviation * z));
        CHECK(model.expected_below(limit, kMean, kDeviation) ==
              Approx(integral).epsilon(1e-3).margin(1e-3));
      }
      CHECK(model.expected_below(-std::numeric_limits<double>::infinity(), 0, 1) == 0);
    }
  }
}

TEST_CASE("a model of designs expects most where the front has its gap, nothing where it is") {
  const AnalyticProblem problem = zdt1();
  std::vector<ToldDesign> told;
  for (const int value : {0, 1, 2, 3, 8, 9, 10})
    for (const int other : {0, 4, 8})
      told.push_back({{value, other, other, other}, problem({value, other, other, other})});
  DesignModel model(problem.space, 2);
  model.learn(told, {}, true);
  const Eigen::VectorXd gains = model.gains({{5, 0, 0, 0}, {2, 0, 0, 0}, {5, 8, 8, 8}});
  CHECK(gains(0) > 10 * gains(1));
  CHECK(gains(0) > 10 * gains(2));
  // A design that is pending already leaves less for itself.
  model.learn(told, {{5, 0, 0, 0}}, false);
  CHECK(model.gains({{5, 0, 0, 0}})(0) < 0.25 * gains(0));
}

}  // namespace mho
