// What of the machine a report's energies, powers and TOPS/J are of: one boundary for all of them,
// the widest that the run has, so that one figure divides by what the other counts.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// Whether there is a memory beside the chip.
inline bool has_memory(const Results& results) {
  return results.find("energy.off_chip") != nullptr;
}

inline std::string boundary(const Results& results) {
  return has_memory(results) ? "chip with memory" : "chip";
}

}  // namespace mho
