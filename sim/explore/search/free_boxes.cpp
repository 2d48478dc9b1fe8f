// Lacour, Klamroth and Fonseca, "A box decomposition algorithm to compute the hypervolume
// indicator", Comput. Oper. Res. 79 (2017) 347: local upper bounds of a front, each with the points
// that define it, point after point.
#include "sim/explore/search/free_boxes.hpp"

#include <algorithm>
#include <limits>

namespace mho {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A corner that is free below, and for each cost the point that stops it there.
struct UpperBound {
  CostPoint corner;
  std::vector<CostPoint> stops;

  /// The largest cost number `cost` of the stops of those costs that are before `end`, `cost`
  /// aside.
  double largest(std::size_t cost, std::size_t end) const {
    double value = -kInfinity;
    for (std::size_t k = 0; k < end; ++k)
      if (k != cost) value = std::max(value, stops[k][cost]);
    return value;
  }
};

bool below(const CostPoint& a, const CostPoint& b) {
  return std::equal(a.begin(), a.end(), b.begin(), std::less<>());
}

void insert(const CostPoint& point, std::vector<UpperBound>& bounds) {
  std::vector<UpperBound> next;
  for (UpperBound& bound : bounds) {
    if (!below(point, bound.corner)) {
      next.push_back(std::move(bound));
      continue;
    }
    for (std::size_t j = 0; j < point.size(); ++j) {
      if (point[j] < bound.largest(j, point.size())) continue;
      UpperBound cut = bound;
      cut.corner[j] = point[j];
      cut.stops[j] = point;
      next.push_back(std::move(cut));
    }
  }
  bounds = std::move(next);
}

}  // namespace

std::vector<CostBox> free_boxes(const std::vector<CostPoint>& points, const CostPoint& reference) {
  const std::size_t costs = reference.size();
  UpperBound all{reference, std::vector<CostPoint>(costs, CostPoint(costs, -kInfinity))};
  for (std::size_t k = 0; k < costs; ++k) all.stops[k][k] = reference[k];
  std::vector<UpperBound> bounds{all};
  for (const CostPoint& point : points) insert(point, bounds);
  std::vector<CostBox> boxes;
  for (const UpperBound& bound : bounds) {
    CostBox box{CostPoint(costs), bound.corner};
    bool empty = false;
    for (std::size_t j = 0; j < costs; ++j) {
      box.low[j] = bound.largest(j, j);
      empty = empty || box.low[j] >= box.high[j];
    }
    if (!empty) boxes.push_back(std::move(box));
  }
  return boxes;
}

}  // namespace mho
