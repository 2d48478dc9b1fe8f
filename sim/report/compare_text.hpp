// A comparison for people: a table a workload, metrics as rows and machines as columns, at most 100
// characters wide; more machines than fit continue in a further table. A row that no machine has a
// figure for is left out, a figure that one machine lacks is "-".
#pragma once

#include <string>

#include "sim/results/comparison.hpp"

namespace mho {

/// The whole report. Same comparison, same bytes.
std::string to_text(const Comparison& comparison);

}  // namespace mho
