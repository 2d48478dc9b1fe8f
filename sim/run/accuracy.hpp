// The Monte-Carlo part of a run: the same test images in floating point, in exact integers, and on
// each trial's programmed chip; later in its life; and with its sources of error taken apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/results/correctness.hpp"
#include "sim/run/crossed.hpp"
#include "sim/run/run_spec.hpp"
#include "sim/run/trials.hpp"

namespace mho {

/// Images by label and predicted class, [label][class].
struct Confusion {
  int classes = 0;
  std::vector<std::int64_t> count;

  explicit Confusion(int of = 0)
      : classes(of), count(static_cast<std::size_t>(of) * static_cast<std::size_t>(of), 0) {}
  void add(std::span<const std::int32_t> labels, std::span<const int> predicted);
  std::int64_t at(int label, int predicted) const {
    return count[static_cast<std::size_t>(label) * static_cast<std::size_t>(classes) +
                 static_cast<std::size_t>(predicted)];
  }
};

/// The same trials at another age.
struct AgeResult {
  Time age;
  std::vector<Correctness> analog;  ///< by trial
};

/// The same chips and images with this effect alone, and without it alone; by trial.
struct AblationResult {
  Effect effect = Effect::programming_error;
  std::vector<Correctness> alone;
  std::vector<Correctness> removed;
};

/// Which images are right, the same ones throughout.
struct AccuracyResult {
  Correctness in_float;
  Correctness quantized;
  std::vector<Correctness> analog;  ///< by trial
  bool precise = false;             ///< stopped because the interval was narrow enough
  bool exact = false;  ///< nothing errs: `analog` is `quantized` once, and no trial was run
  Confusion confusion_quantized;
  Confusion confusion_analog;                ///< summed over trials
  std::vector<AgeResult> ages;               ///< spec.conditions.ages, when there is more than one
  std::vector<Correctness> without_effects;  ///< by trial with no effect on; ablation only
  std::vector<AblationResult> ablations;     ///< of every effect that the machine has

  int images() const { return quantized.images(); }
  CrossedMean loss() const { return share_lost(quantized, analog); }
  std::vector<double> losses() const;  ///< points by trial: quantized minus analog
};

/// The subject's images under spec.conditions. `effects`: what the machine has, for the ablation.
AccuracyResult measure_accuracy(const Subject& subject, const RunSpec& spec, const Effects& effects,
                                const RunControl& control);

/// The same of a machine that computes exact integers: nothing to draw, one value, no loss. Neither
/// ranges nor cells are asked for.
AccuracyResult exact_accuracy(const Subject& subject, const RunControl& control);

}  // namespace mho
