// A density over the designs of a space: a sum of kernels around designs, and a flat one.
#pragma once

#include <vector>

#include "sim/explore/search/draws.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// A kernel is a product over keys, as in Optuna's multivariate estimator: for a key that is
/// ordered a normal distribution over the numbers of its values, cut off at both ends; for one that
/// is not, the design's own value and, less, every other. A key that a kernel's design does not
/// have is flat.
class ParzenEstimator {
 public:
  /// One weight for each design, > 0. `space` must outlive it.
  ParzenEstimator(const Space& space, std::vector<Choice> designs, std::vector<double> weights);

  Choice drawn(Draws& draws) const;
  double log_density(const Choice& choice) const;

 private:
  /// Of one key: a row for each value that a kernel may stand at, and the flat one's.
  using Table = std::vector<std::vector<double>>;

  const std::vector<double>& row(std::size_t key, std::size_t kernel) const;
  void draw(const std::vector<int>& keys, std::size_t kernel, Draws& draws, Choice& choice) const;

  const Space& space_;
  std::vector<Choice> designs_;
  std::vector<double> shares_;  ///< of the kernels, and of the flat one
  std::vector<Table> tables_;
};

}  // namespace mho
