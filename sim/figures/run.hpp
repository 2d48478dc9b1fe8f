// The one entry point for the command line, sweeps, tests and embedders: RunSpec -> Results.
//
// load -> quantize -> derive the tiles -> place -> calibrate converters (training images) -> timed
// engine on trial 0 -> accuracy in floating point, in integers and on each programmed chip (test
// images) -> ledger -> metrics.
#pragma once

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/results/results.hpp"
#include "sim/run/control.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

/// Carries out the run. `where` is the file that problems of the whole run are reported at. Throws
/// InputError when the input cannot be used (all that can be known early is checked before anything
/// is simulated), Bug when the timed engine and the untimed driver disagree. Forks for the engine:
/// call it from a process without other threads.
Results run(const RunSpec& spec, const Place& where, const RunControl& control);

/// The same of a run's YAML: problems at their places in it, and notes on what it inherits and on
/// constants that do not follow what it changes.
Results run(const Document& document, const RunControl& control);

}  // namespace mho
