// The design of a front where a little more of one objective costs the most of the others: the one
// farthest from the hyperplane through the front's ends, on the side of the ideal (I. Das, On
// characterizing the "knee" of the Pareto curve based on normal-boundary intersection, Structural
// Optimization 18 (1999) 107; as in X. Zhang, Y. Tian, Y. Jin, IEEE Trans. Evol. Comput. 19 (2015)
// 761). Objectives are scaled to 0 ... 1 over the front; the ends are taken to be the points that
// are worst in one objective and best in all others, which of two objectives they are. It depends
// on the scale: a front over decades has its knee at the large values' end.
#pragma once

#include <optional>

#include "sim/explore/front/scaled.hpp"

namespace mho {

/// The number of the design; none where no design lies beyond the hyperplane (fewer than three, or
/// a front that is flat or bends the other way). Of equals the first.
std::optional<std::size_t> knee_of(const Costs& front);

}  // namespace mho
