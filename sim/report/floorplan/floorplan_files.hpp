// A floorplan as files: SVG to look at, GDSII and DEF for layout tools.
#pragma once

#include <string>

#include "sim/results/floorplan.hpp"

namespace mho {

/// Blocks colored by power density.
std::string floorplan_svg(const Floorplan& plan);

/// GDSII stream format, release 6.0 (Calma, GDSII Stream Format Manual, 1987): one structure
/// FLOORPLAN, database unit 1 nm. Boundaries: layer 0 the die, 1 tiles, 2 what is beside them; each
/// with a text of its name at its middle, on the same layer.
std::string floorplan_gds(const Floorplan& plan);

/// DEF 5.8 (Cadence, LEF/DEF Language Reference): DIEAREA, and a guide region for each block.
std::string floorplan_def(const Floorplan& plan);

}  // namespace mho
