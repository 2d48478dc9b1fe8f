// The designs of a sweep by their standing, as comma-separated values.
#pragma once

#include <string>

#include "sim/results/design_front.hpp"

namespace mho {

/// A line a design, those of the front first. Columns: number (of the front), standing, knee, id,
/// keys, each objective and constraint in its unit with the ends of its intervals.
std::string to_csv(const DesignFront& front);

}  // namespace mho
