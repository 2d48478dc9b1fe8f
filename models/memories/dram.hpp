// An off-chip memory and its interface by their constants: organization, timing, energies. Two
// timings: banks with open rows and refresh (Jacob, Ng, Wang, Memory Systems, 2007, ch. 11; JEDEC's
// parameters by their names), or a latency and a bandwidth. Bank groups, ranks, the command bus and
// power-down are not modelled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/costs/component.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// JEDEC's parameters. A row buffer serves any number of column accesses until its row is closed.
struct DramTiming {
  Time t_rcd;   ///< activate to column access
  Time t_rp;    ///< precharge to activate
  Time t_cl;    ///< read command to first data
  Time t_cwl;   ///< write command to first data
  Time t_ras;   ///< activate to precharge, at least
  Time t_rtp;   ///< read command to precharge
  Time t_wr;    ///< last written data to precharge
  Time t_wtr;   ///< last written data to read command
  Time t_rtw;   ///< last read data to first written data
  Time t_rrd;   ///< between activates of different banks
  Time t_faw;   ///< in which at most four activates fall
  Time t_refi;  ///< between refreshes; 0: none
  Time t_rfc;   ///< of a refresh of all banks

  void fields(Fields& f);
};

struct DramBanks {
  int banks = 0;               ///< of a channel
  std::int64_t row_bytes = 0;  ///< of a channel: what an activate opens
  DramTiming timing;

  void fields(Fields& f);
};

/// What the timing of a memory is made of.
enum class MemoryTiming { banks, simple };

/// Which of the waiting requests of a channel is next.
enum class MemoryQueue { fr_fcfs, fcfs };

struct DramSpec {
  std::string name;
  std::int64_t capacity_bytes = 0;
  int channels = 0;
  int width_bits = 0;   ///< of a channel's data bus
  Frequency data_rate;  ///< transfers per second of a data pin
  int burst_length = 0;
  std::int64_t interleave_bytes = 0;  ///< neighboring addresses in one channel
  std::int64_t request_bytes = 0;     ///< the largest request of the port
  int outstanding = 0;                ///< requests of the port that may be in flight
  Time latency;  ///< controller, PHY and wires, there and back; timing simple: to the first data
  MemoryTiming timing = MemoryTiming::banks;
  MemoryQueue queue = MemoryQueue::fr_fcfs;
  std::optional<DramBanks> banks;
  Energy read_energy;      ///< of a bit, in the memory, with its I/O
  Energy write_energy;     ///< of a bit, in the memory, with its I/O
  Energy activate_energy;  ///< of opening and closing a row of a channel
  Power background;        ///< of all devices: standby and refresh
  Component interface;     ///< PHY and controller on the chip; action: one bit moved
  std::string source;

  std::int64_t burst_bytes() const { return std::int64_t{width_bits} * burst_length / 8; }
  /// Bytes per second of all channels.
  double bandwidth() const { return channels * width_bits * data_rate.value() / 8; }

  void fields(Fields& f);
};

}  // namespace mho
