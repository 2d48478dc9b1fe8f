// What a run without labels measures in the place of accuracy: how far the network's output on the
// chip is from that of the exact integers.
#pragma once

#include <optional>
#include <vector>

#include "sim/run/run_spec.hpp"
#include "sim/run/trials.hpp"

namespace mho {

struct OutputSnr {
  int inputs = 0;
  /// By trial: 10 log10(sum of squares of the exact outputs / sum of squares of the errors) over
  /// all inputs; empty when the chip made no error.
  std::vector<std::optional<double>> decibels;

  /// Of all trials, when every one has an error.
  std::optional<std::vector<double>> all() const;
};

/// The subject's images, so many trials, under these conditions.
OutputSnr measure_output_snr(const Subject& subject, int trials, const Conditions& conditions,
                             const RunControl& control);

}  // namespace mho
