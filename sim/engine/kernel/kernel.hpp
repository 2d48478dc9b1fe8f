// The SystemC kernel, which is one global in a process.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <systemc>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/record/recorder.hpp"
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
template <class Run>
void run_kernel_by(const Run& run) {
  try {
    run();
  } catch (const sc_core::sc_report& report) {
    if (report.get_msg_type() == std::string_view(kTooLong))
      throw too_long(std::string(report.get_msg()) + " is at work until after that", kLongestFs);
    throw Bug(report.what());
  }
}

inline void run_kernel() {
  run_kernel_by([] { sc_core::sc_start(); });
}

/// The same with stops between events where the recorder wants to see the counts: they cost no
/// event, and leave time where the last one was.
inline void run_kernel(Recorder& recorder, const Tally& tally,
                       const std::function<std::vector<BufferFill>()>& fills) {
  run_kernel_by([&] {
    for (bool is_first = true;; is_first = false) {
      const std::int64_t until_fs = std::min(recorder.next_sample_fs(), kForeverFs);
      const sc_core::sc_time before = sc_duration(until_fs - 1 - now_fs());
      // SystemC warns of a start that finds nothing to do.
      if (is_first || sc_core::sc_time_to_pending_activity() <= before)
        sc_core::sc_start(before, sc_core::SC_EXIT_ON_STARVATION);
      if (!sc_core::sc_pending_activity()) return;
      recorder.sample(tally, fills());
    }
  });
}

}  // namespace mho
