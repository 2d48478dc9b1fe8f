// The engine's clock: integer femtoseconds. The one place where a duration becomes a simulated one.
#pragma once

#include <cstdint>
#include <systemc>

#include "sim/base/femtoseconds.hpp"

namespace mho {

/// A duration for the SystemC kernel, whose resolution simulate() sets to 1 fs.
inline sc_core::sc_time sc_duration(std::int64_t fs) {
  return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(fs));
}

/// The simulated time.
inline std::int64_t now_fs() { return static_cast<std::int64_t>(sc_core::sc_time_stamp().value()); }

}  // namespace mho
