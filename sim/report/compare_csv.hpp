// A comparison as comma-separated values (RFC 4180, lines end in \n): one line a machine and
// workload, one column a metric, its unit in the column's name; for spreadsheets and data frames.
#pragma once

#include <string>

#include "sim/results/comparison.hpp"

namespace mho {

/// Columns: workload, machine, kind, technology [nm], tiles, precision, peak precision, change,
/// lack, then every metric that any row has ("energy.per_inference [J]"), in the rows' order. A
/// figure that a row lacks is an empty field. Numbers have the digits that read back to the same
/// double. Throws Bug for a number that is not finite.
std::string to_csv(const Comparison& comparison);

}  // namespace mho
