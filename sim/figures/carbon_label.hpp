// An energy label in the manner of the European one: classes by indices against the server that the
// run is compared with (energy, latency) and the network in floating point (accuracy).
#pragma once

#include <optional>

#include "sim/results/results.hpp"
#include "sim/run/carbon_spec.hpp"

namespace mho {

/// Of a run whose metrics are in `results`; empty without a scale, or where nothing can be
/// compared.
std::optional<EnergyLabel> energy_label(const CarbonSpec& spec, const Results& results);

}  // namespace mho
