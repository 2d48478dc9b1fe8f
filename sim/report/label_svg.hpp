// An energy label as an SVG image, in the manner of the European label for products; it is none,
// and says so.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// Of results with a label.
std::string label_svg(const Results& results);

}  // namespace mho
