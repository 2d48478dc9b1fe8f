// Counts of actions per (layer, tile) while a simulation runs.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/chip/action.hpp"
#include "sim/engine/record/result.hpp"

namespace mho {

class Tally {
 public:
  /// The counts of a layer (-1: none) on a tile (-1: none). The reference stays valid.
  ActionCounts& of(int layer, int tile) { return counts_[{layer, tile}]; }

  /// Counts by (layer, tile), in this order.
  const std::map<std::pair<int, int>, ActionCounts>& all() const { return counts_; }

  /// Everything counted, sorted by (layer, tile), without the empty ones.
  std::vector<CountedActions> sorted() const {
    std::vector<CountedActions> actions;
    for (const auto& [key, counts] : counts_)
      if (counts != ActionCounts{}) actions.push_back({key.first, key.second, counts});
    return actions;
  }

 private:
  std::map<std::pair<int, int>, ActionCounts> counts_;
};

}  // namespace mho
