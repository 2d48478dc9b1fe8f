#include "sim/figures/cost_levels.hpp"

#include <initializer_list>

#include "sim/base/error.hpp"

namespace mho {

std::map<std::string, Part::Level> cost_levels(const Chip& chip) {
  std::map<std::string, Part::Level> levels;
  for (const Part& part : chip.parts()) levels[part.component] = part.level;
  for (const char* component : {"mac", "mac_registers", "mac_wires", "accumulators"})
    if (levels.contains(component)) levels[component] = Part::Level::macro;
  return levels;
}

LevelEnergies level_energies(const Chip& chip, const Ledger& ledger) {
  const std::map<std::string, Part::Level> levels = cost_levels(chip);
  LevelEnergies energies;
  for (const auto& [component, energy] : ledger.by_component()) {
    const auto level = levels.find(component);
    require(level != levels.end(), "a component of the ledger that is no part of the chip");
    switch (level->second) {
      case Part::Level::macro:
        energies.macro += energy;
        break;
      case Part::Level::tile:
        energies.tile += energy;
        break;
      case Part::Level::chip:
        energies.chip += energy;
        break;
      case Part::Level::off_chip:
        energies.off_chip += energy;
        break;
    }
  }
  return energies;
}

}  // namespace mho
