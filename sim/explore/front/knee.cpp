#include "sim/explore/front/knee.hpp"

#include <algorithm>
#include <numeric>

namespace mho {

namespace {

/// Objectives that are not the same in all designs, of scaled costs: one design is at 1.
std::size_t varying(const Costs& costs) {
  std::size_t count = 0;
  for (std::size_t i = 0; !costs.empty() && i < costs[0].size(); ++i)
    count += std::any_of(costs.begin(), costs.end(),
                         [i](const std::vector<double>& design) { return design[i] > 0; });
  return count;
}

}  // namespace

std::optional<std::size_t> knee_of(const Costs& front) {
  // Rounding makes no knee.
  constexpr double kLeast = 1e-9;
  std::optional<std::size_t> knee;
  double farthest = kLeast;
  const Costs all = scaled(front);
  if (varying(all) < 2) return std::nullopt;
  for (std::size_t design = 0; design < all.size(); ++design) {
    const double beyond = 1 - std::accumulate(all[design].begin(), all[design].end(), 0.0);
    if (beyond <= farthest) continue;
    knee = design;
    farthest = beyond;
  }
  return knee;
}

}  // namespace mho
