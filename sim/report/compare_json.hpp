// A comparison as one JSON object, for programs.
#pragma once

#include <string>

#include "sim/results/comparison.hpp"

namespace mho {

/// {"mho", "workloads": [{"workload", "remarks", "rows": [{"kind", "machine", "technology_nm",
/// "tiles", "precision", "peak_precision", "change", "lack", "metrics": as in the JSON of a run,
/// "notes", "resolved_yaml"}]}]}. Numbers that a row does not have are null, metrics absent. Throws
/// Bug for a number that is not finite.
std::string to_json(const Comparison& comparison);

}  // namespace mho
