// The peak of a chip of MAC arrays: every MAC at work in every cycle.
#pragma once

#include "sim/chip/chip.hpp"
#include "sim/figures/peak.hpp"

namespace mho {

/// As peak_of. Energy of a MAC with all that moves for it is that of a layer that fills the array:
/// its jobs' counted actions. Level macro: the array with registers, wires and accumulators; tile:
/// with weight memory and vector unit; chip: with the global buffer. Weights are on the chip
/// already.
Peak peak_of_mac_array(const Chip& chip, int weight_bits, int activation_bits);

}  // namespace mho
