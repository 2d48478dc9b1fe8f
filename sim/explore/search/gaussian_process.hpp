// A Gaussian process over designs: what values of some say about those of others.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace mho {

/// Designs as columns, a row for each key: where the value of an ordered key lies between the first
/// (0) and the last (1), and of others its number.
using DesignMatrix = Eigen::MatrixXd;

/// Normal distributions, one a design.
struct Prediction {
  Eigen::VectorXd mean, deviation;
};

/// With zero mean and the kernel of Matern 5/2. The squared distance of two designs is a sum over
/// keys, each with its own length: the squared difference where a key is ordered, and 1 where the
/// values of one that is not differ. Cost: cubic in the designs that it learns from.
class GaussianProcess {
 public:
  explicit GaussianProcess(std::vector<bool> is_ordered);

  /// `noise`: the variance of each value.
  void learn(const DesignMatrix& designs, const Eigen::VectorXd& values,
             const Eigen::VectorXd& noise);
  /// Improves lengths, signal and unexplained noise for what it has learnt, by some steps
  /// uphill; the log of the marginal likelihood that they come to.
  double fit();
  Prediction predict(const DesignMatrix& designs) const;

 private:
  struct Slope {
    double value = 0;       ///< log of marginal likelihood times priors
    double likelihood = 0;  ///< log, without priors
    Eigen::VectorXd gradient;
  };

  /// Squared distances of columns by one key.
  Eigen::MatrixXd squares(const DesignMatrix& a, const DesignMatrix& b, Eigen::Index key) const;
  /// Of all keys, by their lengths.
  Eigen::MatrixXd scaled_squares(const DesignMatrix& a, const DesignMatrix& b) const;
  void condition();
  Slope slope(const std::vector<Eigen::MatrixXd>& squares_of_keys);

  std::vector<bool> is_ordered_;
  /// Logs of: inverse squared length of each key, variance of the signal, of noise without a cause.
  Eigen::VectorXd parameters_;
  DesignMatrix designs_;
  Eigen::VectorXd values_, noise_, weights_;
  // Of something: a copy of one that is empty reads what Eigen has not written.
  Eigen::LLT<Eigen::MatrixXd> factor_{Eigen::MatrixXd(Eigen::MatrixXd::Identity(1, 1))};
};

}  // namespace mho
