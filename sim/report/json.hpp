// Results as one JSON object, for programs. Member order is fixed and nothing in it depends on time
// or threads: same results, same bytes. Energies of ledger lines are JSON strings, as they are
// integers of more than 53 bits.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// {"mho", "chip", "technology_nm", "tiles_of_chip", "macros_of_tile", "workload", "metrics":
/// {name: {"value", "unit", "sentence", "source"}}, "components": [...], "layers": [...], "tiles":
/// [...], "ledger": [...], "caveats": [...], "notes": [...],
/// "resolved_yaml"}, in SI units where a name carries none.
/// Metrics that the run does not have are absent. Throws Bug for a number that is not finite.
std::string to_json(const Results& results);

}  // namespace mho
