// Off-chip memory as a machine's YAML states it: bandwidth, latency and the energy of a bit that
// crosses the port. Rows, banks and refresh are not told apart.
#pragma once

#include "models/component.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct OffChipSpec {
  int width_bits = 0;  ///< bits per cycle, one direction at a time
  Frequency clock;
  Time latency;    ///< from the request to the first bit
  Component port;  ///< action: one bit read or written, memory and interface

  void fields(Fields& f) {
    f.integer("width", width_bits, {1, 65536}, "Bits per cycle, one direction at a time.");
    f.quantity("clock", clock, {1e3, 1e11}, "Transfers of `width` bits per second.");
    f.quantity("latency", latency, {0, 1e-3}, "Time from a request to its first bit.");
    f.section("port", port, "Memory and interface; action: one bit read or written.");
  }
};

}  // namespace mho
