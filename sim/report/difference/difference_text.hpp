// What two runs differ in, for people (100 columns).
#pragma once

#include <string>

#include "sim/results/run_difference.hpp"

namespace mho {

struct DifferenceOptions {
  bool all = false;        ///< metrics that are the same, too, and all parts
  std::size_t parts = 10;  ///< of each whole, unless all
};

std::string to_text(const RunDifference& difference, const DifferenceOptions& options);

}  // namespace mho
