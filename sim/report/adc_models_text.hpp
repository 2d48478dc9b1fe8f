// What other models of the converters make of a run.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// A section of the report: TOPS/J under each model, and the range over those that hold. Empty
/// without converters.
std::string adc_models_text(const Results& results);

}  // namespace mho
