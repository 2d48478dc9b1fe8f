// Carries a run out: RunSpec -> ExecutedRun.
#pragma once

#include "sim/base/error.hpp"
#include "sim/run/control.hpp"
#include "sim/run/executed_run.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

/// Prepares (prepared_run.hpp) and executes: the timed engine on trial 0, then every trial without
/// a clock. Throws InputError when the input cannot be used (all that can be known early is checked
/// before anything is simulated), Bug when the timed engine and the untimed driver disagree. Forks
/// for the engine: call it from a process without other threads.
ExecutedRun execute(const RunSpec& spec, const Place& where, const RunControl& control);

}  // namespace mho
