// For `mho check`: is a run, or a workload by itself, usable? Nothing is simulated.
#pragma once

#include "sim/base/error.hpp"
#include "sim/run/control.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

/// Throws InputError with what run() would refuse before its long work (prepared_run.hpp), or else
/// with what is wrong with images and labels that this run does not need.
void check_run(const RunSpec& spec, const Place& where, const RunControl& control);

/// Throws InputError with what is wrong with the network, with either data set, each image and
/// label of it, and with what the layers are, whatever chip they shall run on.
void check_workload(const WorkloadSpec& spec, const Place& where, const RunControl& control);

}  // namespace mho
