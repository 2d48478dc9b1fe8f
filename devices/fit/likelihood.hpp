// Maximum likelihood of normal groups whose means and standard deviations are linear in unknown
// coefficients. A group of n values with mean m and variance s^2 has the log-likelihood
//   -n/2 [ln(2 pi v) + (s^2 + (m - mu)^2) / v].
// Means: least squares, weighted by n / v. Deviations: sd = offset + basis . coefficients, v =
// extra
// + sd^2, by Fisher scoring (McCullagh and Nelder, Generalized Linear Models, 1989, chapter 10)
// with steps halved until the likelihood rises.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace mho {

inline double squared(double x) { return x * x; }

/// Of one group: how many values, and their mean square about the mean that is taken as known.
struct DeviationGroup {
  double count = 0;
  double mean_square = 0;
  double extra = 0;       ///< variance that is known
  Eigen::MatrixXd basis;  ///< a row for each part of the standard deviation, their squares added
};

double log_likelihood(double count, double mean_square, double variance);

/// The coefficients; at least one group.
Eigen::VectorXd fit_deviation(const std::vector<DeviationGroup>& groups);

/// What the groups' likelihood is with these coefficients.
double log_likelihood(const std::vector<DeviationGroup>& groups, const Eigen::VectorXd& c);

struct MeanGroup {
  double weight = 0;  ///< count / variance
  double mean = 0;
  Eigen::VectorXd basis;
};

/// The coefficients of the mean.
Eigen::VectorXd fit_mean(const std::vector<MeanGroup>& groups);

/// 1, x, ..., x^degree.
Eigen::VectorXd powers(double x, int degree);

/// The share of a chi-squared distribution with `freedom` degrees that lies above x.
double chi_squared_above(double x, double freedom);

/// Of a Kolmogorov-Smirnov distance of `count` values: the chance of one as large, of values from
/// the distribution itself (asymptotic, with Stephens' correction, J. Roy. Stat. Soc. B 32 (1970)).
double kolmogorov_above(double distance, double count);

/// The largest distance between the distribution of values and a standard normal's (or a uniform
/// one's of variance 1).
double normal_distance(std::vector<double> values);
double uniform_distance(std::vector<double> values);

}  // namespace mho
