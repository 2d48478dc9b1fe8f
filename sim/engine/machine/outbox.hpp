// The sending end of a stage or of the global buffer: pixels leave in order, each when all the
// stores that take it have room, in one packet to all of them where the network can, else in one
// for each. A store on the sender's own tile is written without the network.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <systemc>
#include <vector>

#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/watchdog.hpp"
#include "sim/engine/noc/noc.hpp"

namespace mho {

/// What an outbox calls.
struct OutboxHooks {
  std::function<void(int store, SharedPixel)> write_local;  ///< a pixel for a store of this tile
  std::function<void()> sent;                               ///< its last flit has left
};

class Outbox : public sc_core::sc_module, public PacketSender {
 public:
  SC_HAS_PROCESS(Outbox);
  /// Pixels of `layer` (-1: the image) leave `tile` for `destinations`.
  /// `stage`: that they are of, for who watches; -1: the image.
  Outbox(const sc_core::sc_module_name& name, Context& context, Noc& noc, int layer, int tile,
         const std::vector<int>& destinations, OutboxHooks hooks, int stage = -1);

  void push(std::int64_t image, int pixel, std::vector<std::int32_t> values);
  /// A packet of departure `tag` has left.
  void left(std::int64_t tag) override;
  /// Adds what its first pixel waits for.
  void add_waits(std::vector<Wait>& waits) const;

 private:
  struct Waiting {
    SharedPixel pixel;
    std::int64_t ready_fs = 0;
  };
  struct Departure {  ///< of a pixel whose packets are leaving
    std::int64_t image = 0;
    std::int64_t ready_fs = 0;
    std::int64_t flits = 0;
    int packets = 0;  ///< not gone yet; 0: this place is free
    int pixel = 0;
    std::int64_t dispatched_fs = 0;
    std::vector<std::uint64_t> arrows;  ///< where it goes, if somebody watches
  };

  bool has_room(const PixelPayload& pixel) const;
  void advance();
  void dispatch(const Waiting& waiting);
  std::size_t new_departure();
  void note_sent(const Departure& departure);
  void record(const Departure& departure, std::int64_t unhindered_fs);

  Context& context_;
  Noc& noc_;
  int layer_;
  int tile_;
  const std::vector<int>& destinations_;
  OutboxHooks hooks_;
  int stage_;
  std::deque<Waiting> queue_;
  std::vector<Departure> departures_;
  sc_core::sc_event pushed_;
  std::int64_t sent_fs_ = 0;  ///< flits into the network
};

}  // namespace mho
