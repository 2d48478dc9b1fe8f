// A memory of banks that work at the same time. Each is a memory of its part of the capacity with
// decoders and sense amplifiers of its own, and has lanes of its own, a word and an address for
// each port, to the middle of the memory:
//
//   A = B A_bank + n p S / 2      S = sqrt(A)      n = B ports (width + log2(words of a bank))
//
// p: pitch of an intermediate wire, four of the node's local widths; S / 2: mean distance, along
// both edges, of a square's points from its middle; the lanes have repeaters, which leak
// (models/costs/circuits/wire). CACTI 7 counts its trees' wires as area as well, but has one tree
// for all banks, which serves one access at a time. One layer of lanes is ours: with more layers
// many banks are smaller than here.
//
// An access still crosses all banks, as in an array of their common side: CACTI cuts an array into
// subarrays whatever its banks, and 2 to 256 of them change the energy of a read by -29 to +1 %, of
// a write by -7 to +22 % (tests/models/costs/memory_banks_test.cpp). Where lanes push the banks
// apart, a word travels that much further. Ignored: arbitration of several requesters, skew.
#pragma once

#include <cstdint>
#include <string>

#include "models/costs/memory_model.hpp"

namespace mho {

/// Bytes of one bank; the last may be used in part.
std::int64_t bank_bytes(const MemoryDuty& duty);

struct Banks {
  Area cells;     ///< of the banks alone
  Area area;      ///< with their lanes
  Energy way;     ///< of an access, where lanes push the banks apart
  Power leakage;  ///< of the lanes' repeaters
};
/// All banks of a memory from the area of one; a single one has no lanes.
Banks banks_of(Area bank, const MemoryDuty& duty);

/// " in 8 banks of 4096 B", empty for a single one: for sources and warnings.
std::string banks_text(const MemoryDuty& duty);

}  // namespace mho
