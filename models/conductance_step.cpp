// The unit of driven conductance, and the largest sum of a column (see crossbar.hpp).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/crossbar.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

double step_s(const Cell& cell) {
  return (cell.g_max() - cell.g_min()).value() / (cell.levels() - 1);
}

}  // namespace

Conductance conductance_step(const MvmFormat& format, const Cell& cell) {
  const double ceiling_units = cell.g_ceiling().value() / step_s(cell);
  const double largest_sum = ceiling_units * format.active_rows * ((1 << format.dac_bits) - 1);
  const double room = std::min(std::numeric_limits<std::int16_t>::max() / ceiling_units,
                               std::numeric_limits<std::int32_t>::max() / largest_sum);
  require(room >= 1, "column sums of this array do not fit 32 bits");
  return from_si<Conductance>(std::ldexp(step_s(cell), -std::ilogb(room)));
}

double largest_column_sum(const MvmFormat& format, const Cell& cell, int rows, int level) {
  const double top = (1 << format.cell_bits) - 1;
  const double per_cell = format.flip ? std::min<double>(level, top / 2) : level;
  const double unit_s = (cell.g_max() - cell.g_min()).value() / top;
  const double common = format.signed_conversion() ? 0 : cell.g_min().value() / unit_s;
  return std::min(format.active_rows, rows) * static_cast<double>(format.largest_code()) *
         (per_cell + common);
}

}  // namespace mho
