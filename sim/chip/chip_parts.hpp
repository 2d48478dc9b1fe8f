// What a chip consists of: its parts, level by level, and the outline of a macro.
#pragma once

#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/chip/floorplan.hpp"

namespace mho {

/// The costs of a network's wires are of a millimetre; lengths are counted in micrometres.
inline constexpr double kMicrometresPerMillimetre = 1e3;

/// Columns that are converted, and converters, of an analog macro.
int converted_columns(const MacroSpec& macro);
int converters(const MacroSpec& macro);

/// Parts of one kind of tile, with its macros.
void add_tile_parts(const TileSpec& tile, int kind, std::vector<Part>& parts);

/// Parts of one chip of so many tiles, and what stands beside it.
void add_chip_parts(const ChipSpec& chip, int tiles, std::vector<Part>& parts);

/// Column and row circuits in their pitch, all else in the corner. A digital macro's adder trees
/// and accumulators are its column circuits; multipliers stand in the cells.
MacroOutline macro_outline_of(const FloorplanSpec& plan, const MacroSpec& macro);

}  // namespace mho
