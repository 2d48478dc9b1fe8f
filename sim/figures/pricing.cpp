// Makes the ledger's lines.
#include "sim/figures/pricing.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

namespace {

std::string layer_name(const QuantizedGraph& graph, int layer) {
  return layer < 0 ? std::string() : graph.layers[static_cast<std::size_t>(layer)].name;
}

void add_actions(Ledger& ledger, const Chip& chip, const QuantizedGraph& graph,
                 const CountedActions& counted) {
  const TileKind kind = chip.kind_of_tile(std::max(counted.tile, 0));
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (counted.counts[action] == 0) continue;
    const auto [part, price] = kind.priced_at(action);
    ledger.add(part, price, layer_name(graph, counted.layer), counted.tile, counted.counts[action],
               to_exact(kind.price(action).energy));
  }
}

/// Of one of the chip's parts.
void add_static(Ledger& ledger, const Chip& chip, std::size_t part, int tile,
                std::int64_t instances, std::int64_t time_fs) {
  // Instances are part of the price: times femtoseconds, their number alone would fill 63 bits
  // within milliseconds of a large chip.
  const Power leakage = chip.parts()[part].leakage;
  const Energy per_femtosecond = leakage * static_cast<double>(instances) * from_si<Time>(1e-15);
  ledger.add(part, LedgerLine::kStatic, "", tile, time_fs, to_exact(per_femtosecond));
}

/// The exact integers hold 1.7e8 J; a sum beyond would be a wrong one.
void check_total(const Chip& chip, const Ledger& ledger) {
  constexpr double kMostQuectojoules = 1e38;
  double sum = 0;
  for (const LedgerLine& line : ledger.lines()) {
    sum += static_cast<double>(line.count) * static_cast<double>(line.unit);
    if (sum >= kMostQuectojoules)
      throw InputError({}, chip.parts()[line.part].component,
                       "the energy of the timed images exceeds 1e8 J with this component; allowed: "
                       "smaller energies, leakages or times");
  }
}

}  // namespace

std::string run_key(const std::string& chip_key) { return "chip." + chip_key; }

std::vector<std::string> run_keys(const std::vector<std::string>& chip_keys) {
  std::vector<std::string> keys;
  for (const std::string& key : chip_keys) keys.push_back(run_key(key));
  return keys;
}

ExactEnergy energy_of(const TileKind& kind, const ActionCounts& counts) {
  ExactEnergy sum = 0;
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (counts[action] != 0) sum += to_exact(kind.price(action).energy) * counts[action];
  }
  return sum;
}

WeightWriting priced_writing(const Chip& chip, const std::vector<ProgrammingEffort>& by_kind) {
  WeightWriting writing;
  for (int kind = 0; kind < std::ssize(by_kind); ++kind) {
    const ProgrammingEffort& effort = by_kind[static_cast<std::size_t>(kind)];
    if (effort.pulses == 0) continue;  // a tile without macros has no cell
    const CellCost& cell = chip.kind(kind).macro().cell_cost;
    writing.energy = writing.energy + static_cast<double>(effort.pulses) * cell.write_energy;
    writing.time = std::max(writing.time, static_cast<double>(effort.row_pulses) * cell.write_time);
  }
  return writing;
}

Ledger price(const Chip& chip, const QuantizedGraph& graph, const EngineResult& engine) {
  Ledger ledger;
  for (const CountedActions& counted : engine.actions) add_actions(ledger, chip, graph, counted);
  for (std::size_t index = 0; index < chip.parts().size(); ++index) {
    const Part& part = chip.parts()[index];
    if (part.level == Level::chip || part.level == Level::off_chip) {
      add_static(ledger, chip, index, -1, chip.instances(part), engine.end_fs);
      continue;
    }
    const int holders = part.level == Level::macro ? chip.kind(part.tile_kind).macros() : 1;
    for (int i = 0; i < chip.kind(part.tile_kind).tiles(); ++i)
      add_static(ledger, chip, index, chip.kind(part.tile_kind).first_tile() + i,
                 part.per_holder * holders, engine.end_fs);
  }
  check_total(chip, ledger);
  return ledger;
}

}  // namespace mho
