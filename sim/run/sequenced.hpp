// The execution on a chip of MAC arrays: exact values, times from the sequenced engine, no Monte
// Carlo.
#pragma once

#include <span>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/run/prepared_run.hpp"
#include "sim/run/problem_list.hpp"

namespace mho {

/// What a run that computes works on; borrowed.
struct Workbench {
  const PreparedRun& run;
  const RunControl& control;
  std::span<const IntTensor> images;  ///< of run.test
  std::span<const IntTensor> timed;   ///< the first of the images: those that run with time
};

/// Says that the timed engine is at work, and tells its share of that; empty without progress.
TellShare engine_teller(const RunControl& control);

/// Adds what such a chip does not do.
void check_sequenced(const RunSpec& spec, ProblemList& problems);

/// The run's images in batches of placement.batch, with time alone. `nonzero`: by tensor, the share
/// of values that are not zero; empty: none is known to be.
EngineResult simulate_in_sequence(const PreparedRun& run, std::vector<double> nonzero,
                                  const RunControl& control);

/// The same with the values of bench.timed.
EngineResult execute_in_sequence(const Workbench& bench);

}  // namespace mho
