// The front of a sweep as one JSON object, for programs.
#pragma once

#include <string>

#include "sim/results/design_front.hpp"

namespace mho {

/// {"mho", "sweep", "look", "objectives": [{"metric", "unit", "aim", "best", "worst"}],
/// "constraints": [{"metric", "unit", "limit"}], "counts", "knee" (number from 1), "hypervolume",
/// "designs": [{"number", "standing", "id", "keys", "objectives": {METRIC: {"value", "ci95",
/// "modelled"}}, "constraints", "alike": [ids]}], "importance", "impossible": [{"reason",
/// "designs"}], "notes"}. What is not there is null or absent.
std::string to_json(const DesignFront& front);

}  // namespace mho
