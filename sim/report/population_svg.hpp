// A Population as an SVG image: simulated over published energy and area, both logarithmic, by how
// macros compute; the band holds what is within a factor of two. The macros that are off most are
// numbered and named, with what most of the simulated figure is.
#pragma once

#include <string>

#include "sim/results/population.hpp"

namespace mho {

std::string to_svg(const Population& population);

}  // namespace mho
