#include "models/crossbar/store.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "models/crossbar/kernel/layout.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// std::llrint for |x| < 2^51, without a call: the sum leaves no bits for the fraction.
std::int64_t nearest_integer(double x) {
  constexpr double kNoFraction = 6755399441055744.0;  // 1.5 * 2^52
  return static_cast<std::int64_t>((x + kNoFraction) - kNoFraction);
}

/// A matrix of physical cells, seen by physical row and column of cells: the sum over the devices
/// there.
struct Devices {
  std::span<const float> cells;
  std::size_t columns;
  int devices;

  double sum(int row, int column) const {
    const float* first = &cells[static_cast<std::size_t>(row) * columns +
                                static_cast<std::size_t>(column) * devices];
    double sum = 0;
    for (int d = 0; d < devices; ++d) sum += static_cast<double>(first[d]);
    return sum;
  }
};

/// The columns of cells behind converted column c: one, or those of the summed slices.
struct SummedColumns {
  int first, stride, count, bits;

  /// The sum of of(column of cells, weight).
  template <class Of>
  auto sum(const Of& of) const {
    auto all = of(first, 1);
    for (int k = 1; k < count; ++k) all += of(first + k * stride, 1 << (k * bits));
    return all;
  }
};

SummedColumns summed_columns(const ProgrammedArray& array, int c) {
  const MvmFormat& f = array.format;
  const int of_slice = (array.outputs + f.unit_outputs()) * f.converted_columns_per_slice();
  const int first = c / of_slice * of_slice * f.summed_slices + c % of_slice;
  return {first, of_slice, f.summed_slices, f.cell_bits};
}

Devices devices_of(const ProgrammedArray& array, std::span<const float> cells) {
  const std::size_t rows = static_cast<std::size_t>(array.rows) * array.format.rows_per_input();
  return {cells, cells.size() / rows, array.format.devices};
}

/// Calls store(physical row, converted column, offset in conductance and variance) for all driven
/// rows of one term.
template <class Store>
void for_each_cell(const ProgrammedArray& array, int term, const Store& store) {
  const int sides = array.format.rows_per_input(), terms = array.drive.terms;
  const int active = array.format.group_rows(array.rows);
  for (int row = 0; row < array.rows * sides; ++row) {
    const int group = row / sides / active;
    const int driven = (row - group * active * sides) * terms + term;
    for (int c = 0; c < array.columns; ++c) store(row, c, cell_offset(array, group, driven, c));
  }
}

}  // namespace

void store_conductances(ProgrammedArray& array, std::span<const std::vector<float>> terms_s,
                        std::int64_t ceiling) {
  const bool paired = array.format.signed_conversion();
  const double steps_per_s = 1.0 / (array.unit_s * array.conductance_units);
  array.conductance.assign(group_offset(array, array.format.row_groups(array.rows)), 0);
  for (int term = 0; term < array.drive.terms; ++term) {
    const Devices cells = devices_of(array, terms_s[term]);
    const auto steps = [&](int row, int column) {
      const std::int64_t nearest = nearest_integer(cells.sum(row, column) * steps_per_s);
      require(std::abs(nearest) <= ceiling + 1, "program_array: conductance out of range");
      return static_cast<std::int32_t>(std::clamp(nearest, -ceiling, ceiling));
    };
    const auto value = [&](int row, int c) {
      return paired ? steps(row, 2 * c) - steps(row, 2 * c + 1) : steps(row, c);
    };
    for_each_cell(array, term, [&](int row, int c, std::size_t at) {
      const std::int32_t sum = summed_columns(array, c).sum(
          [&](int column, int weight) { return weight * value(row, column); });
      array.conductance[at] = static_cast<std::int16_t>(sum);
    });
  }
}

void store_row_conductances(ProgrammedArray& array, std::span<const float> conductance_s,
                            double ceiling_s, double step_s) {
  const std::size_t rows = static_cast<std::size_t>(array.rows) * array.format.rows_per_input();
  const std::size_t columns = conductance_s.size() / rows;
  // The ceiling is a whole number of steps for exact cells, up to the division's rounding.
  const auto most = static_cast<std::int64_t>(std::floor(ceiling_s / step_s + 1e-6));
  array.row_conductance.assign(rows, 0);
  for (std::size_t n = 0; n < conductance_s.size(); ++n)
    array.row_conductance[n / columns] += std::min<std::int64_t>(
        nearest_integer(static_cast<double>(conductance_s[n]) / step_s), most);
}

void store_variances(ProgrammedArray& array, std::span<const float> variance_s2) {
  const MvmFormat& f = array.format;
  const bool paired = f.signed_conversion();
  const Devices cells = devices_of(array, variance_s2);
  const auto variance = [&](int row, int c) {
    return summed_columns(array, c).sum([&](int k, int weight) {
      const double own =
          paired ? cells.sum(row, 2 * k) + cells.sum(row, 2 * k + 1) : cells.sum(row, k);
      return static_cast<double>(weight) * weight * own;
    });
  };
  double largest = 0;
  for_each_cell(array, 0, [&](int row, int c, std::size_t) {
    largest = std::max(largest, variance(row, c));
  });
  if (largest <= 0) return;
  const std::int64_t rows = most_driven_rows(array) / array.drive.terms;
  const std::int64_t weight = shifted_weight(largest_noise_weight(f), square_shift(f));
  const auto limit = std::min<std::int64_t>(32767, 2147483647 / (rows * weight));
  require(limit >= 1, "program_array: a row group's variance sum does not fit 32 bits");
  array.variance_step = largest / (array.unit_s * array.unit_s) / static_cast<double>(limit);
  array.variance.assign(array.conductance.size(), 0);
  for_each_cell(array, 0, [&](int row, int c, std::size_t at) {
    array.variance[at] = static_cast<std::int16_t>(
        nearest_integer(variance(row, c) / largest * static_cast<double>(limit)));
  });
}

}  // namespace mho
