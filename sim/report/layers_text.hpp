// The report's tables of layers.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// What each layer is, takes and waits for: the sections "Layers" and "Bounds".
std::string layers_text(const Results& results);

/// Signal to noise at the output of the layers on arrays; empty on exact chips.
std::string signal_to_noise_text(const Results& results);

}  // namespace mho
