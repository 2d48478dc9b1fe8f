// The one entry point for the command line, sweeps, tests and embedders: RunSpec -> Results.
//
// load -> quantize -> derive the tiles -> place -> calibrate converters (training images) -> timed
// engine on trial 0 -> accuracy in floating point, in integers and on each programmed chip (test
// images) -> ledger -> metrics.
#pragma once

#include <functional>
#include <string>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/results/results.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

/// What a run took: how fast the engine was. Differs from time to time.
struct EngineProfile {
  double seconds = 0;       ///< of wall clock, the forked child and its plan included
  std::int64_t events = 0;  ///< SystemC delta cycles
  std::int64_t mvms = 0;    ///< of arrays
};

/// How a run is carried out; changes no figure.
struct RunControl {
  int threads = 0;  ///< 0 = one per core
  /// Told now and then what is being done and the share of it done, in [0, 1]; from one thread at a
  /// time. May be empty.
  std::function<void(const std::string& stage, double share)> progress;
  EngineProfile* profile = nullptr;  ///< filled in when given
};

/// Carries out the run. `where` is the file that problems of the whole run are reported at. Throws
/// InputError when the input cannot be used (all that can be known early is checked before anything
/// is simulated), Bug when the timed engine and the untimed driver disagree. Results.version is
/// left to the caller. Forks for the engine: call it from a process without other threads.
Results run(const RunSpec& spec, const Place& where, const RunControl& control);

/// The same of a run's YAML: problems at their places in it, and notes on what it inherits and on
/// constants that do not follow what it changes.
Results run(const Document& document, const RunControl& control);

}  // namespace mho
