#include "models/costs/scaling_origin.hpp"

#include <algorithm>
#include <utility>

#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"

namespace mho {

void ScalingOrigin::fields(Fields& f) {
  f.quantity("node", node_, {1e-9, 1e-6}, "Technology node that the constants are of.");
  f.quantity("supply", supply_, {0, 5}, "Supply that they are of; 0: the node's nominal one.",
             Presence::optional);
  f.quantity("temperature", temperature_, {200, 450}, "Temperature that the leakage is of.",
             Presence::optional);
  f.choice(
      "transistors", transistors_,
      {{"high_performance", "low thresholds"}, {"low_power", "high thresholds, little leakage"}},
      "Transistors that they are of.", Presence::optional);
  f.text("source", source_, "Where these values come from: paper and table, or the derivation.");
}

OperatingPoint ScalingOrigin::point() const {
  const Voltage supply = supply_.value() > 0 ? supply_ : nominal_supply(node_, transistors_);
  return {node_, supply, temperature_, transistors_};
}

std::string ScalingOrigin::source_at(const OperatingPoint& to) const {
  const OperatingPoint from = point();
  const auto times = [](double factor) { return " x " + format_si_rounded(factor, "", 3); };
  return source_ + "; from " + describe(from) + " to " + describe(to) +
         " by Stillmaker and Baas (2017): energy" + times(energy_factor(from, to)) + ", delay" +
         times(delay_factor(from, to)) + ", area" + times(area_factor(from.node, to.node)) +
         ", leakage" + times(leakage_factor(from, to));
}

std::vector<std::string> ScalingOrigin::warnings_at(const OperatingPoint& to) const {
  std::vector<std::string> warnings = range_warnings(point());
  for (std::string& warning : range_warnings(to))
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
      warnings.push_back(std::move(warning));
  return warnings;
}

}  // namespace mho
