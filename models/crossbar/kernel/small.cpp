// Small cells from fixed-point conductances (see crossbar/kernel/small.hpp).
#include "models/crossbar/kernel/small.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>

#include "models/crossbar/kernel/layout.hpp"
#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// One row group: pairs of rows become fours.
void interleave_fours(const ProgrammedArray& array, int group, int shift, std::int8_t* to) {
  const int pairs = ceil_divide(rows_in_group(array, group), 2);
  const std::int16_t* from = &array.conductance[group_offset(array, group)];
  for (int tile = 0; tile < array.columns_padded; tile += kTileColumns) {
    const int width = std::min(kTileColumns, array.columns_padded - tile);
    for (int p = 0; p < pairs; ++p) {
      for (int c = 0; c < width; ++c) {
        std::int8_t* cell = to + (static_cast<std::ptrdiff_t>(p / 2) * width + c) * 4 + p % 2 * 2;
        for (int r = 0; r < 2; ++r) cell[r] = static_cast<std::int8_t>(*from++ >> shift);
      }
    }
    to += static_cast<std::ptrdiff_t>(ceil_divide(pairs, 2)) * width * 4;
  }
}

}  // namespace

SmallCells small_cells(const ProgrammedArray& array) {
  unsigned bits = 0;
  int largest = 0;
  for (const std::int16_t conductance : array.conductance) {
    bits |= static_cast<std::uint16_t>(conductance);
    largest = std::max(largest, std::abs(int{conductance}));
  }
  SmallCells small;
  if (bits == 0 || !codes_are_levels(array)) return small;
  const int shift = std::countr_zero(bits);
  if (largest >> shift > std::numeric_limits<std::int8_t>::max()) return small;
  small.shift = shift;
  small.largest = largest >> shift;
  const int groups = array.format.row_groups(array.rows);
  const int fours = ceil_divide(std::min(array.format.group_rows(array.rows), array.rows), 4);
  const std::size_t group_cells = static_cast<std::size_t>(fours) * array.columns_padded * 4;
  small.cells.assign(groups * group_cells, 0);
  for (int g = 0; g < groups; ++g)
    interleave_fours(array, g, small.shift, &small.cells[g * group_cells]);
  return small;
}

bool multiplies_small_cells(InstructionSet set, const ProgrammedArray& array) {
  if (array.small.cells.empty() || array.format.dac_bits > 8) return false;
  switch (set) {
    case InstructionSet::sse2:
      return false;
    case InstructionSet::avx2:
    case InstructionSet::avx512: {
      const std::int64_t fours =
          ceil_divide(std::min(array.format.group_rows(array.rows), array.rows), 4);
      const std::int64_t largest_code = (1 << array.format.dac_bits) - 1;
      return fours * 2 * largest_code * array.small.largest <=
             std::numeric_limits<std::int16_t>::max();
    }
    case InstructionSet::avx512vnni:
      return true;
  }
  throw Bug("multiplies_small_cells: unknown instruction set");
}

}  // namespace mho
