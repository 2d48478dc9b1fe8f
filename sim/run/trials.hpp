// Trials: the same images on several programmed instances of the chip, in parallel. A trial is a
// function of (seed, its number, conditions), so the same numbers under other conditions are the
// same chips: figures of two conditions pair by trial and by image.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/inference/programmed_network.hpp"
#include "sim/run/control.hpp"
#include "sim/run/run_spec.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

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

/// Which chips see how many of the images.
struct TrialSet {
  std::uint64_t seed = 0;
  int first = 0;
  int count = 0;
  int images = 0;  ///< from the front of the subject's
};

/// Looks at the programmed chip of trial first + `slot`; may use so many threads, and tells the
/// share done.
using LookAtChip = std::function<void(std::size_t slot, const ProgrammedNetwork& chip, int threads,
                                      const std::function<void(double)>& tell)>;

/// Programs every trial's chip and looks at it, several side by side. `stage` is what progress is
/// told is being done.
void for_each_trial(const Subject& subject, const TrialSet& set, const Conditions& conditions,
                    const std::string& stage, const RunControl& control, const LookAtChip& look);

/// The predicted class of each image, by trial.
std::vector<std::vector<int>> run_trials(const Subject& subject, const TrialSet& set,
                                         const Conditions& conditions, const std::string& stage,
                                         const RunControl& control);

}  // namespace mho
