// A model of a block follows its sizes; constants of the chip's file hold for the sizes that the
// file states beside them. Where a run changes a size (by --set, or in a file that starts `from`
// another) and keeps the constants, its figures are those of other hardware - more of it in
// parallel is faster for free - and the run says so. Ignored: constants that were right for both.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/chip_spec.hpp"
#include "sim/config/config.hpp"

namespace mho {

/// A sentence for each component of the run's chip and each size that decides what it costs, where
/// some of its constants are older than the size; one of the blocks whose constants are older than
/// the chip's technology; one of constants that move with a supply because no nominal one is
/// stated.
std::vector<std::string> constant_cost_notes(const Document& run, const ChipSpec& chip);

}  // namespace mho
