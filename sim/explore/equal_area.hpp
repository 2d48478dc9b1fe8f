// Machines at equal area: each takes as many tiles (of its main kind) as fit the area of a
// reference machine, and copies of layers, balanced by their times, fill the arrays that are free.
// What a tile is made of, other kinds of tiles, and what the chip has once (global buffer, host
// link) stay.
#pragma once

#include "sim/chip/chip_spec.hpp"
#include "sim/explore/candidate.hpp"

namespace mho {

/// The largest number of tiles whose chip is no larger than `area`, at most 65536; 0 when one tile
/// is too many. A chip never shrinks with more tiles.
int tiles_within(const ChipSpec& chip, Area area);

/// The area of the machine at face value; empty when its number of tiles is left to a network that
/// it could not run.
std::optional<Area> face_value_area(Candidate& candidate);

/// The machine with as many tiles as fit `area`.
ComparedRow equal_area_row(Candidate& candidate, Area area);

}  // namespace mho
