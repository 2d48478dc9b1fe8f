// Makes the ledger's lines.
#include "sim/run/pricing.hpp"

#include "sim/base/error.hpp"

namespace mho {

namespace {

std::string layer_name(const QuantizedGraph& graph, int layer) {
  return layer < 0 ? std::string() : graph.layers[static_cast<std::size_t>(layer)].name;
}

void add_actions(Ledger& ledger, const Chip& chip, const QuantizedGraph& graph,
                 const CountedActions& counted) {
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (counted.counts[action] == 0) continue;
    const Price price = chip.price(action);
    ledger.add({price.component, price.action, layer_name(graph, counted.layer), counted.tile,
                counted.counts[action], to_exact(price.energy), price.source});
  }
}

void add_static(Ledger& ledger, const Part& part, int tile, std::int64_t instances,
                std::int64_t time_fs) {
  std::int64_t count = 0;
  require(!__builtin_mul_overflow(instances, time_fs, &count),
          "static energy: simulated femtoseconds x instances exceed 63 bits");
  const Energy per_femtosecond = part.leakage * from_si<Time>(1e-15);
  ledger.add({part.component, "static", "", tile, count, to_exact(per_femtosecond), part.source});
}

}  // namespace

ExactEnergy energy_of(const Chip& chip, const ActionCounts& counts) {
  ExactEnergy sum = 0;
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    if (counts[action] != 0) sum += to_exact(chip.price(action).energy) * counts[action];
  }
  return sum;
}

Ledger price(const Chip& chip, const QuantizedGraph& graph, const EngineResult& engine) {
  Ledger ledger;
  for (const CountedActions& counted : engine.actions) add_actions(ledger, chip, graph, counted);
  for (const Part& part : chip.parts()) {
    switch (part.level) {
      case Part::Level::macro:
        for (int tile = 0; tile < chip.tiles(); ++tile)
          add_static(ledger, part, tile, part.per_holder * chip.spec().tile.macros, engine.end_fs);
        break;
      case Part::Level::tile:
        for (int tile = 0; tile < chip.tiles(); ++tile)
          add_static(ledger, part, tile, part.per_holder, engine.end_fs);
        break;
      case Part::Level::chip:
        add_static(ledger, part, -1, part.per_holder, engine.end_fs);
        break;
    }
  }
  return ledger;
}

}  // namespace mho
