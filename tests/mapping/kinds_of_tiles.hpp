// A small chip with tiles of four kinds: what main tiles lack, others have.
#pragma once

#include "tests/mapping/small_chip.hpp"

namespace mho {

enum KindOfTiles { kMainTiles, kDigitalTiles, kWideTiles, kVectorTiles };

inline TileSpec digital_tile(TileSpec tile) {
  MacroSpec& macro = tile.macro;
  macro.rows = macro.active_rows = 12;
  macro.columns = 20;
  auto& digital = macro.circuits.emplace<DigitalMacroSpec>();
  digital.weight_bits = 2;
  digital.input_bits_per_cycle = 2;
  digital.clock = from_si<Frequency>(1e9);
  digital.pipeline_cycles = 2;
  return tile;
}

/// The chip with further tiles: of digital macros, of larger analog arrays, and of a vector unit
/// alone; circuits are otherwise the main tile's.
inline ChipSpec with_kinds_of_tiles(ChipSpec chip) {
  TileSpec wide = chip.tile, vector = chip.tile;
  wide.macro.rows = wide.macro.active_rows = 40;
  wide.macro.columns = 48;
  vector.macros = 0;
  vector.macro = {};
  chip.other_tiles = {
      {"digital", 20, digital_tile(chip.tile)}, {"wide", 3, wide}, {"vector", 2, vector}};
  return chip;
}

}  // namespace mho
