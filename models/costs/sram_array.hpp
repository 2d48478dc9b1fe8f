// A static memory's array by its size: cells, their periphery and the wires across it. An access
// moves charge on wires as long as the array's side S: address, decoder and bit lines that every
// access pays for, and one lane a bit of the word. Hence
//
//   A = bits cell F^2 (1 + 0.434 (ports - 1))^2 (1.25 + 40 / sqrt(bits))        S = sqrt(A)
//   E = V^2 S (e0 + e1 width)
//   t = (t0 F / 45 nm + t1 S) delay(point) / delay(high performance, nominal supply)
//
// fitted to CACTI 7 (its own 146 F2 cell, itrs-hp, one port) at 45 and 22 nm, 2 KiB to 1 MiB, 64
// bits a word, and at 32 nm, 64 KiB, 16 to 512 bits. Sizes at 32, 65 and 90 nm and ports were
// predicted. Errors: models/README.md and tests/models/costs/memories_test.cpp.
//
// Leakage at 300 K of CACTI 7, 65 to 22 nm: 3.9 F of transistor width a cell, and of periphery
// 0.37 + 123 / sqrt(bits) F a bit (0.54 at 64 KiB). What a transistor leaks:
// models/technology/leakage.hpp. Several banks: models/costs/memory_banks.hpp.
#pragma once

#include <cstdint>

#include "models/costs/memory_model.hpp"

namespace mho {

/// By how much a cell's edge grows with each port after the first (CACTI 7, 2 and 4 ports).
inline constexpr double kPortPitch = 0.434;
/// Leaking transistor width of the periphery of an array of `bits`, per bit.
Length periphery_width(double bits, Length node);

/// Time of an access: gates, `gate_at_45nm` in all, and wires across `area`, at the point's speed.
Time access_time(Time gate_at_45nm, double wire_s_per_m, Area area, const OperatingPoint& point);

struct SramArray {
  double cell_f2 = 0;  ///< 0: the node's six-transistor cell
  /// The cells' transistors; those of the periphery are the chip's.
  Transistors cells = Transistors::low_power;

  /// What `duty` costs, without source; warns outside of the fitted ranges. Every access crosses
  /// the whole memory; a bank is busy for an access of its own part.
  MemoryCost cost(const MemoryDuty& duty) const;

  double f2_at(Length node) const;
};

}  // namespace mho
