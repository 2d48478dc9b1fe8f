// Network-on-chip: a rectangular mesh of routers, dimension-ordered (X, then Y) routing, one flit
// per link and cycle, virtual cut-through. A packet asks for the output link when its head is first
// in its input port; links are granted in order of asking; a grant needs room for the whole packet
// in the next router's port, and occupies the link for one cycle per flit. An empty port takes any
// packet, even one longer than its buffer. XY order and certain ejection exclude deadlock. Virtual
// channels, priorities and adaptive routes are not modelled.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/engine/agenda.hpp"
#include "sim/engine/packet.hpp"
#include "sim/engine/tally.hpp"

namespace mho {

class Noc : public sc_core::sc_module {
 public:
  /// `lost_packet`: number of a packet that vanishes at its destination (a fault for tests); -1:
  /// none.
  Noc(const sc_core::sc_module_name& name, const Chip& chip, Tally& tally,
      std::int64_t lost_packet);

  /// Who takes packets for this tile (or kGlobalBuffer).
  void connect(int tile, PacketReceiver& receiver);

  /// Queues a packet at its source's router. `left` is called when its last flit has left that
  /// router's input port.
  void send(Packet packet, std::function<void()> left);

  /// Flits of a packet of this many bits, header included.
  std::int64_t flits(std::int64_t bits) const { return (bits + flit_bits_ - 1) / flit_bits_ + 1; }
  std::int64_t cycle_fs() const { return cycle_fs_; }

  std::int64_t sent() const { return sent_; }
  std::int64_t received() const { return received_; }
  std::int64_t wait_fs() const { return wait_fs_; }

 private:
  struct Transit {
    Packet packet;
    std::int64_t flits = 0;
    std::int64_t number = 0;
    std::int64_t arrived_fs = 0;  ///< head at this router
    std::function<void()> left;   ///< empty after the first router
  };
  using TransitPointer = std::shared_ptr<Transit>;

  struct InputPort {
    std::deque<TransitPointer> queue;  ///< heads that are here
    std::int64_t reserved_flits = 0;   ///< of packets here and on their way
    int feeding_router = -1, feeding_output = -1;
  };
  struct OutputPort {
    bool busy = false;
    std::deque<int> asking;       ///< input ports, in order
    int router = -1, input = -1;  ///< what the link leads to; -1: a tile
  };
  struct Router {
    std::vector<InputPort> inputs;    ///< west, east, north, south, then local ones
    std::vector<OutputPort> outputs;  ///< likewise
  };

  void link(int router, int output, int neighbor, int input);
  int router_of(int tile) const;
  int local_port(int tile) const;
  int route(int router, int destination) const;
  void enter(int router, int input, const TransitPointer& transit);
  void ask(int router, int input);
  void grant_next(int router, int output);
  void leave(int router, int input, int output);
  void deliver(const TransitPointer& transit);

  const Chip& chip_;
  Tally& tally_;
  std::int64_t lost_packet_;
  int columns_;
  std::int64_t flit_bits_, buffer_flits_, cycle_fs_, head_fs_;
  std::vector<Router> routers_;
  std::vector<PacketReceiver*> receivers_;  ///< [tile + 1]
  Agenda agenda_;
  std::int64_t sent_ = 0, received_ = 0, wait_fs_ = 0;
};

}  // namespace mho
