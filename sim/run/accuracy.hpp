// The Monte-Carlo part of a run: the same test images in floating point, in exact integers, and on
// each trial's programmed chip.
#pragma once

#include <span>
#include <vector>

#include "sim/inference/programmed_network.hpp"
#include "sim/run/run.hpp"
#include "workloads/dataset.hpp"
#include "workloads/graph.hpp"

namespace mho {

/// Percent of `labels` that were predicted.
double percent_correct(std::span<const int> predicted, std::span<const std::int32_t> labels);

/// Percentages of correct images.
struct AccuracyResult {
  double in_float = 0;
  double quantized = 0;
  std::vector<double> analog;  ///< by trial
  int images = 0;

  std::vector<double> losses() const;  ///< by trial: quantized - analog, in points
};

/// What is programmed and which images it sees; borrowed.
struct Subject {
  const Graph& network;
  const QuantizedGraph& graph;
  const Chip& chip;
  const Placement& placement;
  const AdcRanges& ranges;
  const Dataset& test;
  std::span<const IntTensor> images;  ///< of `test`, from its front
};

/// Of the first `images` of the test set.
AccuracyResult measure_accuracy(const Subject& subject, int images, int trials, std::uint64_t seed,
                                const RunControl& control);

}  // namespace mho
