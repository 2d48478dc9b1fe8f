// Every shipped case: read, checked, and (the quick kinds) within its tolerances.
#include <catch2/catch.hpp>
#include <set>
#include <string_view>

#include "tests/validation/shipped_cases.hpp"

namespace mho {

TEST_CASE("every shipped case is read, is named as its file, and has only metrics that there are") {
  const std::vector<RequestedCase> cases = shipped_cases();
  CHECK(cases.size() >= 6);
  for (const RequestedCase& each : cases) {
    INFO(each.file);
    CHECK(each.spec.name == std::filesystem::path(each.file).stem().string());
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

TEST_CASE("what needs no engine comes out within its tolerances") {
  for (RequestedCase request : shipped_cases()) {
    auto& points = request.spec.points;
    points.erase(std::remove_if(points.begin(), points.end(),
                                [](const PointSpec& point) {
                                  const std::string_view kind = point.simulation->kind();
                                  return kind == "run" || kind == "layer_by_layer";
                                }),
                 points.end());
    for (const ValidatedCase& validated : validate({request}, {1, {}}).cases)
      for (const ValidatedFigure& figure : validated.figures) {
        INFO(request.file << ": " << figure.point << ": " << figure.metric << ": "
                          << figure.simulated << " " << figure.unit << ", published "
                          << figure.published_text);
        CHECK(figure.verdict != Verdict::missed);
      }
  }
}

TEST_CASE("every kind of simulation gives the metrics that it names, in their units") {
  std::set<std::string> seen;
  for (const RequestedCase& request : shipped_cases())
    for (const PointSpec& point : request.spec.points) {
      if (!seen.insert(point.simulation->kind()).second) continue;
      INFO(point.simulation->kind());
      const std::vector<NamedUnit> named = point.simulation->metrics({request.file, 0});
      const std::vector<Metric> metrics = point.simulation->simulate({request.file, 0}, {1, {}});
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
