// The Monte-Carlo part of a run: the same test images in floating point, in exact integers, and on
// each trial's programmed chip; later in its life; and with its sources of error taken apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

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

/// Accuracy, percent, of the same trials at another age.
struct AgeResult {
  Time age;
  std::vector<double> analog;  ///< by trial
};

/// Loss, points by trial: the same chips and images with this effect alone, and without it alone.
struct AblationResult {
  Effect effect = Effect::programming_error;
  std::vector<double> alone;
  std::vector<double> removed;
};

/// Percentages of correct images.
struct AccuracyResult {
  double in_float = 0;
  double quantized = 0;
  std::vector<double> analog;  ///< by trial
  int images = 0;
  bool precise = false;  ///< stopped because the interval was narrow enough
  bool exact = false;    ///< digital arithmetic: `analog` is `quantized`, and no trial was run
  Confusion confusion_quantized;
  Confusion confusion_analog;             ///< summed over trials
  std::vector<AgeResult> ages;            ///< spec.conditions.ages, when there is more than one
  std::vector<double> without_effects;    ///< loss by trial with no effect on; ablation only
  std::vector<AblationResult> ablations;  ///< of every effect that the machine has

  std::vector<double> losses() const { return losses_of(analog); }  ///< by trial
  /// Points by trial: quantized minus these.
  std::vector<double> losses_of(std::span<const double> analog_percent) const;
};

/// As many of the test images as spec.accuracy says (0 = all of the subject's), under
/// spec.conditions. `effects`: what the machine has, for the ablation.
AccuracyResult measure_accuracy(const Subject& subject, const RunSpec& spec, const Effects& effects,
                                const RunControl& control);

/// The same of a machine that computes exact integers: nothing to draw, one value, no loss.
AccuracyResult exact_accuracy(const Graph& network, const QuantizedGraph& graph,
                              const Dataset& test, std::span<const IntTensor> images,
                              const RunSpec& spec, const RunControl& control);

}  // namespace mho
