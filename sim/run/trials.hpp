// Trials: the same images on several programmed instances of the chip, in parallel. A trial is a
// function of (seed, its number, conditions), so the same numbers under other conditions are the
// same chips: figures of two conditions pair by trial and by image.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/run/stages.hpp"

namespace mho {

/// What is programmed and which images it sees.
struct Subject {
  Kept<Graph> network;
  PlacedNetwork placed;
  Kept<MeasuredRanges> ranges;
  Kept<Dataset> test;
  Kept<Images> images;  ///< of `test`
  std::uint64_t seed = 0;
  int count = 0;  ///< of the images, from their front

  /// The chip of a trial, before it is programmed.
  ProgrammedStage trial(int number, const Conditions& conditions) const {
    return {placed, ranges, {seed, number}, conditions};
  }
  std::span<const IntTensor> inputs() const {
    return std::span(*images).first(static_cast<std::size_t>(count));
  }
};

/// Looks at the programmed chip in `slot` of the trials; may use so many threads, and tells the
/// share done.
using LookAtChip = std::function<void(std::size_t slot, const ProgrammedNetwork& chip, int threads,
                                      const std::function<void(double)>& tell)>;

/// Programs every trial's chip and looks at it, several side by side. `stage` is what progress is
/// told is being done. Returns how many were looked at to the end, from the first on: all, unless
/// the run is interrupted. Then no trial begins behind the last one that is finished, and one that
/// goes on there ends when it tells its share.
int for_each_trial(const std::vector<ProgrammedStage>& trials, const std::string& stage,
                   const RunControl& control, const LookAtChip& look);

/// The predicted class of each image, by trial from number `first` on; those that are remembered
/// are not computed. Of an interrupted run fewer trials than `count`.
std::vector<std::vector<int>> run_trials(const Subject& subject, int first, int count,
                                         const Conditions& conditions, const std::string& stage,
                                         const RunControl& control);

}  // namespace mho
