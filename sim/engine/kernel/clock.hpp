// The engine's clock: integer femtoseconds. The one place where a duration becomes a simulated one,
// and where a simulation ends that takes longer than they are good for.
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

/// The type of the report that ends a simulation whose time does not fit; run_kernel()
/// (kernel/kernel.hpp) makes an InputError of it.
inline constexpr const char* kTooLong = "simulated time does not fit";

/// When it is `delay_fs` (at most three times kLongestFs) later than now. Ends the simulation where
/// that is beyond kLongestFs; `who` asks for it.
inline std::int64_t due_fs(std::int64_t delay_fs, const sc_core::sc_object& who) {
  const std::int64_t due = now_fs() + delay_fs;
  if (due >= kLongestFs) SC_REPORT_ERROR(kTooLong, who.name());
  return due;
}

}  // namespace mho
