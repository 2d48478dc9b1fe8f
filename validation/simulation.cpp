#include "validation/simulation.hpp"

namespace mho {

bool NamedUnit::covers(const std::string& metric) const {
  if (!name.ends_with(".*")) return metric == name;
  return metric.starts_with(name.substr(0, name.size() - 1));
}

std::vector<NamedUnit> Simulation::metrics(const Place& where) const {
  // What takes no time to find is found.
  std::vector<NamedUnit> names;
  for (const Metric& metric : simulate(where, {})) names.push_back({metric.name, metric.unit});
  return names;
}

}  // namespace mho
