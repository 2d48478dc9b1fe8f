// The constants of a chip that energy, power and area are made of, each with its source.
#pragma once

#include <iosfwd>

#include "sim/chip/chip_spec.hpp"

namespace mho {

/// Every part: instances, area and static power of one, prices of its actions, and where the
/// numbers come from.
void print_constants(std::ostream& out, const ChipSpec& spec);

}  // namespace mho
