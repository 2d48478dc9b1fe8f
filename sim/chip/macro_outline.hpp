// The outline of a macro from its parts.
#pragma once

#include <vector>

#include "sim/chip/floorplan.hpp"
#include "sim/chip/part.hpp"

namespace mho {

/// Of the macros of a kind of tile, with so many rows: each part where it lies.
MacroOutline outline_of_macro(const FloorplanSpec& plan, const std::vector<Part>& parts, int kind,
                              int rows);

}  // namespace mho
