// The level of the machine that a component's energy belongs to: TOPS/J is stated by level.
#pragma once

#include "sim/chip/chip.hpp"
#include "sim/results/ledger.hpp"

namespace mho {

/// Energies of a ledger, exact, by the level that a part's energy counts for: each without the
/// levels within.
struct LevelEnergies {
  ExactEnergy macro = 0, tile = 0, chip = 0, off_chip = 0;
};

LevelEnergies level_energies(const Chip& chip, const Ledger& ledger);

}  // namespace mho
