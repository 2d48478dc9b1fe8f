// Designs against each other: who is better, how crowded it is around them, and what a set of them
// is worth. What pagmo computes, for any number of objectives and of designs.
#pragma once

#include <vector>

#include "sim/explore/search/search.hpp"

namespace mho {

/// A design's costs, smaller is better.
using CostPoint = std::vector<double>;

/// It exists, and no constraint is broken.
inline bool holds(const Judgement& judgement) {
  return judgement.exists && judgement.violation <= 0;
}

/// The rank of each, 0 is the best (Deb et al., IEEE Trans. Evol. Comput. 6 (2002) 182): designs
/// that hold the constraints by how often fronts are peeled off until they are on one, then those
/// that do not, by violation, then those that do not exist. What no design dominates with certainty
/// is on the first front as well: where errors are given, a design dominates another when no
/// difference of costs may be of the other sign at 95 %.
std::vector<int> constrained_ranks(const std::vector<Judgement>& judgements);

/// How far the neighbors of each are, of one front; those at the ends are infinitely far.
std::vector<double> crowding_distances(const std::vector<CostPoint>& front);

/// A point a little worse than all of them.
CostPoint reference_point(const std::vector<CostPoint>& points);
/// What the points dominate, up to the reference point; points that are not below it count nothing.
double dominated_volume(const std::vector<CostPoint>& points, const CostPoint& reference);
/// By how much dominated_volume() is less without each; cost: that of as many volumes.
std::vector<double> volume_contributions(const std::vector<CostPoint>& points,
                                         const CostPoint& reference);

/// Numbers of `count` of the points, at most all, that together dominate much: one after the other
/// that adds the most (at least 63 % of what the best such set dominates).
std::vector<std::size_t> dominating_subset(const std::vector<CostPoint>& points, std::size_t count);

}  // namespace mho
