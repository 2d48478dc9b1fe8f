// What two runs differ in, as one page without scripts: why is B better?
#pragma once

#include <string>

#include "sim/results/run_difference.hpp"

namespace mho {

std::string to_html(const RunDifference& difference);

}  // namespace mho
