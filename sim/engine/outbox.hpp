// The sending end of a stage or of the global buffer: pixels leave in order, each when all the
// stores that take it have room, one packet per tile. A store on the sender's own tile is written
// without the network.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <systemc>
#include <vector>

#include "sim/engine/context.hpp"
#include "sim/engine/noc.hpp"

namespace mho {

/// What an outbox calls.
struct OutboxHooks {
  std::function<void(const PixelPayload&)> write_local;  ///< a pixel for a store of this tile
  std::function<void()> sent;                            ///< its last flit has left
};

class Outbox : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Outbox);
  /// Pixels of `layer` (-1: the image) leave `tile` for `destinations`.
  Outbox(const sc_core::sc_module_name& name, Context& context, Noc& noc, int layer, int tile,
         const std::vector<int>& destinations, OutboxHooks hooks);

  void push(std::int64_t image, int pixel, std::vector<std::int32_t> values);
  /// What it waits for, for the watchdog; empty: nothing.
  std::string stuck() const;

 private:
  struct Pixel {
    std::int64_t image = 0;
    int pixel = 0;
    std::vector<std::int32_t> values;
    std::int64_t ready_fs = 0;
  };
  struct Departure;

  bool has_room(const Pixel& pixel) const;
  void advance();
  void dispatch(const Pixel& pixel);
  void note_sent(const Departure& departure);

  Context& context_;
  Noc& noc_;
  int layer_;
  int tile_;
  const std::vector<int>& destinations_;
  OutboxHooks hooks_;
  std::deque<Pixel> queue_;
  sc_core::sc_event pushed_;
};

}  // namespace mho
