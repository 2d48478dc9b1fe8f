// What a front leaves free, as boxes.
#pragma once

#include <vector>

#include "sim/explore/search/ranking.hpp"

namespace mho {

/// Of costs: all from `low` (included) to `high`.
struct CostBox {
  CostPoint low, high;
};

/// Boxes side by side that hold all costs below the reference point that no point of `points`
/// weakly dominates; those that go on without end begin at minus infinity. Of n points in m costs
/// there are of the order of n^(m/2).
std::vector<CostBox> free_boxes(const std::vector<CostPoint>& points, const CostPoint& reference);

}  // namespace mho
