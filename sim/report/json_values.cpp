#include "sim/report/json_values.hpp"

#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

double finite(double value) {
  require(std::isfinite(value), "a reported number that is not finite");
  return value;
}

double nanometers(double meters) {
  constexpr double kNanometersPerMeter = 1e9;
  return finite(meters * kNanometersPerMeter);
}

Json metrics_json(const std::vector<Metric>& metrics) {
  Json object = Json::object();
  for (const Metric& metric : metrics)
    object[metric.name] = {{"value", finite(metric.value)},
                           {"unit", metric.unit},
                           {"sentence", metric.sentence},
                           {"source", metric.source}};
  return object;
}

}  // namespace mho
