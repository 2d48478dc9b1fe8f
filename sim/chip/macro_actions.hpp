// What the MVMs of a macro cost in actions: the one rule, for the timed engine and for the peak.
#pragma once

#include <cstdint>

#include "models/crossbar/mvm.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip_spec.hpp"

namespace mho {

/// Actions of MVMs that did `activity`, took `input_bits` from the input register and left
/// `partial_sums` in the output register.
ActionCounts macro_actions(const MvmActivity& activity, const AnalogMacroSpec& macro,
                           std::int64_t input_bits, std::int64_t partial_sums);

}  // namespace mho
