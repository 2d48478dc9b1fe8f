// Every line of a run's ledger as comma-separated values: component, action ("static": count is
// femtoseconds and the unit all instances' energy in one), layer, tile (empty: none), count, unit
// and energy in whole 1e-30 J, source, key of the YAML and its file:line. All images of the timed
// run; energies add up to the report's total to the last digit.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

std::string ledger_csv(const Results& results);

}  // namespace mho
