// Look-up in a result.
#include "sim/results/results.hpp"

#include <algorithm>

namespace mho {

const Metric* Results::find(const std::string& name) const {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

}  // namespace mho
