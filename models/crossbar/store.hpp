// Physical conductances -> the fixed point of a ProgrammedArray, in the kernel's layout: pairs
// subtracted, devices of a weight averaged, summed slices (MvmFormat::summed_slices) added with
// their binary weights, G = sum_k 2^(k cell bits) G_k, and variances with the weights' squares.
#pragma once

#include <span>
#include <vector>

#include "models/crossbar/mvm.hpp"

namespace mho {

/// Stores conductances ([physical rows][physical columns], S), one matrix for each term of the
/// drive, in steps of array.conductance_units; a cell is cut off at +- `ceiling` steps, and so
/// rounded before it is summed.
void store_conductances(ProgrammedArray& array, std::span<const std::vector<float>> terms_s,
                        std::int64_t ceiling);

/// Stores the sums of the rows' conductances, in steps of `step_s` (S), of cells that are at most
/// `ceiling_s`.
void store_row_conductances(ProgrammedArray& array, std::span<const float> conductance_s,
                            double ceiling_s, double step_s);

/// Stores the variances of one reading of each cell (S^2, same shape), scaled so that the largest
/// is the largest integer that a row group's sum allows: a variance that is the same in all cells
/// is then exact.
void store_variances(ProgrammedArray& array, std::span<const float> variance_s2);

}  // namespace mho
