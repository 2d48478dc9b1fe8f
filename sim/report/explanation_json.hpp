// An explanation for programs: {"name", "value", "unit", "share", "how", "sentence", "source",
// "place", "parts"}, null and empty members left out.
#pragma once

#include <string>

#include "sim/results/explanation.hpp"

namespace mho {

std::string to_json(const Explanation& explanation);

}  // namespace mho
