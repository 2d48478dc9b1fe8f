// How far a run's efficiency hangs on the model of its converters: the same counts, priced with
// what other models say of a converter of the same bits, rate and node. Times stay as they are, and
// so does what the converters do to the accuracy.
#pragma once

#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/figures/peak.hpp"
#include "sim/results/ledger.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// The chip's own converters first, then every alternative
/// (models/costs/converter_survey/alternative_converters.hpp). Operations are those of the ledger's
/// images; `chip_energy` is theirs, without what is beside the chip. All analog kinds of tiles
/// change together. Empty where the main kind of tile has no converter, or one whose conversion is
/// stated as free.
std::vector<AdcModelRow> adc_model_rows(const Chip& chip, const Ledger& ledger, const Peak& peak,
                                        double operations, Energy chip_energy);

}  // namespace mho
