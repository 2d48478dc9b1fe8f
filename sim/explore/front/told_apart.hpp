// Which designs a sweep's trials cannot tell from those of the front.
//
// Accuracies are of trials: programmed chips of the same draws in every design, on the same images.
// So two designs are compared pair by pair: their difference is the mean over trials of what each
// trial differs by, and lies with 95 % within t(n - 1) s / sqrt(n) of that (Student), s the
// deviation of the n differences. Where designs do not have the same number of trials, at least
// two, the halves of their own intervals are added in squares instead. Other images than these are
// not in it; what is no accuracy has no noise.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/design/goal.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

/// A design for this comparison.
struct TriedDesign {
  Judgement judgement;
  std::vector<double> trials;  ///< accuracy of each, percent
};

class NoisyComparison {
 public:
  explicit NoisyComparison(const std::vector<Objective>& objectives);

  /// Half of the interval of the difference in an objective.
  double half_width(const TriedDesign& a, const TriedDesign& b, std::size_t objective) const;
  /// Whether `a` is no worse than `b` in any objective and better in one, beyond all noise: no
  /// objective in which `b` may be the better one.
  bool surely_dominates(const TriedDesign& a, const TriedDesign& b) const;
  /// Whether `a` would dominate `b` were a difference within the noise none.
  bool may_dominate(const TriedDesign& a, const TriedDesign& b) const;

 private:
  std::vector<bool> is_accuracy_;  ///< by objective: a mean over the trials' accuracies
};

}  // namespace mho
