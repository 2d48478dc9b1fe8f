#include "sim/figures/cost_levels.hpp"

namespace mho {

LevelEnergies level_energies(const Chip& chip, const Ledger& ledger) {
  LevelEnergies energies;
  for (const auto& [part, energy] : ledger.by_part()) {
    switch (chip.parts()[part].counts_for) {
      case Level::macro:
        energies.macro += energy;
        break;
      case Level::tile:
        energies.tile += energy;
        break;
      case Level::chip:
        energies.chip += energy;
        break;
      case Level::off_chip:
        energies.off_chip += energy;
        break;
    }
  }
  return energies;
}

}  // namespace mho
