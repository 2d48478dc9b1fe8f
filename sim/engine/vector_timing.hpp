// How long a tile's vector unit is occupied.
#pragma once

#include <cstdint>

#include "sim/chip/chip_spec.hpp"
#include "sim/engine/clock.hpp"

namespace mho {

/// `lanes` operations a cycle; the last cycle may be partly filled.
inline std::int64_t vector_unit_fs(const VectorUnitSpec& unit, std::int64_t operations) {
  return (operations + unit.lanes - 1) / unit.lanes * femtoseconds(unit.clock);
}

}  // namespace mho
