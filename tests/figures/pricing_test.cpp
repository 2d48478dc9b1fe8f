#include <catch2/catch.hpp>
#include <set>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/pricing.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

Chip edge_chip() {
  return Chip(read_spec<ChipSpec>(Document::load(chip_file("edge_rram_constants"))));
}

QuantizedGraph two_layers() {
  QuantizedGraph graph;
  graph.layers.resize(2);
  graph.layers[0].name = "first";
  graph.layers[1].name = "second";
  return graph;
}

/// Every action of the chip counted somewhere, with counts that differ.
EngineResult some_engine_result(const Chip& chip) {
  EngineResult engine;
  engine.end_fs = 1'000'000'000;
  std::int64_t n = 1;
  for (const auto& [layer, tile] : {std::pair{-1, -1}, {0, 0}, {0, 1}, {1, 1}}) {
    CountedActions counted{layer, tile, {}};
    for (std::size_t i = 0; i < kActions; ++i)
      if (chip.main().part_of(static_cast<Action>(i)) != nullptr) counted.counts.count[i] = n += 7;
    engine.actions.push_back(counted);
  }
  return engine;
}

template <class Map>
ExactEnergy sum_of(const Map& parts) {
  ExactEnergy sum = 0;
  for (const auto& [key, energy] : parts) sum += energy;
  return sum;
}

}  // namespace

TEST_CASE("promise 4: priced counts add up to the whole, and equal counts times prices") {
  const Chip chip = edge_chip();
  const EngineResult engine = some_engine_result(chip);
  const Ledger ledger = price(chip, two_layers(), engine);
  ExactEnergy expected = 0;
  for (const CountedActions& counted : engine.actions)
    expected += energy_of(chip.main(), counted.counts);
  for (const Part& part : chip.parts())
    expected +=
        to_exact(part.leakage * from_si<Time>(1e-15)) * chip.instances(part) * engine.end_fs;
  CHECK((ledger.total() == expected));
  CHECK((sum_of(ledger.by_part()) == expected));
  CHECK((sum_of(ledger.by_layer()) == expected));
  CHECK((sum_of(ledger.by_tile()) == expected));
}

TEST_CASE("promise 4: static energy is the chip's leakage over the simulated time") {
  const Chip chip = edge_chip();
  EngineResult engine;
  engine.end_fs = 1'000'000'000'000;
  const double joules = to_energy(price(chip, two_layers(), engine).total()).value();
  // A price of static power is rounded to 1e-30 J per femtosecond: 0.5 fW of each instance.
  std::int64_t instances = 0;
  for (const Part& part : chip.parts()) instances += chip.instances(part);
  const double rounding = 0.5e-15 * static_cast<double>(instances) * 1e-3;
  CHECK(std::abs(joules - chip.leakage().value() * 1e-3) <= rounding + 1e-12 * joules);
}

TEST_CASE("promise 4: nothing is free in silence: every part of the chip has its line") {
  const Chip chip = edge_chip();
  std::set<std::size_t> lines;
  const Ledger ledger = price(chip, two_layers(), some_engine_result(chip));
  for (const LedgerLine& line : ledger.lines())
    if (line.is_static()) lines.insert(line.part);
  for (std::size_t part = 0; part < chip.parts().size(); ++part) CHECK(lines.contains(part));
}

TEST_CASE("actions stay with their layer and tile, static energy with its tile") {
  const Chip chip = edge_chip();
  const Ledger ledger = price(chip, two_layers(), some_engine_result(chip));
  const auto layers = ledger.by_layer();
  CHECK(layers.size() == 3);
  CHECK(layers.count("first") == 1);
  CHECK(layers.count("second") == 1);
  // -1 and the chip's eight tiles.
  CHECK(ledger.by_tile().size() == 9);
}

TEST_CASE("promise 4: an action that no part of the chip does is a bug, not free") {
  const Chip chip = edge_chip();
  EngineResult engine = some_engine_result(chip);
  engine.actions[0].counts[Action::mac] = 1;
  CHECK_THROWS_AS(price(chip, two_layers(), engine), Bug);
}

TEST_CASE("static energy is exact up to the longest time that femtoseconds can count") {
  const Chip chip = edge_chip();
  EngineResult engine;
  engine.end_fs = INT64_MAX;  // 9223 s
  const double joules = to_energy(price(chip, two_layers(), engine).total()).value();
  const double seconds = 1e-15 * static_cast<double>(engine.end_fs);
  // A price is rounded to 1e-30 J per femtosecond; there are fewer than 1e3 lines.
  constexpr double kRoundingOfPrices = 0.5e-15 * 1e3;
  CHECK(std::abs(joules - chip.leakage().value() * seconds) <=
        kRoundingOfPrices * seconds + 1e-12 * joules);
}

TEST_CASE("energy beyond the ledger's exact integers is refused, not summed wrongly") {
  const Chip chip = edge_chip();
  EngineResult engine = some_engine_result(chip);
  for (std::int64_t& count : engine.actions[0].counts.count)
    if (count > 0) count = INT64_MAX;
  CHECK_THROWS_AS(price(chip, two_layers(), engine), InputError);
}

}  // namespace mho
