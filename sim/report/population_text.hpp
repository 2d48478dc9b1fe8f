// A Population for people: how well its figures agree by group, and the macros that are off most.
#pragma once

#include <string>

#include "sim/results/population.hpp"

namespace mho {

std::string to_text(const Population& population);

/// Every design point: its ratios, and what its simulated energy is made of.
std::string points_text(const Population& population);

}  // namespace mho
