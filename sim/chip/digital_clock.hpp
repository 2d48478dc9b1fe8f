// How fast a digital macro's clock may be: from its input register through a multiplier, a column's
// adder tree and an accumulator, one after another, as their models have them.
//
// Ignored: the clock's skew, wires between the parts. Parts of which constants are stated take no
// time here: their clock is stated with them.
#pragma once

#include "models/technology/operating_point.hpp"
#include "sim/chip/digital_macro.hpp"

namespace mho {

/// The shortest cycle of circuits that are not built for speed; 0: no model tells.
///   after_tree   max(accumulator, (multiplier + tree + accumulator) / (pipeline_cycles + 1)):
///                registers may cut multiplier and tree anywhere, an accumulator nowhere
///   before_tree  max(multiplier + accumulator, tree / max(1, pipeline_cycles))
Time shortest_cycle(const DigitalMacroSpec& macro, const ArraySpec& array,
                    const OperatingPoint& point);

/// Puts the fastest clock where none is stated, and how many times as fast the circuits must be
/// built where a faster one is. Returns what is to be warned of; "": nothing.
std::string set_clock(DigitalMacroSpec& macro, const ArraySpec& array, const OperatingPoint& point);

}  // namespace mho
