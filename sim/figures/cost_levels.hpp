// The level of the machine that a component's energy belongs to: TOPS/J is stated by level.
#pragma once

#include <map>
#include <string>

#include "sim/chip/chip.hpp"
#include "sim/results/ledger.hpp"

namespace mho {

/// Level of each component of the chip. Of a MAC array, level macro is the array with its
/// registers, wires and accumulators, as in its peak.
std::map<std::string, Level> cost_levels(const Chip& chip);

/// Energies of a ledger, exact, by level: each without the levels within.
struct LevelEnergies {
  ExactEnergy macro = 0, tile = 0, chip = 0, off_chip = 0;
};

LevelEnergies level_energies(const Chip& chip, const Ledger& ledger);

}  // namespace mho
