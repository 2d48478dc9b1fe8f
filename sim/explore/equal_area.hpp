// Machines at equal area: a rival takes as many tiles (of its main kind) as fit the area of the
// reference machine, which stays as it is. What a tile is made of, other kinds of tiles, and what
// the chip has once (global buffer, host link) stay. A network that does not fit those tiles gets
// the fewest that hold it, and the row says by how much they are too large.
//
// Arrays that a rival has free take copies of layers, balanced by their times, as far as that makes
// it faster. Copies would draw errors of their own; the rival's accuracy is that of one copy of
// each layer, as at face value. A run that places copies itself keeps those, and their errors.
#pragma once

#include "sim/chip/chip_spec.hpp"
#include "sim/explore/candidate.hpp"

namespace mho {

/// The area to be equal to.
struct AreaTarget {
  Area area;
  std::string machine;  ///< whose it is
};

/// The largest number of tiles whose chip is no larger than `area`, at most 65536; 0 when one tile
/// is too many. A chip never shrinks with more tiles.
int tiles_within(const ChipSpec& chip, Area area);

/// The area of the machine under `changes`; empty when its number of tiles is left to a network
/// that it could not run.
std::optional<Area> area_under(Candidate& candidate, const Changes& changes);

/// The reference as it is under `changes`, a row of `kind`.
ComparedRow reference_row(RowKind kind, Candidate& candidate, const Changes& changes);

/// A rival under `changes` with as many tiles as fit the target, a row of `kind`.
ComparedRow equal_area_row(RowKind kind, Candidate& candidate, const AreaTarget& target,
                           const Changes& changes);

}  // namespace mho
