// What two stored runs differ in, and why.
#pragma once

#include "sim/results/run_difference.hpp"
#include "sim/results/stored_run.hpp"

namespace mho {

/// Accuracies are compared image by image and trial by trial where both runs have judged the same
/// images: the same workload, as many of them. Figures that models give are held against what the
/// models of both tell apart (sim/results/doubt.hpp). The names of the files are left empty.
RunDifference difference_of(const StoredRun& one, const StoredRun& other);

}  // namespace mho
