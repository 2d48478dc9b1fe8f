// Ranks the constants of a run's machine by how much a change of a tenth moves a metric. What only
// prices change (energies, areas, static power, models of costs) is priced again, exactly as a new
// run would; what changes times is simulated again, without values on both sides of the comparison.
// Left alone: whole numbers (bits, rows, tiles: other designs, no uncertain constants), errors and
// conductances of cells, drivers and converters, which change what is computed.
#pragma once

#include <string>

#include "sim/figures/run.hpp"
#include "sim/results/sensitivity.hpp"

namespace mho {

struct SensitivityOptions {
  int simulations = 200;  ///< at most; constants that would take more are left out, and named
};

/// Throws InputError as run() does, and when the run does not have the metric.
Sensitivity sensitivity_of(const RunSpec& spec, const Place& where, const std::string& metric,
                           const SensitivityOptions& options, const RunControl& control);

}  // namespace mho
