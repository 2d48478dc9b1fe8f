// A Scatter as an SVG image: TOPS/J and TOPS/mm2 over the node, both logarithmic; color by input
// bits, circles published, diamonds simulated. Points are numbered, a list beside says what they
// are.
#pragma once

#include <string>

#include "sim/results/scatter.hpp"

namespace mho {

std::string to_svg(const Scatter& scatter);

}  // namespace mho
