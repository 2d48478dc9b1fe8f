// What two runs differ in, for programs.
#pragma once

#include <string>

#include "sim/results/run_difference.hpp"

namespace mho {

/// {"one", "other", "keys": [...], "metrics": {name: {"one", "other", "unit", "verdict", "ci95"}},
/// "moved": [...], "remarks": [...]}; null where a run does not have it.
std::string to_json(const RunDifference& difference);

}  // namespace mho
