// Programming an array: weights -> levels of cells -> conductances with their errors -> fixed point
// in the kernel's layout, with the digital corrections that belong to the encoding.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "models/crossbar.hpp"
#include "models/crossbar_layout.hpp"
#include "models/crossbar_small.hpp"
#include "models/crossbar_whole.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Levels of all physical cells, [rows][physical columns]; physical column = converted column, or
/// pair of them: 2 x converted column + (0 plus, 1 minus) with analog subtraction.
struct Levels {
  int columns = 0;
  std::vector<std::uint8_t> level;
  std::uint8_t& at(int row, int column) {
    return level[static_cast<std::size_t>(row) * columns + column];
  }
};

void check(const MvmFormat& f, const Cell& cell, int rows, int outputs,
           std::span<const std::int32_t> weights) {
  require(rows > 0 && outputs > 0, "program_array: empty array");
  require(weights.size() == static_cast<std::size_t>(rows) * outputs,
          "program_array: weights are not [outputs][rows]");
  require(f.weight_bits >= 2 && f.weight_bits <= 16, "program_array: weight_bits not in 2..16");
  require(f.magnitude_input_bits() >= 1 && f.input_bits <= 16,
          "program_array: input_bits out of range");
  require(f.cell_bits >= 1 && f.cell_bits <= 8, "program_array: cell_bits not in 1..8");
  require(f.dac_bits >= 1 && f.dac_bits <= 8, "program_array: dac_bits not in 1..8");
  require(f.active_rows >= 1, "program_array: active_rows below 1");
  require(!f.flip || f.encoding == Encoding::offset, "program_array: flip needs offset encoding");
  require(cell.levels() == 1 << f.cell_bits, "program_array: the cell's levels are not cell_bits");
  const std::int32_t limit = (1 << (f.weight_bits - 1)) - 1;
  for (const std::int32_t w : weights)
    require(w >= -limit && w <= limit, "program_array: weight out of range");
}

int polarities(const MvmFormat& f) { return f.converted_columns_per_output() / f.weight_slices(); }

Levels levels_of(const MvmFormat& f, int rows, int outputs, std::span<const std::int32_t> weights) {
  Levels levels{outputs * f.cell_columns_per_output(), {}};
  levels.level.resize(static_cast<std::size_t>(rows) * levels.columns);
  const int mask = (1 << f.cell_bits) - 1;
  for (int o = 0; o < outputs; ++o) {
    for (int r = 0; r < rows; ++r) {
      const std::int32_t w = weights[static_cast<std::size_t>(o) * rows + r];
      for (int s = 0; s < f.weight_slices(); ++s) {
        const int shift = s * f.cell_bits;
        if (f.encoding == Encoding::offset) {
          const int stored = w + (1 << (f.weight_bits - 1));
          levels.at(r, s * outputs + o) = static_cast<std::uint8_t>((stored >> shift) & mask);
          continue;
        }
        const auto part = static_cast<std::uint8_t>((std::abs(w) >> shift) & mask);
        const bool minus = w < 0;
        const int column =
            f.subtraction == Subtraction::digital ? 2 * s * outputs + o : 2 * (s * outputs + o);
        const int step = f.subtraction == Subtraction::digital ? outputs : 1;
        levels.at(r, column) = minus ? std::uint8_t{0} : part;
        levels.at(r, column + step) = minus ? part : std::uint8_t{0};
      }
    }
  }
  return levels;
}

/// Inverts the columns of a row group that hold over half of what they could (ISAAC: Shafiee et
/// al., ISCA 2016), and marks them by sign -1.
void flip_columns(ProgrammedArray& array, int group, Levels& levels) {
  const int first = group * array.format.active_rows;
  const int count = rows_in_group(array, group);
  const int top = (1 << array.format.cell_bits) - 1;
  for (int c = 0; c < array.columns; ++c) {
    std::int64_t sum = 0;
    for (int r = first; r < first + count; ++r) sum += levels.at(r, c);
    if (2 * sum <= static_cast<std::int64_t>(count) * top) continue;
    for (int r = first; r < first + count; ++r)
      levels.at(r, c) = static_cast<std::uint8_t>(top - levels.at(r, c));
    array.column_sign[static_cast<std::size_t>(group) * array.columns_padded + c] = -1;
  }
}

void lay_out_columns(ProgrammedArray& array) {
  const MvmFormat& f = array.format;
  const int groups = f.row_groups(array.rows);
  array.column_output.resize(array.columns);
  array.column_shift.resize(array.columns);
  array.column_sign.assign(static_cast<std::size_t>(groups) * array.columns_padded, 1);
  for (int c = 0; c < array.columns; ++c) {
    const int part = c / array.outputs;
    array.column_output[c] = c % array.outputs;
    array.column_shift[c] = part / polarities(f) * f.cell_bits;
    if (part % polarities(f) == 1)
      for (int g = 0; g < groups; ++g)
        array.column_sign[static_cast<std::size_t>(g) * array.columns_padded + c] = -1;
  }
}

/// What the digital side adds per unit of a group's input sum: the offset, the complement of
/// flipped columns, and g_min, which every cell adds to its level.
void set_corrections(ProgrammedArray& array) {
  const MvmFormat& f = array.format;
  const int groups = f.row_groups(array.rows);
  const std::int64_t one = std::int64_t{1} << kPartialSumFraction;
  const bool cancels = f.signed_conversion();
  const auto g_min =
      static_cast<std::int64_t>(std::llround(array.g_min_units * static_cast<double>(one)));
  array.correction.assign(static_cast<std::size_t>(groups) * array.outputs, 0);
  for (int g = 0; g < groups; ++g) {
    std::int64_t* correction = &array.correction[static_cast<std::size_t>(g) * array.outputs];
    if (f.encoding == Encoding::offset)
      for (int o = 0; o < array.outputs; ++o) correction[o] -= one << (f.weight_bits - 1);
    for (int c = 0; c < array.columns; ++c) {
      const bool negative =
          array.column_sign[static_cast<std::size_t>(g) * array.columns_padded + c] < 0;
      std::int64_t term = cancels ? 0 : (negative ? g_min : -g_min);
      if (negative && f.flip) term += one * ((1 << f.cell_bits) - 1);
      correction[array.column_output[c]] += term * (std::int64_t{1} << array.column_shift[c]);
    }
  }
}

/// Fixed-point conductances in the kernel's layout, from physical cells [rows][physical columns].
/// Rounding does not lift a cell over the ceiling that the step was chosen for.
void store_conductances(ProgrammedArray& array, double ceiling_s,
                        std::span<const float> conductance_s) {
  const bool paired = array.format.signed_conversion();
  const std::size_t physical = conductance_s.size() / array.rows;
  const double steps_per_s = 1.0 / (array.unit_s * array.fixed_step);
  // The ceiling is a whole number of steps for exact cells, up to the division's rounding.
  const auto ceiling = static_cast<std::int64_t>(std::floor(ceiling_s * steps_per_s + 1e-6));
  array.row_conductance.assign(array.rows, 0);
  for (int r = 0; r < array.rows; ++r) {
    const int group = r / array.format.active_rows;
    const auto steps = [&](std::size_t column) {
      const float cell_s = conductance_s[static_cast<std::size_t>(r) * physical + column];
      const std::int64_t nearest = std::llrint(static_cast<double>(cell_s) * steps_per_s);
      require(nearest >= 0 && nearest <= ceiling + 1, "program_array: conductance out of range");
      const std::int64_t value = std::min(nearest, ceiling);
      array.row_conductance[r] += value;
      return static_cast<std::int32_t>(value);
    };
    for (int c = 0; c < array.columns; ++c) {
      const std::int32_t value = paired ? steps(2 * c) - steps(2 * c + 1) : steps(c);
      array.conductance[cell_offset(array, group, r % array.format.active_rows, c)] =
          static_cast<std::int16_t>(value);
    }
  }
}

/// Read-noise variances, scaled so that the largest is the largest integer that a row group's sum
/// allows: a variance that is the same in all cells is then exact.
void store_variances(ProgrammedArray& array, std::span<const float> variance_s2) {
  const MvmFormat& f = array.format;
  const bool paired = f.signed_conversion();
  const std::size_t physical = variance_s2.size() / array.rows;
  const auto variance = [&](int row, int column) {
    const float* cells = &variance_s2[static_cast<std::size_t>(row) * physical];
    return paired
               ? static_cast<double>(cells[2 * column]) + static_cast<double>(cells[2 * column + 1])
               : static_cast<double>(cells[column]);
  };
  double largest = 0;
  for (int r = 0; r < array.rows; ++r)
    for (int c = 0; c < array.columns; ++c) largest = std::max(largest, variance(r, c));
  if (largest <= 0) return;
  const std::int64_t group_rows = std::min(f.active_rows, array.rows);
  const std::int64_t square = square_code((1 << f.dac_bits) - 1, square_shift(f.dac_bits));
  const auto limit = std::min<std::int64_t>(32767, 2147483647 / (group_rows * square));
  require(limit >= 1, "program_array: a row group's variance sum does not fit 32 bits");
  array.variance_step = largest / (array.unit_s * array.unit_s) / static_cast<double>(limit);
  array.variance.assign(array.conductance.size(), 0);
  for (int r = 0; r < array.rows; ++r)
    for (int c = 0; c < array.columns; ++c)
      array.variance[cell_offset(array, r / f.active_rows, r % f.active_rows, c)] =
          static_cast<std::int16_t>(
              std::lrint(variance(r, c) / largest * static_cast<double>(limit)));
}

}  // namespace

std::size_t ProgrammedArray::bytes() const {
  const auto size = [](const auto& v) { return v.size() * sizeof(v[0]); };
  return sizeof(*this) + size(conductance) + size(small.cells) + size(variance) +
         size(column_output) + size(column_shift) + size(column_sign) + size(correction) +
         size(row_conductance) + (whole == nullptr ? 0 : whole->product.bytes());
}

ProgrammedArray program_array(const MvmFormat& format, const ArrayModel& model, int rows,
                              int outputs, std::span<const std::int32_t> weights,
                              const Stream& stream) {
  const Cell& cell = model.cell;
  check(format, cell, rows, outputs, weights);
  ProgrammedArray array;
  array.format = format;
  array.rows = rows;
  array.outputs = outputs;
  array.columns = outputs * format.converted_columns_per_output();
  array.columns_padded = (array.columns + kColumnBlock - 1) / kColumnBlock * kColumnBlock;
  lay_out_columns(array);

  const int groups = format.row_groups(rows);
  Levels levels = levels_of(format, rows, outputs, weights);
  if (format.flip)
    for (int g = 0; g < groups; ++g) flip_columns(array, g, levels);

  const double g_min = cell.g_min().value();
  array.unit_s = (cell.g_max().value() - g_min) / (cell.levels() - 1);
  std::vector<float> conductance_s(levels.level.size());
  for (std::size_t i = 0; i < conductance_s.size(); ++i)
    conductance_s[i] = static_cast<float>(g_min + levels.level[i] * array.unit_s);
  cell.conductances({model.array, rows, levels.columns}, model.conditions, conductance_s, stream,
                    conductance_s);

  array.fixed_step = conductance_step(format, cell).value() / array.unit_s;
  array.g_min_units = std::rint(g_min / array.unit_s / array.fixed_step) * array.fixed_step;
  set_corrections(array);
  array.conductance.assign(group_offset(array, groups), 0);
  store_conductances(array, cell.g_ceiling().value(), conductance_s);
  array.small = small_cells(array);
  if (cell.has_read_noise(model.conditions.effects)) {
    std::vector<float> variance_s2(conductance_s.size());
    cell.read_variance(model.conditions, conductance_s, variance_s2);
    store_variances(array, variance_s2);
  }
  array.whole = whole_array(array);
  return array;
}

}  // namespace mho
