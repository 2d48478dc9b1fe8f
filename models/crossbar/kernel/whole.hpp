// The identity that saves all passes: where no conversion of an array rounds or clips, slicing,
// conversion and shift-and-add only take an integer product apart and put it together again,
//
//   sum_p sum_j sign_gj 2^(shift_p + shift_j) code_pj LSB = sum_n x_n W_no cell step,
//   W_no = sum_j sign_gj 2^shift_j cell_nj,
//
// so one product of whole inputs and whole weights W gives the same partial sums, bit for bit. It
// holds for exact cells (those that have small cells, crossbar/kernel/small.hpp) without read
// noise, and for converters whose LSB divides a cell's step and whose codes hold all column sums
// that the programmed cells can make.
#pragma once

#include <memory>

#include "models/crossbar/mvm.hpp"

namespace mho {

/// Whole weights as an array of their own: one pass, one column an output.
struct WholeArray {
  ProgrammedArray product;
  AdcRange range;              ///< neither rounds nor clips `product`
  std::int64_t cell_step = 0;  ///< of the array's small cells, in 2^-16 units
  /// Column sums of the array in small steps lie in [-largest_negative, largest_positive].
  std::int64_t largest_positive = 0;
  std::int64_t largest_negative = 0;
};

/// Null for an array without small cells or with read noise, with a unit column or two's complement
/// inputs, where an output takes one conversion anyway, and where whole inputs or weights do not
/// fit 15 bits or their sums 31.
std::shared_ptr<const WholeArray> whole_array(const ProgrammedArray& array);

/// Whether every conversion of this array is exact, whatever the inputs; false without array.whole.
bool converts_exactly(const ProgrammedArray& array, const Readout& readout);

}  // namespace mho
