// Look-up in a result.
#include "sim/results/results.hpp"

#include <algorithm>

namespace mho {

const Metric* Results::find(const std::string& name) const {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

PriceRow Results::price_of(const LedgerLine& line) const {
  const PartRow& part = part_of(line);
  if (line.is_static()) return {"static", 0, part.source, {part.static_key}};
  return part.prices.at(static_cast<std::size_t>(line.price));
}

}  // namespace mho
