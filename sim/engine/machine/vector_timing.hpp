// How long a tile's vector unit is occupied.
#pragma once

#include <cstdint>

#include "sim/base/division.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/engine/kernel/clock.hpp"

namespace mho {

/// `lanes` operations a cycle; the last cycle may be partly filled.
inline std::int64_t vector_unit_fs(const VectorUnitSpec& unit, std::int64_t operations) {
  return times_fs(ceil_divide(operations, unit.lanes), femtoseconds(unit.clock));
}

/// From the end of that time to the results: the pipeline's latency, up to the end of a cycle where
/// the tile works in lock step.
inline std::int64_t vector_latency_fs(const VectorUnitSpec& unit, std::int64_t duration_fs) {
  const std::int64_t latency_fs = femtoseconds(unit.cost.delay);
  const std::int64_t cycle_fs = femtoseconds(unit.cycle);
  if (cycle_fs == 0) return latency_fs;
  return latency_fs + (cycle_fs - (duration_fs + latency_fs) % cycle_fs) % cycle_fs;
}

}  // namespace mho
