#include "sim/explore/front/scaled.hpp"

#include <algorithm>

namespace mho {

Costs scaled(const Costs& costs) {
  Costs result = costs;
  for (std::size_t i = 0; !costs.empty() && i < costs[0].size(); ++i) {
    const auto less = [i](const auto& a, const auto& b) { return a[i] < b[i]; };
    const double low = (*std::min_element(costs.begin(), costs.end(), less))[i];
    const double high = (*std::max_element(costs.begin(), costs.end(), less))[i];
    for (std::size_t design = 0; design < costs.size(); ++design)
      result[design][i] = high > low ? (costs[design][i] - low) / (high - low) : 0;
  }
  return result;
}

}  // namespace mho
