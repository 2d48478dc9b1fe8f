// The unit of driven conductance, the largest sum of a column, and whether the fixed point holds it
// (see crossbar/mvm.hpp).
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "models/crossbar/mvm.hpp"
#include "models/crossbar/terms.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

namespace {

double step_s(const Cell& cell) {
  return (cell.g_max() - cell.g_min()).value() / (cell.levels() - 1);
}

}  // namespace

SumConflict sum_conflict(const MvmFormat& format, const Cell& cell) {
  const double ceiling_units = format.group_weight() * cell.g_ceiling().value() / step_s(cell);
  if (ceiling_units > kMost16)
    return {true, "with its errors may conduct " + format_si_rounded(ceiling_units, "", 3) +
                      " of its level steps, (g_max - g_min) / (levels - 1)" +
                      (format.summed_slices > 1 ? ", summed over slices" : "") +
                      "; allowed: up to 32767, which 16 bits hold"};
  const double code = std::max(format.largest_code(), (1 << format.dac_bits) - 1);
  const double rows = std::floor(kMost32 / (ceiling_units * code));
  if (format.active_rows <= rows) return {};
  return {false, "drive column sums beyond 2^31, which 32 bits hold: inputs of " +
                     format_si(code, "") + " steps times cells of up to " +
                     format_si_rounded(ceiling_units, "", 4) +
                     " level steps with their errors; allowed: up to " + format_si(rows, "") +
                     " active rows, or fewer input bits at once"};
}

Conductance conductance_step(const MvmFormat& format, const Cell& cell) {
  const double ceiling_units = cell.g_ceiling().value() / step_s(cell);
  const double largest_sum = ceiling_units * format.active_rows * ((1 << format.dac_bits) - 1);
  const double room = std::min(kMost16 / ceiling_units, kMost32 / largest_sum);
  require(room >= 1, "column sums of this array do not fit 32 bits");
  return from_si<Conductance>(std::ldexp(step_s(cell), -std::ilogb(room)));
}

double largest_column_sum(const MvmFormat& format, const Cell& cell, int rows, int level) {
  const double top = (1 << format.cell_bits) - 1;
  const double per_cell = format.flip ? std::min<double>(level, top / 2) : level;
  const double unit_s = (cell.g_max() - cell.g_min()).value() / top;
  const double common =
      format.signed_conversion() ? 0 : format.group_weight() * cell.g_min().value() / unit_s;
  return std::min(format.active_rows, rows) * static_cast<double>(format.largest_code()) *
         (per_cell + common);
}

}  // namespace mho
