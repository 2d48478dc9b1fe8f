// Where things lie in a ProgrammedArray: [row group][tile of 64 columns][pair of rows][column of
// the tile][row of the pair]. One multiply-add of 16-bit pairs serves both rows of a pair, and a
// tile is read in one stream. And the integer form of squared DAC codes. Shared by programming, the
// kernel and its twin.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "models/crossbar.hpp"

namespace mho {

/// Columns of the widest vector: columns are padded to a multiple of it.
inline constexpr int kColumnBlock = 16;
/// Columns whose cells lie together.
inline constexpr int kTileColumns = 64;

/// Rows in row group `group`: active_rows, fewer in the last.
inline int rows_in_group(const ProgrammedArray& array, int group) {
  return std::min(array.format.active_rows, array.rows - group * array.format.active_rows);
}

/// Index of the first element of a row group in conductance and variance.
inline std::size_t group_offset(const ProgrammedArray& array, int group) {
  const int pairs = (std::min(array.format.active_rows, array.rows) + 1) / 2;
  return static_cast<std::size_t>(group) * pairs * array.columns_padded * 2;
}

/// Index in conductance and variance of a row (counted within its group) and converted column.
inline std::size_t cell_offset(const ProgrammedArray& array, int group, int row, int column) {
  const int pairs = (rows_in_group(array, group) + 1) / 2;
  const int tile = column / kTileColumns * kTileColumns;
  const int width = std::min(kTileColumns, array.columns_padded - tile);
  return group_offset(array, group) + static_cast<std::size_t>(pairs) * tile * 2 +
         (static_cast<std::size_t>(row / 2) * width + (column - tile)) * 2 + row % 2;
}

/// Squared DAC codes as the variance product takes them: exact up to 7 bits; 8-bit codes give
/// squares of up to 16 bits, which are divided by 4 and rounded (error at most half a step of 4 in
/// a variance that goes with the square: below 0.5 % from code 20 on, and codes 0 and 1 read as 0).
inline constexpr int square_shift(int dac_bits) { return dac_bits == 8 ? 2 : 0; }
inline constexpr std::int32_t square_code(std::int32_t code, int shift) {
  return (code * code + ((1 << shift) >> 1)) >> shift;
}

}  // namespace mho
