// Runs that were written to files: JSON of `--json`, HDF5 of `--out`.
#pragma once

#include <string>

#include "sim/results/stored_run.hpp"

namespace mho {

/// Where a run is: "result.json", "results.h5" (the last run of it), "results.h5:2".
struct RunPlace {
  std::string file;
  int number = 0;  ///< 0: the last
};
/// A file that is there as it is named, colons included, is that file.
RunPlace run_place(const std::string& text);

/// Throws InputError at the file when it is not there, is no such file, is damaged, is open for
/// writing elsewhere, or does not have the run.
StoredRun stored_run_of(const RunPlace& place);

/// How a file holds the bytes of runs: "" where there is no file yet. Throws InputError where it is
/// no HDF5 file of runs, or is open for writing elsewhere.
std::string file_of_runs(const std::string& path);

}  // namespace mho
