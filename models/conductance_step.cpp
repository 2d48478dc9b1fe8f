// The fixed point of programmed conductances (see crossbar.hpp).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/crossbar.hpp"
#include "sim/base/error.hpp"

namespace mho {

Conductance conductance_step(const MvmFormat& format, const Cell& cell) {
  const double unit_s = (cell.g_max() - cell.g_min()).value() / (cell.levels() - 1);
  const double ceiling_units = cell.g_ceiling().value() / unit_s;
  const double largest_sum = ceiling_units * format.active_rows * ((1 << format.dac_bits) - 1);
  const double room = std::min(std::numeric_limits<std::int16_t>::max() / ceiling_units,
                               std::numeric_limits<std::int32_t>::max() / largest_sum);
  require(room >= 1, "column sums of this array do not fit 32 bits");
  return from_si<Conductance>(std::ldexp(unit_s, -std::ilogb(room)));
}

}  // namespace mho
