// The headline metrics of machines as tables of LaTeX, for papers: metrics as rows, machines as
// columns, one unit a row, and the interval of a figure below it.
#pragma once

#include <string>

#include "sim/results/comparison.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// One machine.
std::string to_latex(const Results& results);

/// A table for each workload and kind of row ("face value", "equal area") in which any machine ran.
std::string to_latex(const Comparison& comparison);

}  // namespace mho
