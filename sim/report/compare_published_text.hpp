// Published devices beside a comparison: a line each with its figures, and what they measure below.
#pragma once

#include <string>
#include <vector>

#include "sim/results/comparison.hpp"

namespace mho {

/// The section with its heading; empty without devices.
std::string published_text(const std::vector<const ComparedRow*>& rows);

/// "8 x 8" of "8-bit weights x 8-bit activations"; "-" of none.
std::string short_precision(const std::string& precision);

}  // namespace mho
