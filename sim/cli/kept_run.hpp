// The files that `mho run` keeps a run in, one option a format.
#pragma once

#include "sim/cli/arguments.hpp"
#include "sim/results/stored_run.hpp"

namespace mho {

/// Throws InputError when a file that a run is to be added to is none of runs, or a folder cannot
/// be made: before hours of work.
void check_kept(const Arguments& arguments);

/// Writes the files that the options name.
void keep_run(const Arguments& arguments, const StoredRun& run);

}  // namespace mho
