// A Population for people: how well its figures agree by group, and the macros that are off most.
#pragma once

#include <string>

#include "sim/results/population.hpp"

namespace mho {

std::string to_text(const Population& population);

}  // namespace mho
