#include "sim/figures/cost_levels.hpp"

#include "sim/base/error.hpp"

namespace mho {

std::map<std::string, Level> cost_levels(const Chip& chip) {
  std::map<std::string, Level> levels;
  for (const Part& part : chip.parts()) levels[part.component] = part.counts_for;
  return levels;
}

LevelEnergies level_energies(const Chip& chip, const Ledger& ledger) {
  const std::map<std::string, Level> levels = cost_levels(chip);
  LevelEnergies energies;
  for (const auto& [component, energy] : ledger.by_component()) {
    const auto level = levels.find(component);
    require(level != levels.end(), "a component of the ledger that is no part of the chip");
    switch (level->second) {
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
