// Rasmussen and Williams, Gaussian Processes for Machine Learning (2006): prediction is algorithm
// 2.1, the gradient of the marginal likelihood equation 5.9, the kernel equation 4.17. The priors
// of lengths, signal and noise are Optuna's (GPSampler's default_log_prior): without them a key
// whose values hardly differ yet is taken to be without effect, and never tried. The steps uphill
// are Rprop's (Riedmiller and Braun, 1993).
#include "sim/explore/search/gaussian_process.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mho {

namespace {

constexpr int kFitSteps = 25;
// Of logs of variances, where values have a variance of 1.
constexpr double kLeastSignal = -4, kMostSignal = 5, kLeastNoise = -14, kMostNoise = 0;
/// Of logs of inverse squared lengths, where a key's range is 1.
constexpr double kLeastInverse = -10, kMostInverse = 8;

Eigen::ArrayXXd root_of(const Eigen::MatrixXd& squares) {
  return (5 * squares.array().max(0)).sqrt();
}

/// Matern 5/2 by squared distance.
Eigen::MatrixXd kernel(const Eigen::MatrixXd& squares) {
  const Eigen::ArrayXXd root = root_of(squares);
  return ((1 + root + root.square() / 3) * (-root).exp()).matrix();
}

/// Its derivative by the squared distance.
Eigen::MatrixXd kernel_slope(const Eigen::MatrixXd& squares) {
  const Eigen::ArrayXXd root = root_of(squares);
  return (-5.0 / 6 * (1 + root) * (-root).exp()).matrix();
}

}  // namespace

GaussianProcess::GaussianProcess(std::vector<bool> is_ordered)
    : is_ordered_(std::move(is_ordered)) {
  const auto keys = static_cast<Eigen::Index>(is_ordered_.size());
  parameters_ = Eigen::VectorXd::Zero(keys + 2);
  parameters_(keys + 1) = std::log(1e-3);
}

void GaussianProcess::learn(const DesignMatrix& designs, const Eigen::VectorXd& values,
                            const Eigen::VectorXd& noise) {
  designs_ = designs;
  values_ = values;
  noise_ = noise;
  condition();
}

Eigen::MatrixXd GaussianProcess::squares(const DesignMatrix& a, const DesignMatrix& b,
                                         Eigen::Index key) const {
  Eigen::MatrixXd result(a.cols(), b.cols());
  const bool ordered = is_ordered_[static_cast<std::size_t>(key)];
  for (Eigen::Index j = 0; j < b.cols(); ++j) {
    const auto difference = a.row(key).transpose().array() - b(key, j);
    if (ordered)
      result.col(j) = difference.square();
    else
      result.col(j) = (difference != 0).cast<double>();
  }
  return result;
}

Eigen::MatrixXd GaussianProcess::scaled_squares(const DesignMatrix& a,
                                                const DesignMatrix& b) const {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(a.cols(), b.cols());
  for (Eigen::Index key = 0; key < a.rows(); ++key)
    sum += std::exp(parameters_(key)) * squares(a, b, key);
  return sum;
}

void GaussianProcess::condition() {
  const Eigen::Index keys = designs_.rows();
  Eigen::MatrixXd covariance =
      std::exp(parameters_(keys)) * kernel(scaled_squares(designs_, designs_));
  covariance.diagonal() += noise_;
  covariance.diagonal().array() += std::exp(parameters_(keys + 1));
  factor_.compute(covariance);
  weights_ = factor_.solve(values_);
}

GaussianProcess::Slope GaussianProcess::slope(const std::vector<Eigen::MatrixXd>& squares_of_keys) {
  const Eigen::Index keys = designs_.rows(), count = designs_.cols();
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(count, count);
  for (Eigen::Index key = 0; key < keys; ++key)
    sum += std::exp(parameters_(key)) * squares_of_keys[static_cast<std::size_t>(key)];
  const double signal = std::exp(parameters_(keys)), noise = std::exp(parameters_(keys + 1));
  const Eigen::MatrixXd correlation = kernel(sum);
  Eigen::MatrixXd covariance = signal * correlation;
  covariance.diagonal() += noise_;
  covariance.diagonal().array() += noise;
  factor_.compute(covariance);
  weights_ = factor_.solve(values_);

  Slope slope;
  slope.likelihood = -0.5 * values_.dot(weights_) -
                     factor_.matrixLLT().diagonal().array().log().sum() -
                     0.5 * static_cast<double>(count) * std::log(2 * std::numbers::pi);
  slope.value = slope.likelihood;
  const Eigen::MatrixXd inner =
      weights_ * weights_.transpose() - factor_.solve(Eigen::MatrixXd::Identity(count, count));
  slope.gradient = Eigen::VectorXd::Zero(keys + 2);
  const Eigen::MatrixXd by_square = signal * inner.cwiseProduct(kernel_slope(sum));
  for (Eigen::Index key = 0; key < keys; ++key) {
    const double inverse = std::exp(parameters_(key));
    slope.value -= 0.1 / inverse + 0.1 * inverse;
    slope.gradient(key) =
        0.5 * inverse *
            by_square.cwiseProduct(squares_of_keys[static_cast<std::size_t>(key)]).sum() +
        0.1 / inverse - 0.1 * inverse;
  }
  slope.value += std::log(signal) - signal + 0.1 * std::log(noise) - 30 * noise;
  slope.gradient(keys) = 0.5 * signal * inner.cwiseProduct(correlation).sum() + 1 - signal;
  slope.gradient(keys + 1) = 0.5 * noise * inner.trace() + 0.1 - 30 * noise;
  return slope;
}

double GaussianProcess::fit() {
  const Eigen::Index keys = designs_.rows();
  std::vector<Eigen::MatrixXd> squares_of_keys;
  for (Eigen::Index key = 0; key < keys; ++key)
    squares_of_keys.push_back(squares(designs_, designs_, key));
  Eigen::VectorXd low = Eigen::VectorXd::Constant(keys + 2, kLeastInverse),
                  high = Eigen::VectorXd::Constant(keys + 2, kMostInverse);
  low.tail(2) << kLeastSignal, kLeastNoise;
  high.tail(2) << kMostSignal, kMostNoise;
  Eigen::VectorXd step = Eigen::VectorXd::Constant(keys + 2, 0.2), last = step * 0;
  Eigen::VectorXd best = parameters_;
  Slope found = slope(squares_of_keys);
  double best_value = found.value, best_likelihood = found.likelihood;
  for (int i = 0; i < kFitSteps; ++i) {
    for (Eigen::Index k = 0; k < step.size(); ++k) {
      const double same = found.gradient(k) * last(k);
      step(k) = std::clamp(same > 0   ? 1.3 * step(k)
                           : same < 0 ? 0.5 * step(k)
                                      : step(k),
                           1e-3, 1.0);
      const double direction = (found.gradient(k) > 0) - (found.gradient(k) < 0);
      parameters_(k) = std::clamp(parameters_(k) + direction * step(k), low(k), high(k));
    }
    last = found.gradient;
    found = slope(squares_of_keys);
    if (!(found.value > best_value)) continue;
    best_value = found.value;
    best_likelihood = found.likelihood;
    best = parameters_;
  }
  parameters_ = best;
  condition();
  return best_likelihood;
}

Prediction GaussianProcess::predict(const DesignMatrix& designs) const {
  const double signal = std::exp(parameters_(designs.rows()));
  Eigen::MatrixXd covariance = signal * kernel(scaled_squares(designs_, designs));
  Prediction prediction;
  prediction.mean = covariance.transpose() * weights_;
  factor_.matrixL().solveInPlace(covariance);
  prediction.deviation =
      (signal - covariance.colwise().squaredNorm().transpose().array()).max(1e-12 * signal).sqrt();
  return prediction;
}

}  // namespace mho
