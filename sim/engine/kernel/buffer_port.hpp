// The access to an on-chip buffer: its ports and banks in time. One event per transfer, whatever
// its length. What a buffer holds, and how full it is, is in TensorStore.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/memories/buffer.hpp"
#include "sim/engine/kernel/agenda.hpp"
#include "sim/engine/kernel/bank_schedule.hpp"
#include "sim/engine/kernel/distribution.hpp"

namespace mho {

/// Transfers that are given the same one end in the order of asking, though ports and banks may
/// serve the later one first: a stream that must not get out of order.
struct TransferOrder {
  std::int64_t last_end_fs = 0;
};

class BufferPort : public sc_core::sc_module {
 public:
  BufferPort(const sc_core::sc_module_name& name, const BufferSpec& spec);

  /// Moves `accesses` words from `first_word` on (which tells the bank), one a cycle, as soon as a
  /// port and the banks let it, and calls `done` `latency_fs` after the last. Returns when the
  /// transfer starts. A transfer takes the port on which it can start first.
  std::int64_t read(std::int64_t accesses, std::int64_t first_word, std::int64_t latency_fs,
                    std::function<void()> done, TransferOrder* order = nullptr);
  std::int64_t write(std::int64_t accesses, std::int64_t first_word, std::int64_t latency_fs,
                     std::function<void()> done, TransferOrder* order = nullptr);

  /// Waiting for a port and banks, in femtoseconds, one value a transfer.
  const Distribution& waiting_fs() const { return waiting_fs_; }
  /// Summed over ports: time in which a word moved.
  std::int64_t busy_fs() const { return busy_fs_; }
  /// The least time that all of its transfers take, all ports and banks at work: its share of that.
  std::int64_t least_fs() const {
    return busy_fs_ / (std::ssize(ports_) + std::ssize(write_ports_)) / banks_;
  }

 private:
  std::int64_t submit(std::vector<BankSchedule>& ports, std::int64_t accesses,
                      std::int64_t first_word, std::int64_t latency_fs, std::function<void()> done,
                      TransferOrder* order);

  Agenda agenda_;
  std::int64_t cycle_fs_;
  int banks_;
  std::vector<BankSchedule> ports_;        ///< shared: for all transfers; separate: for reads
  std::vector<BankSchedule> write_ports_;  ///< separate only
  Distribution waiting_fs_;
  std::int64_t busy_fs_ = 0;
};

}  // namespace mho
