#include "sim/explore/search/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <pagmo/utils/hypervolume.hpp>
#include <pagmo/utils/multi_objective.hpp>
#include <queue>

namespace mho {

namespace {

/// pagmo sorts two points or more.
std::vector<int> front_numbers(const std::vector<CostPoint>& points) {
  if (points.size() < 2) return std::vector<int>(points.size(), 0);
  const auto ranks = std::get<3>(pagmo::fast_non_dominated_sorting(points));
  return {ranks.begin(), ranks.end()};
}

bool surely_dominates(const Judgement& a, const Judgement& b) {
  bool better = false;
  for (std::size_t i = 0; i < a.costs.size(); ++i) {
    const double gain = b.costs[i] - a.costs[i] - std::hypot(a.errors[i], b.errors[i]);
    if (gain < 0) return false;
    better = better || gain > 0;
  }
  return better;
}

/// Moves to the front what may be on it for all that the errors tell.
void promote(const std::vector<const Judgement*>& judgements, std::vector<int>& ranks) {
  std::vector<const Judgement*> front;
  for (std::size_t i = 0; i < ranks.size(); ++i)
    if (ranks[i] == 0) front.push_back(judgements[i]);
  for (std::size_t i = 0; i < ranks.size(); ++i)
    if (std::none_of(front.begin(), front.end(), [&](const Judgement* other) {
          return surely_dominates(*other, *judgements[i]);
        }))
      ranks[i] = 0;
}

/// Those that are below the reference point in every cost: others make pagmo throw.
std::vector<CostPoint> that_count(const std::vector<CostPoint>& points,
                                  const CostPoint& reference) {
  std::vector<CostPoint> counted;
  for (const CostPoint& point : points)
    if (std::equal(point.begin(), point.end(), reference.begin(), std::less<>()))
      counted.push_back(point);
  return counted;
}

}  // namespace

std::vector<int> constrained_ranks(const std::vector<Judgement>& judgements) {
  std::vector<int> ranks(judgements.size());
  std::vector<std::size_t> holding;
  std::map<double, std::vector<std::size_t>> others;  // by violation
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const Judgement& judgement = judgements[i];
    if (holds(judgement))
      holding.push_back(i);
    else
      others[judgement.exists ? judgement.violation : std::numeric_limits<double>::infinity()]
          .push_back(i);
  }
  std::vector<CostPoint> points;
  std::vector<const Judgement*> held;
  for (const std::size_t i : holding) {
    points.push_back(judgements[i].costs);
    held.push_back(&judgements[i]);
  }
  std::vector<int> fronts = front_numbers(points);
  promote(held, fronts);
  int next = 0;
  for (std::size_t i = 0; i < holding.size(); ++i) {
    ranks[holding[i]] = fronts[i];
    next = std::max(next, fronts[i] + 1);
  }
  for (const auto& [violation, which] : others) {
    for (const std::size_t i : which) ranks[i] = next;
    ++next;
  }
  return ranks;
}

std::vector<double> crowding_distances(const std::vector<CostPoint>& front) {
  // One objective, or one or two designs: nobody stands between others.
  if (front.size() < 3 || front[0].size() < 2)
    return std::vector<double>(front.size(), std::numeric_limits<double>::infinity());
  return pagmo::crowding_distance(front);
}

CostPoint reference_point(const std::vector<CostPoint>& points) {
  CostPoint reference;
  for (std::size_t i = 0; i < points.at(0).size(); ++i) {
    const auto [best, worst] =
        std::minmax_element(points.begin(), points.end(),
                            [i](const CostPoint& a, const CostPoint& b) { return a[i] < b[i]; });
    const double range = (*worst)[i] - (*best)[i];
    // Where all are the same, any distance will do.
    reference.push_back((*worst)[i] +
                        0.1 * (range > 0 ? range : std::max(std::abs((*worst)[i]), 1.0)));
  }
  return reference;
}

double dominated_volume(const std::vector<CostPoint>& points, const CostPoint& reference) {
  const std::vector<CostPoint> counted = that_count(points, reference);
  if (counted.empty()) return 0;
  if (reference.size() == 1)
    return reference[0] - (*std::min_element(counted.begin(), counted.end()))[0];
  return pagmo::hypervolume(counted).compute(reference);
}

// pagmo 2.18's own contributions() are wrong in two and three costs where points share one: of
// (1, 5), (1, 0) and (3, 4), say.
std::vector<double> volume_contributions(const std::vector<CostPoint>& points,
                                         const CostPoint& reference) {
  const double whole = dominated_volume(points, reference);
  std::vector<double> contributions;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<CostPoint> others = points;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    contributions.push_back(whole - dominated_volume(others, reference));
  }
  return contributions;
}

std::vector<std::size_t> dominating_subset(const std::vector<CostPoint>& points,
                                           std::size_t count) {
  // What a point adds only falls as the set grows: most gains need not be computed again (Minoux,
  // 1978).
  const CostPoint reference = reference_point(points);
  struct Gain {
    double gain;
    std::size_t point, among;  // points that it was computed beside
    bool operator<(const Gain& other) const {
      return gain != other.gain ? gain < other.gain : point > other.point;
    }
  };
  std::priority_queue<Gain> queue;
  for (std::size_t i = 0; i < points.size(); ++i)
    queue.push({dominated_volume({points[i]}, reference), i, 0});
  std::vector<std::size_t> chosen;
  std::vector<CostPoint> set;
  double dominated = 0;
  while (chosen.size() < count) {
    Gain best = queue.top();
    queue.pop();
    if (best.among == set.size()) {
      chosen.push_back(best.point);
      set.push_back(points[best.point]);
      dominated += best.gain;
      continue;
    }
    set.push_back(points[best.point]);
    best.gain = dominated_volume(set, reference) - dominated;
    set.pop_back();
    best.among = set.size();
    queue.push(best);
  }
  return chosen;
}

}  // namespace mho
