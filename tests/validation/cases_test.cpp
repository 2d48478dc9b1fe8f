// Every shipped case: read, checked, and (the quick kinds) within its tolerances.
#include <catch2/catch.hpp>
#include <set>
#include <string_view>

#include "tests/validation/shipped_cases.hpp"

namespace mho {

TEST_CASE("every shipped case is read, and has only metrics that there are") {
  const std::vector<RequestedCase> cases = shipped_cases();
  CHECK(cases.size() >= 6);
  for (const RequestedCase& each : cases) {
    INFO(each.document.file());
    CHECK_FALSE(each.spec.points.empty());
    std::set<std::string> names;
    for (const PointSpec& point : each.spec.points) {
      INFO(point.point);
      CHECK(names.insert(point.point).second);
      CHECK_FALSE(point.checks.empty());
    }
  }
  CHECK_NOTHROW(check_cases(cases));
}

TEST_CASE("what needs no engine comes out within its tolerances, but for misses that are known") {
  // Shown as missed by every `mho validate`; the cases' files say what is known of their reasons.
  const std::set<std::string> known{
      "colonnade_jssc_2021: 0.6 V, 8-bit weights, 1-bit inputs: energy_per_operation.macro",
      "colonnade_jssc_2021: 0.6 V, 8-bit weights, 8-bit inputs: energy_per_operation.macro",
      "jia_jssc_2020: 0.85 V: area.macro.adc",
      "jia_jssc_2020: 1.2 V: tops.macro",
      "jia_jssc_2020: 1.2 V: tops_per_joule.macro.normalized",
      "li_asscc_2025: 4-bit inputs, ternary weights of which half are zero: area.chip",
      "li_asscc_2025: 4-bit inputs, ternary weights of which half are zero: tops_per_joule.macro",
      "sinangil_jssc_2021: 1.00 V, table I, average output 6: tops_per_joule.macro",
      "wang_vlsi_2022: 0.7 V: tops_per_joule.macro",
      "wang_vlsi_2022: 0.8 V: tops_per_joule.macro",
      "wang_vlsi_2022: 0.9 V: tops_per_joule.macro",
      "wang_vlsi_2022: 0.9 V: tops.macro",
      "wang_vlsi_2022: 1.0 V: tops_per_joule.macro",
      "wang_vlsi_2022: 1.1 V: tops_per_joule.macro"};
  std::set<std::string> missed;
  for (RequestedCase request : shipped_cases()) {
    auto& points = request.spec.points;
    points.erase(std::remove_if(points.begin(), points.end(),
                                [](const PointSpec& point) {
                                  const std::string_view kind = point.simulation->kind();
                                  return kind == "run" || kind == "layer_by_layer";
                                }),
                 points.end());
    for (const ValidatedCase& validated : validate({request}, {1, {}}).cases)
      for (const ValidatedFigure& figure : validated.figures)
        if (figure.verdict == Verdict::missed)
          missed.insert(request.name() + ": " + figure.point + ": " + figure.metric);
  }
  CHECK(missed == known);
}

TEST_CASE("every kind of simulation gives the metrics that it names, in their units") {
  std::set<std::string> seen;
  for (const RequestedCase& request : shipped_cases())
    for (const PointSpec& point : request.spec.points) {
      if (!seen.insert(point.simulation->kind()).second) continue;
      INFO(point.simulation->kind());
      const Place where{request.document.file(), 0};
      const std::vector<NamedUnit> named = point.simulation->metrics(where);
      const std::vector<Metric> metrics = point.simulation->simulate(where, {1, {}});
      CHECK_FALSE(metrics.empty());
      for (const Metric& metric : metrics) {
        INFO(metric.name);
        CHECK(std::any_of(named.begin(), named.end(), [&](const NamedUnit& each) {
          return each.covers(metric.name) && each.unit == metric.unit;
        }));
      }
    }
  CHECK(seen.size() == simulation_kinds().size());
}

}  // namespace mho
