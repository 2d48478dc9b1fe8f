// The cells of an array once more as 8-bit integers, where all of them are small whole multiples of
// one power of two of fixed steps: exact cells of up to 7 bits, and nothing with programming error.
// One instruction then multiplies twice as many cells, with the same column sums.
//
// Layout: [row group][tile of 64 columns][four rows][column of the tile][row of the four],
// otherwise as crossbar/kernel/layout.hpp.
#pragma once

#include "models/crossbar/mvm.hpp"
#include "sim/base/instruction_set.hpp"

namespace mho {

/// conductance = cell << shift for all cells of the array; no cells when there is no such form, or
/// when the rows' levels are not DAC codes.
SmallCells small_cells(const ProgrammedArray& array);

/// Whether `set` computes this array's column sums from its small cells: there are some, DAC codes
/// fit a byte, and the 16-bit sums that AVX2 and AVX-512 without VNNI make of a row group's
/// products cannot overflow.
bool multiplies_small_cells(InstructionSet set, const ProgrammedArray& array);

}  // namespace mho
