// One channel of an off-chip memory in time: banks with open rows, refresh, the data bus. Serves
// bursts in the order in which it is told to; each in closed form, no event per command. A request
// that waits for the data bus has its bank prepared meanwhile: precharge and activate count from
// its arrival. Commands are not aligned to a clock and never collide. Arithmetic without SystemC.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/memories/dram.hpp"

namespace mho {

/// What happened in a memory.
struct MemoryUse {
  std::int64_t row_hits = 0;       ///< bursts that found their row open
  std::int64_t row_misses = 0;     ///< bursts that found their bank closed
  std::int64_t row_conflicts = 0;  ///< bursts that found another row open
  std::int64_t refreshes = 0;
  std::int64_t busy_fs = 0;  ///< of data buses

  MemoryUse& operator+=(const MemoryUse& other);
  bool operator==(const MemoryUse&) const = default;
};

class MemoryChannel {
 public:
  explicit MemoryChannel(const DramSpec& spec);

  /// Would a burst at this address of the channel find its row open?
  bool is_open(std::int64_t address) const;

  /// Serves a burst that has been waiting since `arrived_fs`; chosen at `now_fs`, so that its
  /// column command is not earlier. Returns when its data have been on the bus.
  std::int64_t serve(std::int64_t address, bool is_write, std::int64_t arrived_fs,
                     std::int64_t now_fs);

  /// The column command of the last burst: when the next one is chosen.
  std::int64_t last_command_fs() const { return last_command_fs_; }
  const MemoryUse& use() const { return use_; }

 private:
  static constexpr std::int64_t kClosed = -1;

  struct Bank {
    std::int64_t row = kClosed;
    std::int64_t activate_from_fs = 0;
    std::int64_t column_from_fs = 0;
    std::int64_t precharge_from_fs = 0;
  };
  /// The commands of a burst, and what it found.
  struct Commands {
    std::int64_t first_fs = 0;     ///< the first of them
    std::int64_t activate_fs = 0;  ///< if the row is not open
    std::int64_t column_fs = 0;
    bool is_hit = false;
  };

  Commands plan(const Bank& bank, std::int64_t row, bool is_write, std::int64_t arrived_fs,
                std::int64_t now_fs) const;
  std::int64_t column_fs(bool is_write, std::int64_t from_fs) const;
  std::int64_t activate_fs(std::int64_t from_fs) const;
  void refresh(std::int64_t until_fs);

  bool has_banks_;
  std::int64_t row_bytes_ = 0;
  std::int64_t burst_fs_;
  std::int64_t t_rcd_ = 0, t_rp_ = 0, t_cl_ = 0, t_cwl_ = 0, t_ras_ = 0, t_rtp_ = 0, t_wr_ = 0;
  std::int64_t t_wtr_ = 0, t_rtw_ = 0, t_rrd_ = 0, t_faw_ = 0, t_refi_ = 0, t_rfc_ = 0;
  std::vector<Bank> banks_;
  std::array<std::int64_t, 4> activates_fs_;  ///< the last four, oldest first
  std::int64_t bus_free_fs_ = 0;
  std::int64_t written_until_fs_;  ///< last data of the last write
  bool last_was_read_ = false;
  std::int64_t last_command_fs_ = 0;
  std::int64_t refresh_due_fs_ = 0;
  MemoryUse use_;
};

}  // namespace mho
