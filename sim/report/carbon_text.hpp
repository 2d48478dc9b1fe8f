// The section Carbon of the text report of a run; empty where no carbon was asked for.
#pragma once

#include <string>

#include "sim/results/results.hpp"

namespace mho {

std::string carbon_text(const Results& results);

}  // namespace mho
