#include "devices/fit/likelihood.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

constexpr double kTwoPi = 6.283185307179586;
/// Of the mean square: a variance below it would make a likelihood without limit.
constexpr double kLeastShare = 1e-6;
constexpr int kMostSteps = 60;
constexpr double kConverged = 1e-10;

double variance_of(const DeviationGroup& group, const Eigen::VectorXd& c) {
  return std::max(group.extra + (group.basis * c).squaredNorm(),
                  kLeastShare * group.mean_square + 1e-300);
}

/// Least squares to what the deviations would be one by one, parted evenly.
Eigen::VectorXd first_guess(const std::vector<DeviationGroup>& groups) {
  const Eigen::Index parts = groups.front().basis.rows();
  Eigen::VectorXd guess = Eigen::VectorXd::Zero(groups.front().basis.cols());
  for (Eigen::Index part = 0; part < parts; ++part) {
    std::vector<MeanGroup> means;
    for (const DeviationGroup& each : groups) {
      const double square = std::max(each.mean_square - each.extra, 0.01 * each.mean_square);
      means.push_back({each.count / (each.mean_square + 1e-300),
                       std::sqrt(square / static_cast<double>(parts)),
                       each.basis.row(part).transpose()});
    }
    guess += fit_mean(means);
  }
  return guess;
}

Eigen::VectorXd scoring_step(const std::vector<DeviationGroup>& groups, const Eigen::VectorXd& c) {
  const Eigen::Index terms = c.size();
  Eigen::MatrixXd information = Eigen::MatrixXd::Zero(terms, terms);
  Eigen::VectorXd score = Eigen::VectorXd::Zero(terms);
  for (const DeviationGroup& each : groups) {
    const double v = variance_of(each, c);
    const Eigen::VectorXd slope = 2 * each.basis.transpose() * (each.basis * c);
    information += each.count / (2 * v * v) * slope * slope.transpose();
    score += each.count / (2 * v * v) * (each.mean_square - v) * slope;
  }
  return information.completeOrthogonalDecomposition().solve(score);
}

}  // namespace

double log_likelihood(double count, double mean_square, double variance) {
  return -0.5 * count * (std::log(kTwoPi * variance) + mean_square / variance);
}

double log_likelihood(const std::vector<DeviationGroup>& groups, const Eigen::VectorXd& c) {
  double sum = 0;
  for (const DeviationGroup& each : groups)
    sum += log_likelihood(each.count, each.mean_square, variance_of(each, c));
  return sum;
}

Eigen::VectorXd fit_deviation(const std::vector<DeviationGroup>& groups) {
  Eigen::VectorXd c = first_guess(groups);
  double best = log_likelihood(groups, c);
  for (int step = 0; step < kMostSteps; ++step) {
    Eigen::VectorXd move = scoring_step(groups, c);
    double reached = log_likelihood(groups, c + move);
    for (int half = 0; half < 30 && !(reached > best); ++half) {
      move /= 2;
      reached = log_likelihood(groups, c + move);
    }
    if (!(reached > best)) break;
    c += move;
    const double gained = reached - best;
    best = reached;
    if (gained < kConverged * (1 + std::abs(best))) break;
  }
  return c;
}

Eigen::VectorXd fit_mean(const std::vector<MeanGroup>& groups) {
  const Eigen::Index terms = groups.front().basis.size();
  Eigen::MatrixXd design(static_cast<Eigen::Index>(groups.size()), terms);
  Eigen::VectorXd values(design.rows());
  for (Eigen::Index i = 0; i < design.rows(); ++i) {
    const MeanGroup& each = groups[static_cast<std::size_t>(i)];
    const double root = std::sqrt(each.weight);
    design.row(i) = root * each.basis.transpose();
    values(i) = root * each.mean;
  }
  return design.completeOrthogonalDecomposition().solve(values);
}

Eigen::VectorXd powers(double x, int degree) {
  Eigen::VectorXd all(degree + 1);
  all(0) = 1;
  for (int i = 1; i <= degree; ++i) all(i) = x * all(i - 1);
  return all;
}

double chi_squared_above(double x, double freedom) {
  // Wilson and Hilferty (1931): the cube root is nearly normal.
  if (freedom <= 0) return 1;
  const double spread = 2 / (9 * freedom);
  const double z = (std::cbrt(std::max(x, 0.0) / freedom) - (1 - spread)) / std::sqrt(spread);
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

double kolmogorov_above(double distance, double count) {
  const double root = std::sqrt(count);
  const double t = distance * (root + 0.12 + 0.11 / root);
  if (t < 0.2) return 1;
  double sum = 0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2 * k * k * t * t);
  return std::clamp(sum, 0.0, 1.0);
}

namespace {

template <class Cumulative>
double distance_from(std::vector<double> values, Cumulative cumulative) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = cumulative(values[i]);
    distance = std::max({distance, expected - static_cast<double>(i) / count,
                         static_cast<double>(i + 1) / count - expected});
  }
  return distance;
}

}  // namespace

double normal_distance(std::vector<double> values) {
  return distance_from(std::move(values),
                       [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); });
}

double uniform_distance(std::vector<double> values) {
  const double half = std::sqrt(3.0);
  return distance_from(std::move(values),
                       [half](double x) { return std::clamp((x + half) / (2 * half), 0.0, 1.0); });
}

}  // namespace mho
