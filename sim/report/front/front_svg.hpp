// The designs of a sweep as points of its first two objectives.
#pragma once

#include <string>

#include "sim/results/design_front.hpp"

namespace mho {

/// Every design that runs; those of the front with their numbers and intervals of 95 %. An axis is
/// logarithmic where its figures are positive and spread by more than ten. A front of one objective
/// has none: throws InputError.
std::string to_svg(const DesignFront& front);

}  // namespace mho
