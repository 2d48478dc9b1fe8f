// Area, static power and prices of a tile's MAC array.
#pragma once

#include <vector>

#include "sim/chip/action.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/mac_array_spec.hpp"

namespace mho {

/// Everything of the array that has area or leaks, as parts of a tile of kind `kind`.
void add_mac_array_parts(const MacArraySpec& array, int kind, std::vector<Part>& parts);

/// Price of an action of the array; of any other action: Bug.
Price mac_array_price(const MacArraySpec& array, Action action);

}  // namespace mho
