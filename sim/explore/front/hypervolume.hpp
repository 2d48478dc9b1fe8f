// How much a front dominates (E. Zitzler, L. Thiele, IEEE Trans. Evol. Comput. 3 (1999) 257), to
// compare searches by. Exact, by pagmo's algorithms: two and three objectives by sweeping, more by
// that of the Walking Fish Group (L. While, L. Bradstreet, L. Barone, IEEE Trans. Evol. Comput. 16
// (2012) 86), whose time grows exponentially with their number.
#pragma once

#include <optional>

#include "sim/explore/front/scaled.hpp"

namespace mho {

/// The share of the unit box that designs, scaled to it (0: best), dominate; none of fewer than two
/// objectives, and of no designs. A design at 1 in an objective dominates nothing.
std::optional<double> hypervolume(const Costs& designs);

}  // namespace mho
