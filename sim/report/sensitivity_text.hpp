// A sensitivity for people: a table with a bar for each constant.
#pragma once

#include <string>

#include "sim/results/sensitivity.hpp"

namespace mho {

/// The `most` first rows, and what was left out.
std::string to_text(const Sensitivity& sensitivity, std::size_t most);

}  // namespace mho
