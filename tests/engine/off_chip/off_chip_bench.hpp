// A small off-chip memory whose times are round numbers of nanoseconds, all different, so that an
// end tells which durations it is made of. Meant for arithmetic, not for silicon.
#pragma once

#include <map>
#include <memory>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/off_chip/memory.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace mho {

inline constexpr std::int64_t kNs = 1000000;

/// One channel of 16 bits at 1 GT/s: a burst is 8 bytes and 4 ns, a row 64 bytes, 4 banks.
inline DramSpec small_dram() {
  const auto ns = [](double value) { return from_si<Time>(value * 1e-9); };
  DramSpec spec;
  spec.capacity_bytes = 1 << 20;
  spec.channels = 1;
  spec.width_bits = 16;
  spec.data_rate = from_si<Frequency>(1e9);
  spec.burst_length = 4;
  spec.interleave_bytes = 8;
  spec.request_bytes = 64;
  spec.outstanding = 4;
  spec.latency = ns(20);
  spec.banks.emplace();
  spec.banks->banks = 4;
  spec.banks->row_bytes = 64;
  DramTiming& timing = spec.banks->timing;
  timing.t_rcd = ns(14);
  timing.t_rp = ns(13);
  timing.t_cl = ns(15);
  timing.t_cwl = ns(10);
  timing.t_ras = ns(30);
  timing.t_rtp = ns(7);
  timing.t_wr = ns(12);
  timing.t_wtr = ns(6);
  timing.t_rtw = ns(2);
  timing.t_rrd = ns(5);
  timing.t_faw = ns(40);
  timing.t_refi = ns(0);
  timing.t_rfc = ns(60);
  return spec;
}

/// A port with its memory, and when each transfer (told by a name) was done.
struct OffChipBench {
  explicit OffChipBench(const DramSpec& spec, const OffChipTargetFactory& factory = {})
      : port("port", spec, tally), memory(attach_memory(port, spec, factory)) {}

  void read(int name, std::int64_t address, std::int64_t bytes, int layer = 0) {
    port.read(address, bytes, layer, -1, [this, name] { done_ns[name] = now_fs() / kNs; });
  }
  void write(int name, std::int64_t address, std::int64_t bytes, int layer = 0) {
    port.write(address, bytes, layer, -1, [this, name] { done_ns[name] = now_fs() / kNs; });
  }
  /// Of our own memory.
  MemoryUse memory_use() const { return dynamic_cast<const OffChipMemory&>(*memory).use(); }

  // The kernel refuses a resolution after the first time was made.
  const bool resolution = (sc_core::sc_set_time_resolution(1, sc_core::SC_FS), true);
  Tally tally;
  OffChipPort port;
  std::unique_ptr<OffChipTarget> memory;
  std::map<int, std::int64_t> done_ns;
};

}  // namespace mho
