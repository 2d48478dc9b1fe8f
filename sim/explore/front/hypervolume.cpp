#include "sim/explore/front/hypervolume.hpp"

#include <algorithm>
#include <pagmo/utils/hypervolume.hpp>

namespace mho {

std::optional<double> hypervolume(const Costs& designs) {
  if (designs.empty() || designs[0].size() < 2) return std::nullopt;
  const auto is_within = [](const std::vector<double>& costs) {
    return std::all_of(costs.begin(), costs.end(), [](double cost) { return cost < 1; });
  };
  Costs within;
  std::copy_if(designs.begin(), designs.end(), std::back_inserter(within), is_within);
  if (within.empty()) return 0;
  const std::vector<double> reference(designs[0].size(), 1.0);
  return pagmo::hypervolume(within, true).compute(reference);
}

}  // namespace mho
