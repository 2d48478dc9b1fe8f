// What follows from a network's topology and the number of tiles of a chip: routers and lengths of
// wire. An H-tree halves (radix 2) or quarters (radix 4) a square of side S around each switch, so
// that a branch of level l, from the root's 0 on, is S/4 / 2^floor(l/2) or S/2 / 2^l long
// (Manhattan distance of the centers). Lengths are rounded to micrometres, once.
#pragma once

#include <cstdint>

#include "sim/chip/chip_spec.hpp"

namespace mho {

/// Levels of switches of an H-tree with this many tiles as leaves; at least 1.
int h_tree_levels(int radix, int tiles);
/// Switches of one level, 0 the root: those with tiles below them.
int h_tree_switches(int radix, int tiles, int level);
/// A branch from a switch of `level` to one of its children.
std::int64_t h_tree_branch_um(const NocSpec& noc, int level);

/// Routers, switches or interfaces of a chip with this many tiles.
std::int64_t noc_routers(const NocSpec& noc, int tiles);
/// The stated length of wire.
std::int64_t noc_wire_um(const NocSpec& noc);
/// All wire of a chip; mesh: 0. point_to_point: a link for every ordered pair of tiles and global
/// buffer, since a chip is not built for one network.
std::int64_t noc_total_wire_um(const NocSpec& noc, int tiles);

}  // namespace mho
