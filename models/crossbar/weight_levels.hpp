// Weights -> levels of the cells of one array, and what the digital side does with each converted
// column: the encodings of MvmFormat. Integers only; errors come with programming.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/crossbar/mvm_format.hpp"

namespace mho {

/// Levels of all physical cells, [physical rows][physical columns]. Physical row = input x
/// rows_per_input + (xnor: 0 the input's, 1 its complement's). Physical column = (column of cells)
/// x devices + device; columns of cells are ordered by slice, and in it as converted columns are,
/// with analog subtraction 2 x that column + (0 plus, 1 minus). Of an xnor_cell both sides are
/// columns here.
struct CellLevels {
  int rows = 0;
  int columns = 0;
  std::vector<std::uint8_t> level;

  std::uint8_t& at(int row, int column) {
    return level[static_cast<std::size_t>(row) * columns + column];
  }
  int at(int row, int column) const {
    return level[static_cast<std::size_t>(row) * columns + column];
  }
};

/// Converted columns are ordered by slice (or group of summed ones), then (digital subtraction)
/// plus before minus, then output; a unit column follows the outputs of its slice as output number
/// `outputs`.
struct ColumnRoles {
  std::vector<std::int32_t> output;  ///< [converted columns]
  std::vector<std::int32_t> shift;   ///< of the codes, [converted columns]
  /// 1, or -1 where codes are subtracted: the minus column of a pair, the sign bit, a flipped
  /// column. [row groups][converted columns].
  std::vector<std::int8_t> sign;
};

struct WeightLevels {
  CellLevels cells;
  ColumnRoles columns;
};

/// `weights` are [outputs][rows] in the format's range; the format has no conflict.
WeightLevels weight_levels(const MvmFormat& format, int rows, int outputs,
                           std::span<const std::int32_t> weights);

/// What the digital side adds to the shifted and added codes to get the integer product.
struct Corrections {
  /// Partial-sum steps per unit of a row group's sum of inputs, [row groups][outputs].
  std::vector<std::int64_t> per_input;
  std::vector<std::int64_t> constant;  ///< partial-sum steps of each MVM, [outputs]
};

/// The corrections for levels above g_min, which is `g_min_steps` partial-sum steps (2^-16 units)
/// in every cell.
Corrections corrections(const MvmFormat& format, int rows, int outputs,
                        std::span<const std::int32_t> weights, const ColumnRoles& columns,
                        std::int64_t g_min_steps);

}  // namespace mho
