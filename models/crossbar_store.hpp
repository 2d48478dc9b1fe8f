// Physical conductances -> the fixed point of a ProgrammedArray, in the kernel's layout: pairs
// subtracted, devices of a weight averaged.
#pragma once

#include <span>

#include "models/crossbar.hpp"

namespace mho {

/// Stores `conductance_s` ([physical rows][physical columns], S) of cells that are at most
/// `ceiling_s` (S), and the rows' sums in steps of `row_step_s` (S).
void store_conductances(ProgrammedArray& array, std::span<const float> conductance_s,
                        double ceiling_s, double row_step_s);

/// Stores the variances of one reading of each cell (S^2, same shape), scaled so that the largest
/// is the largest integer that a row group's sum allows: a variance that is the same in all cells
/// is then exact.
void store_variances(ProgrammedArray& array, std::span<const float> variance_s2);

}  // namespace mho
