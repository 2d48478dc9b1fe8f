// What a chip of MAC arrays does not do: it computes exact values, layer after layer.
#pragma once

#include "sim/run/problem_list.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

/// Adds what of the run such a chip does not do.
void check_sequenced(const RunSpec& spec, ProblemList& problems);

}  // namespace mho
