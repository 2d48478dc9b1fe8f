// The access to an on-chip buffer: its ports and banks in time. One event per transfer, whatever
// its length. What a buffer holds is in TensorStore; how full it is, in Occupancy.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "models/buffer.hpp"
#include "sim/engine/agenda.hpp"
#include "sim/engine/bank_schedule.hpp"
#include "sim/engine/distribution.hpp"

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

 private:
  std::int64_t submit(std::vector<BankSchedule>& ports, std::int64_t accesses,
                      std::int64_t first_word, std::int64_t latency_fs, std::function<void()> done,
                      TransferOrder* order);

  Agenda agenda_;
  std::int64_t cycle_fs_;
  std::vector<BankSchedule> ports_;        ///< shared: for all transfers; separate: for reads
  std::vector<BankSchedule> write_ports_;  ///< separate only
  Distribution waiting_fs_;
  std::int64_t busy_fs_ = 0;
};

/// How full a buffer is over time. Above capacity is a Bug: room is reserved before anything moves.
class Occupancy {
 public:
  /// `name` stands in the message of the Bug.
  Occupancy(std::string name, std::int64_t capacity_bits);

  void take(std::int64_t bits);
  void release(std::int64_t bits);

  std::int64_t bits() const { return bits_; }
  std::int64_t peak() const { return peak_; }
  /// Bits held, weighted with the femtoseconds up to the last change.
  const Distribution& held_bits() const { return held_bits_; }

 private:
  void change(std::int64_t bits);

  std::string name_;
  std::int64_t capacity_bits_;
  std::int64_t bits_ = 0;
  std::int64_t peak_ = 0;
  std::int64_t since_fs_ = 0;
  Distribution held_bits_;
};

}  // namespace mho
