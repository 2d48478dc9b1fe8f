// Whole weights and the bounds of column sums, from exact cells (see crossbar/kernel/whole.hpp).
#include "models/crossbar/kernel/whole.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "models/crossbar/kernel/layout.hpp"
#include "models/crossbar/kernel/small.hpp"
#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Calls body(row in the group, column, small cell) for all cells of a row group, as they lie.
template <class Body>
void for_cells(const ProgrammedArray& array, int group, Body body) {
  const int rows = rows_in_group(array, group);
  const std::int16_t* cell = &array.conductance[group_offset(array, group)];
  for (int tile = 0; tile < array.columns_padded; tile += kTileColumns) {
    const int end = std::min(tile + kTileColumns, array.columns_padded);
    for (int pair = 0; pair < rows; pair += 2)
      for (int c = tile; c < end; ++c, cell += 2)
        for (int r = pair; r < std::min(pair + 2, rows); ++r)
          if (c < array.columns) body(r, c, cell[r - pair] >> array.small.shift);
  }
}

/// Adds one row group's whole weights, [rows][outputs], and widens the bounds by its columns.
void add_group(const ProgrammedArray& array, int group, std::vector<std::int64_t>& weights,
               WholeArray& whole) {
  const std::int32_t* sign =
      &array.column_sign[static_cast<std::size_t>(group) * array.columns_padded];
  std::vector<std::int64_t> positive(array.columns, 0), negative(array.columns, 0);
  std::int64_t* of_group = &weights[static_cast<std::size_t>(group) *
                                    array.format.group_rows(array.rows) * array.outputs];
  for_cells(array, group, [&](int row, int column, int cell) {
    of_group[static_cast<std::size_t>(row) * array.outputs + column % array.outputs] +=
        sign[column] * static_cast<std::int64_t>(cell) *
        (std::int64_t{1} << array.column_shift[column]);
    (cell > 0 ? positive : negative)[column] += std::abs(cell);
  });
  const std::int64_t largest_code = (1 << array.format.dac_bits) - 1;
  whole.largest_positive = std::max(
      whole.largest_positive, largest_code * *std::max_element(positive.begin(), positive.end()));
  whole.largest_negative = std::max(
      whole.largest_negative, largest_code * *std::max_element(negative.begin(), negative.end()));
}

/// The largest magnitude of a sum over all rows.
std::int64_t largest_product(const ProgrammedArray& array, std::span<const std::int64_t> weights) {
  std::int64_t largest = 0;
  for (int o = 0; o < array.outputs; ++o) {
    std::int64_t sum = 0;
    for (int r = 0; r < array.rows; ++r)
      sum += std::abs(weights[static_cast<std::size_t>(r) * array.outputs + o]);
    largest = std::max(largest, sum);
  }
  return largest * ((std::int64_t{1} << array.format.magnitude_input_bits()) - 1);
}

ProgrammedArray array_of(const ProgrammedArray& array, std::span<const std::int64_t> weights,
                         std::int64_t largest_weight, double step) {
  ProgrammedArray whole;
  MvmFormat& f = whole.format;
  f = array.format;
  // One bit for weights that are all zero: a format has cells.
  f.cell_bits =
      std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(largest_weight, 1)));
  f.dac_bits = f.magnitude_input_bits();
  f.active_rows = array.rows;
  f.zero_skipping = ZeroSkipping::none;
  f.encoding = Encoding::differential;
  f.summed_slices = 1;
  f.subtraction = Subtraction::analog;
  f.flip = false;
  whole.rows = array.rows;
  whole.outputs = whole.columns = array.outputs;
  whole.columns_padded = ceil_divide(whole.columns, kColumnBlock) * kColumnBlock;
  whole.fixed_step = step;
  whole.unit_s = array.unit_s;
  for (int o = 0; o < whole.outputs; ++o) whole.column_output.push_back(o);
  whole.column_shift.assign(whole.outputs, 0);
  whole.column_sign.assign(whole.columns_padded, 1);
  whole.conductance.assign(group_offset(whole, 1), 0);
  for (int r = 0; r < whole.rows; ++r)
    for (int o = 0; o < whole.outputs; ++o)
      whole.conductance[cell_offset(whole, 0, r, o)] =
          static_cast<std::int16_t>(weights[static_cast<std::size_t>(r) * whole.outputs + o]);
  // Memory: with one column an output, a second form of it would take as much as the array.
  if (array.columns > array.outputs) whole.small = small_cells(whole);
  return whole;
}

}  // namespace

std::shared_ptr<const WholeArray> whole_array(const ProgrammedArray& array) {
  if (array.small.cells.empty() || !array.variance.empty()) return nullptr;
  const MvmFormat& f = array.format;
  if (f.magnitude_input_bits() > 15 || f.unit_column || f.signs_by(SignedInput::twos_complement))
    return nullptr;
  if (array.format.passes(array.rows) == 1 && array.columns == array.outputs) return nullptr;
  const double cell_step = std::ldexp(array.fixed_step, array.small.shift + kPartialSumFraction);
  if (cell_step != std::floor(cell_step)) return nullptr;
  WholeArray whole;
  whole.cell_step = static_cast<std::int64_t>(cell_step);
  std::vector<std::int64_t> weights(static_cast<std::size_t>(array.rows) * array.outputs, 0);
  for (int g = 0; g < array.format.row_groups(array.rows); ++g) add_group(array, g, weights, whole);
  std::int64_t largest = 0;
  for (const std::int64_t w : weights) largest = std::max(largest, std::abs(w));
  const std::int64_t largest_sum = largest_product(array, weights);
  if (largest > std::numeric_limits<std::int16_t>::max() ||
      largest_sum > std::numeric_limits<std::int32_t>::max())
    return nullptr;
  const auto code = static_cast<std::int32_t>(std::max<std::int64_t>(largest_sum, 1));
  whole.range = {whole.cell_step, -code, code};
  whole.product = array_of(array, weights, largest, std::ldexp(cell_step, -kPartialSumFraction));
  return std::make_shared<const WholeArray>(std::move(whole));
}

bool converts_exactly(const ProgrammedArray& array, const Readout& readout) {
  const bool ideal = readout.ranges.size() == 1 && readout.quantizes &&
                     readout.thresholds.empty() && !readout.noisy() && !readout.limits() &&
                     readout.gain.empty();
  if (array.whole == nullptr || !ideal) return false;
  const AdcRange& range = readout.ranges[0];
  if (array.whole->cell_step % range.lsb != 0) return false;
  const WholeArray& whole = *array.whole;
  const std::int64_t codes_per_step = whole.cell_step / range.lsb;
  // What single precision holds (crossbar/conversion.hpp); double precision holds all.
  constexpr std::int64_t kExact = std::int64_t{1} << 24;
  return std::max(whole.largest_positive, whole.largest_negative) <= kExact &&
         codes_per_step <= kExact && whole.largest_positive * codes_per_step <= range.code_max &&
         whole.largest_negative * codes_per_step <= -std::int64_t{range.code_min};
}

}  // namespace mho
