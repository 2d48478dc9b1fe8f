// The readout of one array on a chip's macro: the converters' instances and the columns' errors as
// far as they are switched on.
#pragma once

#include <vector>

#include "models/crossbar/readout.hpp"
#include "sim/chip/chip.hpp"

namespace mho {

/// `ranges` as Readout has them; `stream` is the array's, for its converters.
Readout macro_readout(const Chip& chip, int kind, const MvmFormat& format,
                      std::vector<AdcRange> ranges, const Effects& effects, const Stream& stream);

}  // namespace mho
