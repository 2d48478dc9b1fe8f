// The part of `mho explain` that runs something: a metric with the numbers of a run, or its
// sensitivity.
#pragma once

#include <string>

#include "sim/cli/arguments.hpp"

namespace mho {

/// Prints what the options ask for of `metric`; returns the exit code. Throws InputError.
int explain_figure(const Arguments& arguments, const std::string& metric);

}  // namespace mho
