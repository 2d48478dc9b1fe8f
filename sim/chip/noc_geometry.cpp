#include "sim/chip/noc_geometry.hpp"

#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr double kMicrometresPerMetre = 1e6;

std::int64_t h_tree_wire_um(const NocSpec& noc, int tiles) {
  const int levels = h_tree_levels(noc.radix, tiles);
  std::int64_t sum = 0;
  for (int level = 0; level < levels; ++level) {
    const int children = level + 1 < levels ? h_tree_switches(noc.radix, tiles, level + 1) : tiles;
    sum += children * h_tree_branch_um(noc, level);
  }
  return sum;
}

}  // namespace

int h_tree_levels(int radix, int tiles) {
  int levels = 1;
  for (std::int64_t leaves = radix; leaves < tiles; leaves *= radix) ++levels;
  return levels;
}

int h_tree_switches(int radix, int tiles, int level) {
  std::int64_t leaves = 1;  // below one switch
  for (int below = level; below < h_tree_levels(radix, tiles); ++below) leaves *= radix;
  return static_cast<int>((tiles + leaves - 1) / leaves);
}

std::int64_t h_tree_branch_um(const NocSpec& noc, int level) {
  const double side_um = noc.wire->length.value() * kMicrometresPerMetre;
  return std::llround(noc.radix == 2 ? std::ldexp(side_um, -2 - level / 2)
                                     : std::ldexp(side_um, -1 - level));
}

std::int64_t noc_routers(const NocSpec& noc, int tiles) {
  std::int64_t routers = 0;
  switch (noc.topology) {
    case NocTopology::mesh:
      return (tiles + noc.tiles_per_router - 1) / noc.tiles_per_router;
    case NocTopology::h_tree:
      for (int level = 0; level < h_tree_levels(noc.radix, tiles); ++level)
        routers += h_tree_switches(noc.radix, tiles, level);
      return routers;
    case NocTopology::bus:
    case NocTopology::point_to_point:
      return std::int64_t{tiles} + 1;  // and the global buffer's
  }
  throw Bug("a network without a topology");
}

std::int64_t noc_wire_um(const NocSpec& noc) {
  return std::llround(noc.wire->length.value() * kMicrometresPerMetre);
}

std::int64_t noc_total_wire_um(const NocSpec& noc, int tiles) {
  switch (noc.topology) {
    case NocTopology::mesh:
      return 0;
    case NocTopology::bus:
      return noc_wire_um(noc);
    case NocTopology::h_tree:
      return h_tree_wire_um(noc, tiles);
    case NocTopology::point_to_point:
      return (std::int64_t{tiles} + 1) * tiles * noc_wire_um(noc);
  }
  throw Bug("a network without a topology");
}

}  // namespace mho
