// What is expected below a limit is, of a normal cost, the expected improvement of Jones, Schonlau
// and Welch (J. Global Optim. 13 (1998) 455); of a lognormal one Black and Scholes' price of an
// option (J. Polit. Econ. 81 (1973) 637), which is the same integral.
#include "sim/explore/search/cost_model.hpp"

#include <algorithm>
#include <cmath>

#include "sim/explore/search/normal_distribution.hpp"

namespace mho {

namespace {

/// Largest over smallest cost that logarithms are tried for; beyond, the smallest is most often
/// zero but for rounding, and its logarithm says nothing.
constexpr double kMostRatio = 1e4;
/// Half of a 95 % interval, in standard deviations.
constexpr double kHalfInterval = 1.96;

}  // namespace

CostModel::CostModel(const std::vector<bool>& is_ordered)
    : linear_(is_ordered), logarithmic_(is_ordered) {}

double CostModel::raw(Scale scale, double cost) {
  switch (scale) {
    case Scale::linear:
      return cost;
    case Scale::positive_log:
      return std::log(cost);
    case Scale::negative_log:
      return -std::log(-cost);
  }
  return cost;
}

CostModel::Standard CostModel::standard_of(Scale scale, const Eigen::VectorXd& costs) {
  const Eigen::ArrayXd raws = costs.unaryExpr([&](double cost) { return raw(scale, cost); });
  const double mean = raws.mean(), deviation = std::sqrt((raws - mean).square().mean());
  // CostPoint that are all the same, but for rounding, have no scale of their own.
  const bool varies = deviation > 1e-9 * std::abs(mean);
  return {scale, mean, varies ? deviation : std::max(std::abs(mean), 1e-300)};
}

CostModel::Values CostModel::values_of(const Standard& standard, const Eigen::VectorXd& costs,
                                       const Eigen::VectorXd& errors) {
  Values values{Eigen::VectorXd(costs.size()), Eigen::VectorXd(costs.size()), 0};
  for (Eigen::Index i = 0; i < costs.size(); ++i) {
    const double slope =
        (standard.scale == Scale::linear ? 1 : 1 / std::abs(costs(i))) / standard.deviation;
    values.values(i) = (raw(standard.scale, costs(i)) - standard.mean) / standard.deviation;
    values.noise(i) = std::pow(errors(i) / kHalfInterval * slope, 2);
    values.log_slope += std::log(slope);
  }
  return values;
}

void CostModel::learn(const DesignMatrix& designs, const Eigen::VectorXd& costs,
                      const Eigen::VectorXd& errors, bool fit) {
  const bool positive = costs.minCoeff() * kMostRatio > costs.maxCoeff() && costs.minCoeff() > 0;
  const bool negative = costs.maxCoeff() * kMostRatio < costs.minCoeff() && costs.maxCoeff() < 0;
  const Standard linear = standard_of(Scale::linear, costs);
  const Scale scale = positive ? Scale::positive_log : Scale::negative_log;
  const bool may_be_log = positive || negative;
  const auto likelihood = [&](GaussianProcess& process, const Standard& standard) {
    const Values values = values_of(standard, costs, errors);
    process.learn(designs, values.values, values.noise);
    return process.fit() + values.log_slope;
  };
  if (fit) {
    const double by_linear = likelihood(linear_, linear);
    standard_ = linear;
    if (!may_be_log) return;
    const Standard logarithmic = standard_of(scale, costs);
    if (likelihood(logarithmic_, logarithmic) > by_linear) standard_ = logarithmic;
    return;
  }
  const bool is_log = standard_.scale != Scale::linear && may_be_log;
  if (!is_log) standard_ = linear;
  if (is_log && scale != standard_.scale) standard_ = standard_of(scale, costs);
  const Values values = values_of(standard_, costs, errors);
  (is_log ? logarithmic_ : linear_).learn(designs, values.values, values.noise);
}

double CostModel::middle(double mean) const {
  const double value = standard_.mean + standard_.deviation * mean;
  switch (standard_.scale) {
    case Scale::linear:
      return value;
    case Scale::positive_log:
      return std::exp(value);
    case Scale::negative_log:
      return -std::exp(-value);
  }
  return value;
}

double CostModel::expected_below(double limit, double mean, double deviation) const {
  if (std::isinf(limit)) return 0;
  const double m = standard_.mean + standard_.deviation * mean, s = standard_.deviation * deviation;
  switch (standard_.scale) {
    case Scale::linear: {
      const double z = (limit - m) / s;
      return (limit - m) * normal_share(z) + s * normal_density(z);
    }
    case Scale::positive_log: {
      if (limit <= 0) return 0;
      const double z = (std::log(limit) - m) / s;
      return limit * normal_share(z) - std::exp(m + s * s / 2) * normal_share(z - s);
    }
    case Scale::negative_log: {
      // The cost is -e^v, v of mean -m.
      const double whole = std::exp(-m + s * s / 2);
      if (limit >= 0) return limit + whole;
      const double z = (-m - std::log(-limit)) / s;
      return whole * normal_share(z + s) + limit * normal_share(z);
    }
  }
  return 0;
}

}  // namespace mho
