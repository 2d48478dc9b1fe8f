// Our own off-chip memory, the default target of the off-chip port: channels with their queues. A
// request is cut where it crosses a channel's interleaving; a channel's part is served in one go.
// It accepts every request at once: those who send are limited.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "models/memories/dram.hpp"
#include "sim/engine/kernel/agenda.hpp"
#include "sim/engine/off_chip/channel.hpp"
#include "sim/engine/off_chip/target.hpp"

#include <tlm_utils/simple_target_socket.h>

namespace mho {

class OffChipMemory : public sc_core::sc_module, public OffChipTarget {
 public:
  OffChipMemory(const sc_core::sc_module_name& name, const DramSpec& spec);

  tlm_utils::simple_target_socket<OffChipMemory> socket;

  /// Summed over channels.
  MemoryUse use() const;

 private:
  /// A request in flight.
  struct Job {
    tlm::tlm_generic_payload* payload;
    std::int64_t parts = 0;  ///< not yet served
    std::int64_t data_end_fs = 0;
    std::int64_t activates = 0;
  };
  /// The part of a request in one channel: consecutive bursts there.
  struct Part {
    std::shared_ptr<Job> job;
    std::int64_t address;  ///< in the channel
    std::int64_t bursts;
    std::int64_t arrived_fs;
  };
  struct Channel {
    explicit Channel(const DramSpec& spec) : timing(spec) {}

    MemoryChannel timing;
    std::deque<Part> waiting;
    bool is_choosing = false;  ///< an entry of the agenda will choose the next
  };

  tlm::tlm_sync_enum transport(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                               sc_core::sc_time& delay);
  void accept(tlm::tlm_generic_payload& payload);
  void choose(Channel& channel);
  void serve(Channel& channel, const Part& part);
  void respond(const std::shared_ptr<Job>& job);
  void answer_next();

  const DramSpec spec_;
  std::int64_t latency_fs_;
  Agenda agenda_;
  std::vector<Channel> channels_;
  std::deque<std::shared_ptr<Job>> answers_;  ///< ready; the first has gone out if is_answering_
  bool is_answering_ = false;                 ///< the initiator has not taken the last response
};

/// The target that `factory` makes, or, without one, an OffChipMemory; bound to the port.
std::unique_ptr<OffChipTarget> attach_memory(OffChipPort& port, const DramSpec& spec,
                                             const OffChipTargetFactory& factory = {});

}  // namespace mho
