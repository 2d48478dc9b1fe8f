// Results for people: at most 100 columns, SI prefixes, plain UTF-8, no colors, no time stamps.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// The whole report. Same results, same bytes.
std::string to_text(const Results& results);

}  // namespace mho
