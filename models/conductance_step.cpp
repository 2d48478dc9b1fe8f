// The fixed point of programmed conductances (see crossbar.hpp).
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/crossbar.hpp"
#include "sim/base/error.hpp"

namespace mho {

Conductance conductance_step(const MvmFormat& format, const Cell& cell) {
  const Conductance unit = (cell.g_max() - cell.g_min()) / static_cast<double>(cell.levels() - 1);
  const double ceiling_units = cell.g_ceiling() / unit;
  const double largest_sum = ceiling_units * format.active_rows * ((1 << format.dac_bits) - 1);
  const double room = std::min(std::numeric_limits<std::int16_t>::max() / ceiling_units,
                               std::numeric_limits<std::int32_t>::max() / largest_sum);
  require(room >= 1, "column sums of this array do not fit 32 bits");
  return unit / std::exp2(std::floor(std::log2(room)));
}

}  // namespace mho
