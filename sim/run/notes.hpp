// The limits that bear on a run's figures, said beside them.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

std::vector<std::string> notes_on(const RunSpec& spec, const Chip& chip,
                                  const Placement& placement);

}  // namespace mho
