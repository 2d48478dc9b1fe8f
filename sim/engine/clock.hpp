// The engine's clock: integer femtoseconds. The one place where a physical time becomes a simulated
// one. A duration is rounded to the nearest femtosecond, once, before it is multiplied.
#pragma once

#include <cmath>
#include <cstdint>
#include <systemc>

#include "sim/base/quantity.hpp"

namespace mho {

/// A duration in femtoseconds.
inline std::int64_t femtoseconds(Time time) { return std::llround(time.value() * 1e15); }

/// The period of a clock in femtoseconds.
inline std::int64_t femtoseconds(Frequency clock) { return std::llround(1e15 / clock.value()); }

/// A duration for the SystemC kernel, whose resolution simulate() sets to 1 fs.
inline sc_core::sc_time sc_duration(std::int64_t fs) {
  return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(fs));
}

/// The simulated time.
inline std::int64_t now_fs() { return static_cast<std::int64_t>(sc_core::sc_time_stamp().value()); }

}  // namespace mho
