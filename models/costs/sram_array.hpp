// A static memory's array by its size: cells, their periphery and the wires across it. An access
// moves charge on wires as long as the array's side S: address, decoder and bit lines that every
// access pays for, and one lane a bit of the word. Hence
//
//   E = V^2 S (e0 + e1 width)       t = t0 F / 45 nm + t1 S, at the node's nominal supply
//   A = bits cell F^2 (1 + 0.434 (ports - 1))^2 (1.25 + 40 / sqrt(bits))       S = sqrt(A)
//
// fitted to CACTI 7 (its own 146 F2 cell, itrs-hp, one port, nominal supplies) at 45 and 22 nm, 2
// KB to 1 MB, 64 bits a word, and at 32 nm, 64 KB, 16 to 512 bits. Sizes at 32, 65 and 90 nm,
// ports, banks were predicted. Errors: models/README.md and tests/models/sram_test.cpp.
//
// Leakage at 300 K of CACTI 7, 65 to 22 nm: 3.9 F of transistor width a cell, 0.54 F of periphery.
// What a transistor leaks: models/technology_leakage.
#pragma once

#include <cstdint>

#include "models/memory_model.hpp"

namespace mho {

struct SramArray {
  double cell_f2 = 0;  ///< 0: the node's six-transistor cell
  /// The cells' transistors; those of the periphery are the chip's.
  Transistors cells = Transistors::low_power;

  /// What `duty` costs, without source. Every access crosses the whole memory; a bank is busy for
  /// an access of its own part.
  MemoryCost cost(const MemoryDuty& duty) const;

  double f2_at(Length node) const;
};

}  // namespace mho
