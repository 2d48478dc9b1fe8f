// Runs in an HDF5 file that netCDF-4 reads: one file for any number of runs.
//
//   /               attribute mho_format; variables of the dimension `run`: chip, workload,
//   version,
//                   and every metric (NaN where a run does not have it)
//   /run_1          attributes: the facts of the run; resolved_yaml: the whole run
//   /run_1/layers   each table: a dimension (`layer`), and a variable for each column
//
// Numbers are doubles, also counts, so that every reader gives the same values (readers in browsers
// make 64-bit integers something else); flags are 0 and 1. A column of means has their intervals in
// NAME_ci95 (low and high). Of texts that come again and again (a ledger's) the variable has
// numbers, from 0, of the texts of the variable NAME_text.
#pragma once

#include <string>

#include "sim/results/stored_run.hpp"

namespace mho {

/// Of mho_format; a file of another is not added to.
inline constexpr int kRunFormat = 1;

/// The bytes of the file `before` (none: of a new one) with the run added. Throws Hdf5Error.
std::string with_run(const std::string& before, const StoredRun& run);

/// How many runs the bytes of a file hold. Throws Hdf5Error where it is no such file.
int runs_in(const std::string& file);

/// A run of the file, from 1 on. Throws Hdf5Error.
StoredRun read_run(const std::string& file, int number);

}  // namespace mho
