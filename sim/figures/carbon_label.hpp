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

/// Why no run of the spec can be labelled: "needs ..."; empty where one may be. What labels there
/// are in the data is not looked at.
std::string problem_with_label(const RunSpec& spec);

}  // namespace mho
