// The Monte Carlo of a run that is judged by a score (workloads/scores): the same test images in
// floating point, in exact integers, and on each trial's programmed chip, each image as a few
// terms; and the figures that follow, paired by image and trial.
//
// Intervals. A figure that is no mean over images (perplexity is the exponential of one, mean IoU a
// mean of ratios of sums) has for each image a pseudo-value, n g - (n - 1) g(without it), whose
// mean is the figure and whose variance over images is that of n draws (J. W. Tukey, Ann. Math.
// Stat. 29 (1958) 614; B. Efron, C. Stein, Ann. Stat. 9 (1981) 586), g being the figure on the
// scale on which it is about normal (ScoreScale). Over chips and images these are a crossed sample
// (sim/run/crossed.hpp); shares have its pseudo-images and bounds.
#pragma once

#include <vector>

#include "sim/results/results.hpp"
#include "sim/run/run_spec.hpp"
#include "sim/run/trials.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

struct ScoredResult {
  const Score* score = nullptr;
  Terms in_float, quantized;
  std::vector<Terms> analog;  ///< by trial; of exact machines one, `quantized`
  bool exact = false;

  int images() const { return quantized.images(); }
  /// Over images.
  Interval of_float() const { return over_images(in_float); }
  Interval of_integers() const { return over_images(quantized); }
  /// Mean over trials, over chips and images.
  Interval of_chips() const;
  /// How much worse the chips are than the exact integers, mean over trials.
  Interval loss() const;
  /// The figure of each trial.
  std::vector<double> by_trial() const;

 private:
  Interval over_images(const Terms& terms) const;
};

/// The subject's images under spec.conditions; of an exact machine without trials.
ScoredResult measure_score(const Subject& subject, const Score& score, const ScoreForm& form,
                           int trials, const Conditions& conditions, bool exact,
                           const RunControl& control);

}  // namespace mho
