// Network-on-chip in time: packets on a Fabric, one flit per link and cycle, virtual cut-through. A
// packet asks for its links when its head is first in its input port; a link is granted by the
// spec's arbitration, needs room for the whole packet in the next port, and is occupied for one
// cycle per flit. An empty port takes any packet, even one longer than its buffer. A packet for
// several tiles asks for all links where their ways part, each copy goes when it can, and the port
// is free when all have gone.
//
// No deadlock: ejection is certain, as room at the end was reserved before; a packet holds one port
// and waits only for ports further along (NetworkPlan's contract: no cycle); packets are buffered
// whole, so copies do not wait for each other's links; and a partial sum that waits for another is
// in a register, not in a port (noc/reduction.hpp). Virtual channels and adaptive routes are not
// modelled.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <systemc>
#include <vector>

#include "sim/base/division.hpp"
#include "sim/chip/chip.hpp"
#include "sim/engine/noc/agenda.hpp"
#include "sim/engine/noc/fabric.hpp"
#include "sim/engine/noc/packet.hpp"
#include "sim/engine/noc/reduction.hpp"
#include "sim/engine/record/noc_use.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/tally.hpp"

namespace mho {

class Noc : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Noc);
  /// `lost_packet`: number of a packet that vanishes at its destination (a fault for tests); -1:
  /// none.
  Noc(const sc_core::sc_module_name& name, const Chip& chip, const NocTraffic& traffic,
      Tally& tally, std::int64_t lost_packet);

  /// Who takes packets for this tile (or kGlobalBuffer).
  void connect(int tile, PacketReceiver& receiver);

  /// Whether a packet may have several destinations.
  bool multicast() const { return multicast_; }
  /// Queues a packet at its source. `sender`, if any, is told when its last flit has left the port
  /// where it entered.
  void send(Packet packet, PacketSender* sender = nullptr, std::int64_t tag = 0);

  /// Flits of a packet of this many bits, header included.
  std::int64_t flits(std::int64_t bits) const { return ceil_divide(bits, flit_bits_) + 1; }
  std::int64_t cycle_fs() const { return cycle_fs_; }

  NocUse use() const;

  /// Tells `recorder` of each packet on each link.
  void watch(Recorder* recorder) { recorder_ = recorder; }
  std::vector<std::string> link_names() const;

 private:
  struct Transit {  ///< a packet on its way, shared by its copies
    Packet packet;
    std::int64_t flits = 0;
    std::int64_t number = 0;
    PacketSender* sender = nullptr;
    std::int64_t tag = 0;
    int holders = 0;  ///< copies, and the port where it entered
  };
  struct Copy {  ///< of a packet, for a range of its destinations
    int transit = 0;
    int begin = 0, end = 0;
    int port = 0;
    Turn turn;
    std::int64_t arrived_fs = 0;  ///< head in this port
    std::int64_t waited_fs = 0;   ///< for links so far
  };
  struct Slot {  ///< a packet in a port
    int copy = 0;
    int transit = 0;
    std::int64_t flits = 0;
    int branches = 1;  ///< links that it has to leave over
  };
  struct Port {
    int node = 0;
    int feeding_link = -1;  ///< -1: an endpoint's entry, without limit
    std::int64_t entry_um = 0;
    std::deque<Slot> slots;           ///< heads that are here
    std::int64_t reserved_flits = 0;  ///< of packets here and on their way
    int releasing_link = -1;  ///< that the first is leaving over, unless the agenda knows of it
  };
  struct Link {
    bool leaves_chip = false;
    std::int64_t wire_um = 0;
    std::vector<int> asking;  ///< copies, in order
    bool busy = false;
    int port = -1;  ///< that the packet leaves, or the last one left
    std::int64_t release_fs = 0, release_order = 0;
    std::int64_t blocked_since_fs = -1;
    LinkUse use;
  };

  void act();
  void enter(const NocEvent& event);
  void arrive(int copy);
  void begin(int port);
  bool reduce(int port);
  void ask(int port);
  void fork(int port);
  void request(int copy);
  bool has_room(int port, std::int64_t flits);
  int choose(const Link& link);
  bool precedes(const Link& link, int copy, int other) const;
  void grant(int link);
  void occupy(int link, int copy);
  void count(Link& link, const Transit& transit);
  void record(int link, const Transit& transit, std::int64_t duration_fs);
  std::int64_t occupied_fs(const Link& link, std::int64_t flits) const;
  bool is_awaited(const Link& link) const;
  void settle(int port);
  void pop(int port);
  void release(int link);
  void absorbed(int port);
  void eject(int copy);
  int new_copy(const Copy& copy);
  int new_transit();
  void drop_holder(int transit);
  void note_wait(const Copy& copy, int packets);
  ActionCounts& counts_of(int layer);

  Tally& tally_;
  Recorder* recorder_ = nullptr;
  std::int64_t lost_packet_;
  std::int64_t flit_bits_, buffer_flits_, cycle_fs_, head_fs_;
  std::int64_t chip_link_bits_ = 0, chip_link_cycle_fs_ = 0, chip_link_latency_fs_ = 0;
  Arbitration arbitration_;
  Fabric fabric_;
  bool multicast_, reduces_;
  ReductionTrees reductions_;
  std::vector<Port> ports_;
  std::vector<Link> links_;
  std::vector<PacketReceiver*> receivers_;  ///< [tile + 1]
  std::vector<ActionCounts*> counts_;       ///< [layer + 1]; null: not used yet
  std::deque<Transit> transits_;
  std::vector<Copy> copies_;
  std::vector<int> free_transits_, free_copies_;
  std::vector<int> full_ports_, branches_;  ///< of choose() and ask(), kept for their memory
  NocAgenda agenda_;
  bool acting_ = false;
  sc_core::sc_event due_;
  NocUse use_;
  std::map<std::int64_t, std::int64_t> waits_;  ///< packets by how long they waited
};

}  // namespace mho
