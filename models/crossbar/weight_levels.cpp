#include "models/crossbar/weight_levels.hpp"

#include <cstdlib>

#include "models/crossbar/mvm.hpp"

namespace mho {

namespace {

std::uint8_t level_of(int value) { return static_cast<std::uint8_t>(value); }

/// Writes levels to all devices of a column of cells.
void set_cell(const MvmFormat& f, CellLevels& cells, int row, int column, int level) {
  for (int device = 0; device < f.devices; ++device)
    cells.at(row, column * f.devices + device) = level_of(level);
}

/// A pair whose levels differ by `part`, -(L - 1) .. L - 1. Two-sided: plus is mid scale, L / 2,
/// and half the part more, rounded down; minus what is left.
void set_pair(const MvmFormat& f, CellLevels& cells, int row, int column, int step, int part) {
  const int levels = 1 << f.cell_bits;
  const int plus = f.two_sided ? (levels + part) >> 1 : std::max(part, 0);
  set_cell(f, cells, row, column, plus);
  set_cell(f, cells, row, column + step, plus - part);
}

/// The cells of one weight. `first` is the column of cells of slice 0, plus; `stride` leads to the
/// next slice, `step` to minus.
void set_weight(const MvmFormat& f, CellLevels& cells, int row, int first, int stride, int step,
                std::int32_t weight) {
  const int mask = (1 << f.cell_bits) - 1;
  for (int s = 0; s < f.weight_slices(); ++s) {
    const int column = first + s * stride;
    const int shift = f.slice_shift(s);
    switch (f.encoding) {
      case Encoding::differential: {
        const int part = (std::abs(weight) >> shift) & mask;
        set_pair(f, cells, row, column, step, weight < 0 ? -part : part);
        break;
      }
      case Encoding::offset: {
        const int stored = weight + (1 << (f.weight_bits - 1));
        set_cell(f, cells, row, column, (stored >> shift) & mask);
        break;
      }
      case Encoding::twos_complement: {
        const int magnitude = weight & ((1 << (f.weight_bits - 1)) - 1);
        const int sign = weight < 0 ? f.sign_level() : 0;
        set_cell(f, cells, row, column, f.sign_slice(s) ? sign : (magnitude >> shift) & mask);
        break;
      }
      case Encoding::xnor_cell:
        set_cell(f, cells, row, column, weight > 0 ? 1 : 0);
        set_cell(f, cells, row, column + step, weight < 0 ? 1 : 0);
        break;
      case Encoding::xnor:
        set_cell(f, cells, 2 * row, column, weight > 0 ? 1 : 0);
        set_cell(f, cells, 2 * row + 1, column, weight < 0 ? 1 : 0);
        break;
    }
  }
}

CellLevels cell_levels(const MvmFormat& f, int rows, int outputs,
                       std::span<const std::int32_t> weights) {
  CellLevels cells{rows * f.rows_per_input(), f.conductance_columns(outputs), {}};
  cells.level.resize(static_cast<std::size_t>(cells.rows) * cells.columns);
  const bool pairs = f.signed_conversion();
  const int of_slice = outputs + f.unit_outputs();
  const int stride = of_slice * (f.has_pairs() ? 2 : 1);
  const int step = pairs ? 1 : of_slice;
  for (int o = 0; o < of_slice; ++o) {
    for (int r = 0; r < rows; ++r) {
      // A unit column holds the offset: the weight 0.
      const std::int32_t w = o < outputs ? weights[static_cast<std::size_t>(o) * rows + r] : 0;
      set_weight(f, cells, r, pairs ? 2 * o : o, stride, step, w);
    }
  }
  return cells;
}

ColumnRoles column_roles(const MvmFormat& f, int rows, int outputs) {
  const int columns = f.converted_columns(outputs);
  const int of_slice = outputs + f.unit_outputs();
  const int groups = f.row_groups(rows);
  ColumnRoles roles;
  roles.output.resize(columns);
  roles.shift.resize(columns);
  roles.sign.assign(static_cast<std::size_t>(groups) * columns, 1);
  for (int c = 0; c < columns; ++c) {
    const int part = c / of_slice;
    const int slice = part / f.converted_columns_per_slice();
    roles.output[c] = c % of_slice;
    roles.shift[c] = f.slice_shift(slice * f.summed_slices);
    const bool minus = part % f.converted_columns_per_slice() == 1 || f.sign_slice(slice);
    for (int g = 0; minus && g < groups; ++g)
      roles.sign[static_cast<std::size_t>(g) * columns + c] = -1;
  }
  return roles;
}

/// Inverts the columns of a row group that hold over half of what they could (ISAAC: Shafiee et
/// al., ISCA 2016), and marks them by sign -1.
void flip_columns(const MvmFormat& f, int rows, int group, WeightLevels& levels) {
  const int first = group * f.active_rows;
  const int count = std::min(f.active_rows, rows - first);
  const int top = (1 << f.cell_bits) - 1;
  const int columns = static_cast<int>(levels.columns.output.size());
  for (int c = 0; c < columns; ++c) {
    std::int64_t sum = 0;
    for (int r = first; r < first + count; ++r) sum += levels.cells.at(r, c * f.devices);
    if (2 * sum <= static_cast<std::int64_t>(count) * top) continue;
    for (int r = first; r < first + count; ++r)
      set_cell(f, levels.cells, r, c, top - levels.cells.at(r, c * f.devices));
    levels.columns.sign[static_cast<std::size_t>(group) * columns + c] = -1;
  }
}

}  // namespace

WeightLevels weight_levels(const MvmFormat& format, int rows, int outputs,
                           std::span<const std::int32_t> weights) {
  WeightLevels levels{cell_levels(format, rows, outputs, weights),
                      column_roles(format, rows, outputs)};
  if (format.flip)
    for (int g = 0; g < format.row_groups(rows); ++g) flip_columns(format, rows, g, levels);
  return levels;
}

// With D the driven input (x, or x + the input offset), the codes of an ideal array add up to
//   sum_r D_r (w_r + offset + g_min sum_c sign_c W 2^shift_c)          one row an input, W =
//                                                                      group_weight
//   sum_r D_r w_r + F (minus weights + g_min rows),  F = complement_sum      xnor
// where a flipped column adds its complement; what is not sum_r x_r w_r is taken away here.
Corrections corrections(const MvmFormat& f, int rows, int outputs,
                        std::span<const std::int32_t> weights, const ColumnRoles& columns,
                        std::int64_t g_min_steps) {
  const std::int64_t one = std::int64_t{1} << kPartialSumFraction;
  const int groups = f.row_groups(rows);
  const auto all = static_cast<int>(columns.output.size());
  Corrections result;
  result.per_input.assign(static_cast<std::size_t>(groups) * outputs, 0);
  result.constant.assign(outputs, 0);
  for (int o = 0; o < outputs; ++o) {
    std::int64_t sum = 0, minus = 0;
    for (const std::int32_t w : weights.subspan(static_cast<std::size_t>(o) * rows, rows)) {
      sum += w;
      minus += w < 0 ? 1 : 0;
    }
    result.constant[o] = -one * f.input_offset() * sum;
    if (f.encoding == Encoding::xnor)
      result.constant[o] -= f.complement_sum() * (minus * one + rows * g_min_steps);
  }
  if (f.encoding == Encoding::xnor || f.unit_column || f.signed_conversion()) return result;
  for (int g = 0; g < groups; ++g) {
    const std::int64_t inputs = std::min(f.group_rows(rows), rows - g * f.group_rows(rows));
    std::int64_t* per_input = &result.per_input[static_cast<std::size_t>(g) * outputs];
    if (f.encoding == Encoding::offset)
      for (int o = 0; o < outputs; ++o) per_input[o] -= one << (f.weight_bits - 1);
    for (int c = 0; c < all; ++c) {
      const bool negative = columns.sign[static_cast<std::size_t>(g) * all + c] < 0;
      std::int64_t term = negative ? g_min_steps : -g_min_steps;
      if (negative && f.flip) term += one * ((1 << f.cell_bits) - 1);
      per_input[columns.output[c]] +=
          f.group_weight() * term * (std::int64_t{1} << columns.shift[c]);
    }
    for (int o = 0; o < outputs; ++o)
      result.constant[o] += per_input[o] * inputs * f.input_offset();
  }
  return result;
}

}  // namespace mho
