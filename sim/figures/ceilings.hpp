// What a layer's arrays cannot exceed, in closed form and apart from the engine: the most
// operations in a time, and the least energy of an operation. Of any filling of an array, as the
// full one need not be the best (a last group of few rows takes as long as a whole one).
//
// No ceiling where data decide what an MVM takes (skipped zeros, conversions that end early), and
// none of current through cells, which data decide as well.
#pragma once

#include <optional>

#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"

namespace mho {

struct ArrayCeiling {
  double macs_per_second = 0;
  /// Whether loading the inputs, which others may do meanwhile, takes the whole interval of MVMs.
  bool load_bound = false;
  double joules_per_mac = 0;  ///< converters, or adder trees; at least
};

/// Of one array in this format; empty where data decide.
std::optional<ArrayCeiling> array_ceiling(const TileKind& kind, const MvmFormat& format);

}  // namespace mho
