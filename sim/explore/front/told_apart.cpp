#include "sim/explore/front/told_apart.hpp"

#include <cmath>

#include "sim/explore/front/front.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

NoisyComparison::NoisyComparison(const std::vector<Objective>& objectives) {
  for (const Objective& objective : objectives)
    is_accuracy_.push_back(objective.metric == "accuracy.loss.mean" ||
                           objective.metric == "accuracy.analog.mean");
}

double NoisyComparison::half_width(const TriedDesign& a, const TriedDesign& b,
                                   std::size_t objective) const {
  if (!is_accuracy_[objective] || a.trials.size() != b.trials.size() || a.trials.size() < 2)
    return std::hypot(a.judgement.errors[objective], b.judgement.errors[objective]);
  std::vector<double> differences;
  for (std::size_t trial = 0; trial < a.trials.size(); ++trial)
    differences.push_back(a.trials[trial] - b.trials[trial]);
  const Interval interval = student_interval(differences);
  return (interval.ci95->high - interval.ci95->low) / 2;
}

bool NoisyComparison::surely_dominates(const TriedDesign& a, const TriedDesign& b) const {
  if (!dominates(a.judgement.costs, b.judgement.costs)) return false;
  for (std::size_t i = 0; i < is_accuracy_.size(); ++i) {
    const double half = half_width(a, b, i);
    if (half > 0 && b.judgement.costs[i] - half < a.judgement.costs[i]) return false;
  }
  return true;
}

bool NoisyComparison::may_dominate(const TriedDesign& a, const TriedDesign& b) const {
  bool better = false;
  for (std::size_t i = 0; i < is_accuracy_.size(); ++i) {
    const double worse_by = a.judgement.costs[i] - b.judgement.costs[i];
    if (worse_by > half_width(a, b, i)) return false;
    better = better || worse_by < 0;
  }
  return better;
}

}  // namespace mho
