// Where things lie in a ProgrammedArray: [row group][tile of 64 columns][pair of rows][column of
// the tile][row of the pair]. One multiply-add of 16-bit pairs serves both rows of a pair, and a
// tile is read in one stream. And the integer form of squared DAC codes. Shared by programming, the
// kernel and its twin.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "models/crossbar/mvm.hpp"
#include "sim/base/division.hpp"

namespace mho {

/// Columns of the widest vector: columns are padded to a multiple of it.
inline constexpr int kColumnBlock = 16;
/// Columns whose cells lie together.
inline constexpr int kTileColumns = 64;

/// Rows in row group `group` as the cells lie: group_rows, fewer in the last.
inline int rows_in_group(const ProgrammedArray& array, int group) {
  const int rows = array.format.group_rows(array.rows);
  return std::min(rows, array.rows - group * rows);
}

/// Driven rows: the kernel's rows. An input drives one for each side of an xnor pair and each term
/// of the cells' current.
inline int driven_per_input(const ProgrammedArray& array) {
  return array.format.rows_per_input() * array.drive.terms;
}
inline int driven_rows_in_group(const ProgrammedArray& array, int group) {
  return rows_in_group(array, group) * driven_per_input(array);
}
/// Driven rows of the largest group.
inline int most_driven_rows(const ProgrammedArray& array) {
  return std::min(array.format.group_rows(array.rows), array.rows) * driven_per_input(array);
}

/// The DAC's codes are the levels, and a drive is a pass: the kernel slices inputs by itself.
inline bool codes_are_levels(const ProgrammedArray& array) {
  const MvmFormat& f = array.format;
  return array.drive.table.empty() && f.accumulation == Accumulation::digital &&
         f.input == InputDrive::voltage && f.encoding != Encoding::xnor && !f.drives_signs();
}

/// Index of the first element of a row group in conductance and variance.
inline std::size_t group_offset(const ProgrammedArray& array, int group) {
  const int pairs = ceil_divide(most_driven_rows(array), 2);
  return static_cast<std::size_t>(group) * pairs * array.columns_padded * 2;
}

/// Index in conductance and variance of a driven row (counted within its group) and converted
/// column.
inline std::size_t cell_offset(const ProgrammedArray& array, int group, int row, int column) {
  const int pairs = ceil_divide(driven_rows_in_group(array, group), 2);
  const int tile = column / kTileColumns * kTileColumns;
  const int width = std::min(kTileColumns, array.columns_padded - tile);
  return group_offset(array, group) + static_cast<std::size_t>(pairs) * tile * 2 +
         (static_cast<std::size_t>(row / 2) * width + (column - tile)) * 2 + row % 2;
}

/// The weight of a cell's read-noise variance in one pass: the code squared; a pulse count sums
/// independent readings, so the code. Analog accumulation adds slice k with weight 4^(bits below
/// it). As the variance product takes it, it is shifted and rounded to at most 2^14: exact up to
/// 7-bit codes; an error of at most half a step of 4 in 65,025 at 8 bits (below 0.5 % of the square
/// from code 20 on, and codes 0 and 1 read as 0), of 2^-15 of the largest beyond.
inline std::int64_t noise_weight(const MvmFormat& f, std::int64_t code) {
  return f.input == InputDrive::pulse_count ? std::abs(code) : code * code;
}
inline std::int64_t largest_noise_weight(const MvmFormat& f) {
  if (f.accumulation == Accumulation::digital) return noise_weight(f, f.largest_code());
  std::int64_t sum = 0;
  for (int k = 0; k < f.input_slices(); ++k)
    sum += noise_weight(f, f.slice_mask(k)) << (2 * k * f.dac_bits);
  return sum;
}
inline int square_shift(const MvmFormat& f) {
  int shift = 0;
  // Of 8-bit codes: 2.
  while (((largest_noise_weight(f) + ((std::int64_t{1} << shift) >> 1)) >> shift) > 16384) ++shift;
  return shift;
}
inline std::int32_t shifted_weight(std::int64_t weight, int shift) {
  return static_cast<std::int32_t>((weight + ((std::int64_t{1} << shift) >> 1)) >> shift);
}

}  // namespace mho
