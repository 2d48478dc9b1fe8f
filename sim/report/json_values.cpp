#include "sim/report/json_values.hpp"

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace mho {

namespace {

/// Names of members are ours.
void make_utf8(Json& value) {
  if (value.is_string())
    value = as_utf8(value.get_ref<const std::string&>());
  else if (value.is_structured())
    for (Json& each : value) make_utf8(each);
}

}  // namespace

double finite(double value) {
  require(std::isfinite(value), "a reported number that is not finite");
  return value;
}

double nanometers(double meters) {
  constexpr double kNanometersPerMeter = 1e9;
  return finite(meters * kNanometersPerMeter);
}

std::string written(Json document) {
  make_utf8(document);
  return document.dump(1) + "\n";
}

Json metrics_json(const std::vector<Metric>& metrics) {
  Json object = Json::object();
  for (const Metric& metric : metrics) {
    Json& members = object[metric.name];
    members = {{"value", finite(metric.value)},
               {"unit", metric.unit},
               {"sentence", metric.sentence},
               {"source", metric.source}};
    if (const auto limits = metric.interval())
      members["interval"] = {finite(limits->low), finite(limits->high)};
  }
  return object;
}

}  // namespace mho
