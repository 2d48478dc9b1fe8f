// The readout of one array on a macro of a kind of tile, for whoever multiplies with it: the programmed
// network, the usual MVM, the peak. Its converters' ranges and steps, and their instances and the
// columns' errors as far as they are switched on.
#pragma once

#include <vector>

#include "models/crossbar/readout.hpp"
#include "sim/chip/chip.hpp"

namespace mho {

/// `ranges` as Readout has them: those that the layer's sums were found to need; `stream` is the
/// array's, for its converters.
Readout macro_readout(const TileKind& kind, const MvmFormat& format, std::vector<AdcRange> ranges,
                      const Effects& effects, const Stream& stream);
/// The same where no layer is known: one range for every slice, as wide as the macro's rule makes
/// it for sums of at most `full_scale` units.
Readout macro_readout(const TileKind& kind, const MvmFormat& format, double full_scale,
                      const Effects& effects, const Stream& stream);

}  // namespace mho
