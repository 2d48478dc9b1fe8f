// What a sweep came to as one HTML file that needs no network.
#pragma once

#include <iosfwd>
#include <string>

#include "sim/results/design_front.hpp"

namespace mho {

/// Of more than 2,000 designs those that are far from the front are thinned out, and the page says
/// so. `folder`: of the sweep, as commands on the page name it.
void write_html(const DesignFront& front, const std::string& folder, std::ostream& out);

}  // namespace mho
