// A population of measured macros beside what models alone make of them.
#pragma once

#include <string>

#include "sim/results/population.hpp"

namespace mho {

/// The macros of a table (table.hpp) by the rules (rules.hpp), simulated at their peak, with how
/// well they agree. Throws InputError with file:line.
Population population_of(const std::string& file);

}  // namespace mho
