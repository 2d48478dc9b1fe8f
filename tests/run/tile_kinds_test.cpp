// Prices on a chip with several kinds of tiles.
#include <catch2/catch.hpp>

#include "sim/figures/pricing.hpp"
#include "tests/mapping/kinds_of_tiles.hpp"

namespace mho {

namespace {

/// Energy of a row drive and leakage of an input register (one a macro) of each kind of tile.
constexpr double kDriveJoules[] = {1e-12, 0, 3e-12}, kRegisterWatts[] = {1e-6, 2e-6, 4e-6};

Chip chip_of_kinds() {
  ChipSpec spec = with_kinds_of_tiles(SmallChip().spec());
  for (int kind = kMainTiles; kind <= kWideTiles; ++kind) {
    MacroSpec& macro =
        (kind == kMainTiles ? spec.tile : spec.other_tiles[static_cast<std::size_t>(kind) - 1].tile)
            .macro;
    if (macro.analog()) macro.analog()->dac.cost.energy = from_si<Energy>(kDriveJoules[kind]);
    macro.input_register.leakage = from_si<Power>(kRegisterWatts[kind]);
  }
  return Chip(spec);
}

QuantizedGraph one_layer() {
  QuantizedGraph graph;
  graph.layers.emplace_back().name = "layer";
  return graph;
}

}  // namespace

TEST_CASE("promise 4: an action costs what it costs on the kind of tile that did it") {
  const Chip chip = chip_of_kinds();
  EngineResult engine;
  CountedActions main{0, 0, {}}, wide{0, chip.kind(kWideTiles).first_tile() + 1, {}};
  main.counts[Action::dac_drive] = 5;
  wide.counts[Action::dac_drive] = 7;
  engine.actions = {main, wide};
  const auto by_tile = price(chip, one_layer(), engine).by_tile();
  CHECK((by_tile.at(main.tile) == 5 * to_exact(from_si<Energy>(kDriveJoules[kMainTiles]))));
  CHECK((by_tile.at(wide.tile) == 7 * to_exact(from_si<Energy>(kDriveJoules[kWideTiles]))));
}

TEST_CASE("promise 4: every tile leaks what the macros of its own kind leak") {
  const Chip chip = chip_of_kinds();
  EngineResult engine;
  engine.end_fs = 1'000'000;  // 1 ns
  const auto by_tile = price(chip, one_layer(), engine).by_tile();
  for (int kind = kMainTiles; kind <= kWideTiles; ++kind) {
    const double joules = chip.kind(kind).macros() * kRegisterWatts[kind] * 1e-9;
    for (int i = 0; i < chip.kind(kind).tiles(); ++i)
      CHECK(to_energy(by_tile.at(chip.kind(kind).first_tile() + i)).value() == Approx(joules));
  }
  CHECK((by_tile.at(chip.kind(kVectorTiles).first_tile()) == 0));  // no macros, no registers
}

}  // namespace mho
