// Counted actions x the chip's prices, and static power x simulated time: how an engine's counts
// become ledger lines.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/action.hpp"
#include "sim/chip/chip.hpp"
#include "sim/engine/engine.hpp"
#include "sim/inference/programmed_network.hpp"
#include "sim/results/ledger.hpp"

namespace mho {

/// A key of a chip, or several, as they stand in a run.
std::string run_key(const std::string& chip_key);
std::vector<std::string> run_keys(const std::vector<std::string>& chip_keys);

/// Sum of the counts' prices on a kind of tile.
ExactEnergy energy_of(const TileKind& kind, const ActionCounts& counts);

/// What writing cells takes, by kind of tile; kinds are written side by side.
struct WeightWriting {
  Energy energy;
  Time time;
};
WeightWriting priced_writing(const Chip& chip, const std::vector<ProgrammingEffort>& by_kind);

/// Every action that the engine counted, by layer and tile, and every part of the chip for the
/// whole simulated time (action "static", no layer; parts of a tile on their tile). An action that
/// costs something and has no name of its own layer or tile is kept under "" and -1. Static lines
/// count femtoseconds and price all instances together. Throws InputError when it
/// all exceeds 1e8 J.
Ledger price(const Chip& chip, const QuantizedGraph& graph, const EngineResult& engine);

}  // namespace mho
