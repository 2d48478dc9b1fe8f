// Machines at equal accuracy: each is brought to within some points of a target accuracy at the
// least cost. A machine reaches the target when its mean accuracy does; the interval stands beside
// it (a criterion that took its upper end would reward noise). Where the paired difference to the
// machine that set the target leaves open at 95 % whether it falls short, nothing is solved, and
// the row says so.
//
// 1. It reaches the target: bits are taken away one by one. Of one bit less for the ADC, the
//    activations or the weights, the step that reaches the target at the lowest energy per
//    inference is taken, until none reaches it at no more energy (a local optimum).
// 2. It does not, but would with cells without programming error and read noise: noise is the
//    limit. The largest conditions.error_scale that reaches it, to a hundredth, by bisection (the
//    same draws, scaled, so that accuracy falls with the scale but for the luck of single images).
// 3. Else bits are the limit: they are added one by one, the step of the highest accuracy first,
//    until the target is reached (then 1.) or no step raises the accuracy.
#pragma once

#include "sim/explore/candidate.hpp"

namespace mho {

/// Accuracy of the machine, percent: mean over the programmed chips, or in exact integers where
/// nothing errs. Empty without labels.
std::optional<double> accuracy_of(const Trial& trial);

/// A machine at equal accuracy.
struct EqualAccuracy {
  ComparedRow row;
  Changes changes;  ///< that brought it there; empty where it is as it was, or did not run
};

/// The accuracy to reach, and who set it.
struct AccuracyTarget {
  double percent = 0;
  double points = 0;  ///< that it lies below that of `machine`
  std::string machine{};
  std::optional<JudgedImages> judged{};  ///< of the machine; empty: nothing to pair with
};

/// The machine brought to the target.
EqualAccuracy equal_accuracy(Candidate& candidate, const AccuracyTarget& target);

}  // namespace mho
