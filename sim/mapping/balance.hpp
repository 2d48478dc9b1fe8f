// How many copies of each layer make a pipeline's stages equally fast.
#pragma once

#include <vector>

#include "sim/base/quantity.hpp"

namespace mho {

/// One stage of a pipeline: what a copy takes, and the time that one copy needs for one image.
struct StageLoad {
  int arrays = 0;
  int most_copies = 1;  ///< of which more would stand idle: the output positions
  Time time;
};

/// Copies of each stage, at least 1, that take no more than `budget` arrays in all and make the
/// slowest stage as fast as that allows: the slowest one gets a copy as long as there is room (no
/// other choice makes the slowest faster). Stages whose first copies exceed the budget: all 1.
std::vector<int> balanced_copies(const std::vector<StageLoad>& stages, int budget);

/// Of the slowest stage.
Time interval_of(const std::vector<StageLoad>& stages, const std::vector<int>& copies);

}  // namespace mho
