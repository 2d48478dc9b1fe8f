// A schematic floorplan: squares of the tiles' mean area in order of their numbers, and below them
// what stands beside them, true to scale. Places are not those of a layout. Edges are whole
// nanometers: an area is off by at most half a nanometer along its edges.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

struct FloorplanBlock {
  std::string name;  ///< "tile 3", "beside the tiles"
  std::int64_t x_nm = 0, y_nm = 0, width_nm = 0, height_nm = 0;
  double power_w = 0;  ///< average of the timed images
  bool is_tile = true;

  double area_m2() const {
    return 1e-18 * static_cast<double>(width_nm) * static_cast<double>(height_nm);
  }
};

struct Floorplan {
  std::string chip;
  std::int64_t width_nm = 0, height_nm = 0;  ///< of the die
  std::vector<FloorplanBlock> blocks;        ///< inside of it, none over another
};

/// Throws InputError (`option`) where tiles have no area.
Floorplan floorplan_of(const Results& results, const std::string& option);

}  // namespace mho
