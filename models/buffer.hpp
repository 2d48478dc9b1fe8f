// An on-chip memory (SRAM, eDRAM, register file) by its constants. Banks and refresh are not
// modelled: one port that moves `width` bits a cycle.
#pragma once

#include <cstdint>
#include <string>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct BufferSpec {
  std::int64_t capacity_bytes = 0;
  int width_bits = 0;
  Energy read_energy;   ///< of one access of width_bits
  Energy write_energy;  ///< of one access of width_bits
  Time cycle;           ///< between two accesses
  Area area;
  Power leakage;
  std::string source;

  /// Accesses that move `bits`.
  std::int64_t accesses(std::int64_t bits) const { return (bits + width_bits - 1) / width_bits; }

  void fields(Fields& f) {
    f.bytes("capacity", capacity_bytes, {1, 1e12}, "What the memory holds.");
    f.integer("width", width_bits, {1, 65536}, "Bits of one access.");
    f.quantity("read_energy", read_energy, {0, 1e-6}, "Energy of reading one access.");
    f.quantity("write_energy", write_energy, {0, 1e-6}, "Energy of writing one access.");
    f.quantity("cycle", cycle, {1e-12, 1e-3}, "Time between two accesses of the one port.");
    f.quantity("area", area, {0, 1e-2}, "Area of the whole memory.");
    f.quantity("leakage", leakage, {0, 100}, "Power whether used or not.");
    f.text("source", source, "Where the values come from.");
  }
};

}  // namespace mho
