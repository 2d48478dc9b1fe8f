#include "validation/simulation.hpp"

namespace mho {

bool NamedUnit::covers(const std::string& metric) const {
  if (!name.ends_with(".*")) return metric == name;
  return metric.starts_with(name.substr(0, name.size() - 1));
}

double off_chip_bits(const Ledger& ledger) {
  double bits = 0;
  for (const LedgerLine& line : ledger.lines())
    if (line.component == "off_chip" && (line.action == "read_bit" || line.action == "write_bit"))
      bits += static_cast<double>(line.count);
  return bits;
}

std::vector<NamedUnit> Simulation::metrics(const Place& where) const {
  // What takes no time to find is found.
  std::vector<NamedUnit> names;
  for (const Metric& metric : simulate(where, {})) names.push_back({metric.name, metric.unit});
  return names;
}

}  // namespace mho
