// Digital compensation of conductances that change with age: a factor that brings the mean
// magnitude of what an array (or each of its columns) conducts back to what it was after
// programming, as AIHWKit's GlobalDriftCompensation does (Rasch et al., AICAS 2021; Joshi et al.,
// Nature Communications 11 (2020) 2473). What is read one row after the other is the difference of
// pairs that are subtracted in analog, else the cell. The measurement itself is ideal: no read
// noise, no converter.
#pragma once

#include <vector>

#include "models/crossbar/mvm.hpp"

namespace mho {

enum class DriftCompensation { none, global, per_column };

/// Factors (Readout::gain) for `now`, the same array as `fresh` at another time: sum |g(fresh)| /
/// sum |g(now)|, to the nearest 2^-16. 1 where a sum is zero.
std::vector<double> compensating_gain(DriftCompensation compensation, const ProgrammedArray& fresh,
                                      const ProgrammedArray& now);

}  // namespace mho
