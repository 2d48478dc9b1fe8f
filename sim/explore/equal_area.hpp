// Machines at equal area: each takes as many tiles as fit the area of a reference machine. What a
// tile is made of, and what the chip has once (global buffer, host link), stays as it is.
#pragma once

#include "sim/chip/chip_spec.hpp"
#include "sim/explore/candidate.hpp"

namespace mho {

/// The largest number of tiles whose chip is no larger than `area`, at most 65536; 0 when one tile
/// is too many. A chip never shrinks with more tiles.
int tiles_within(const ChipSpec& chip, Area area);

/// The area of the machine at face value: of what ran, else of its spec; empty when its number of
/// tiles is left to a network that it could not run.
std::optional<Area> face_value_area(Candidate& candidate);

/// The machine with as many tiles as fit `area`.
ComparedRow equal_area_row(Candidate& candidate, Area area);

}  // namespace mho
