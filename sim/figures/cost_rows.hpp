// What areas, static power and peaks are made of, as rows of Results.
#pragma once

#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/figures/peak.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// Every part of the chip, in its order.
std::vector<PartRow> part_rows(const Chip& chip);

/// One macro (of the main kind) at its peak, with what its tile and the chip do for it.
std::vector<PeakMacro> peak_macros(const Chip& chip, const Peak& peak);

}  // namespace mho
