// Hardware that works in parallel costs area and energy. A model follows how much of it there is; a
// constant of the chip's file holds for what the file states beside it. Where a run changes the one
// (by --set, or in a file that starts `from` another) and keeps the other, the run is faster for
// free, and says so.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"

namespace mho {

/// A sentence for each block of the run's chip whose constants are older than a size that decides
/// them.
std::vector<std::string> constant_cost_notes(const Document& run);

}  // namespace mho
