// What a Gaussian process expects of one cost.
#pragma once

#include <vector>

#include "sim/explore/search/gaussian_process.hpp"

namespace mho {

/// Of a cost that is normal, or whose logarithm is (of its negative, for one that is maximized):
/// whichever explains the designs better.
class CostModel {
 public:
  explicit CostModel(const std::vector<bool>& is_ordered);

  /// `errors`: half of each cost's 95 % interval. `fit`: also the model's own parameters, which
  /// stay as they were otherwise.
  void learn(const DesignMatrix& designs, const Eigen::VectorXd& costs,
             const Eigen::VectorXd& errors, bool fit);
  Prediction predict(const DesignMatrix& designs) const { return process().predict(designs); }

  /// The cost at the middle of a prediction.
  double middle(double mean) const;
  /// How far the cost is below `limit`, on average, where it counts 0 above. 0 for minus infinity.
  double expected_below(double limit, double mean, double deviation) const;

 private:
  enum class Scale { linear, positive_log, negative_log };
  /// How costs are turned into values with mean 0 and variance 1.
  struct Standard {
    Scale scale = Scale::linear;
    double mean = 0, deviation = 1;
  };
  struct Values {
    Eigen::VectorXd values, noise;
    double log_slope = 0;  ///< log of the product of the derivatives of values by costs
  };

  static double raw(Scale scale, double cost);
  static Standard standard_of(Scale scale, const Eigen::VectorXd& costs);
  static Values values_of(const Standard& standard, const Eigen::VectorXd& costs,
                          const Eigen::VectorXd& errors);
  const GaussianProcess& process() const {
    return standard_.scale == Scale::linear ? linear_ : logarithmic_;
  }

  GaussianProcess linear_, logarithmic_;
  Standard standard_;
};

}  // namespace mho
