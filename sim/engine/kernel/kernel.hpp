// The SystemC kernel, which is one global in a process.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <systemc>

#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/record/time_limit.hpp"

namespace mho {

/// Before the first module is made. Throws Bug when this process has simulated before.
inline void claim_kernel() {
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
  require(sc_core::sc_get_status() == sc_core::SC_ELABORATION,
          "a process can simulate once: the SystemC kernel is global");
  sc_core::sc_set_time_resolution(1, sc_core::SC_FS);
}

/// Until no event is left. An exception that leaves a SystemC process has lost its type: Bug; what
/// can be wrong with the input is checked before, all but the time that it takes.
inline void run_kernel() {
  try {
    sc_core::sc_start();
  } catch (const sc_core::sc_report& report) {
    if (report.get_msg_type() == std::string_view(kTooLong))
      throw too_long(std::string(report.get_msg()) + " is at work until after that", kLongestFs);
    throw Bug(report.what());
  }
}

}  // namespace mho
