// The scatter of macros: the shipped list, and the image that it becomes.
#include <catch2/catch.hpp>
#include <set>

#include "sim/config/config.hpp"
#include "sim/report/scatter_svg.hpp"
#include "tests/paths.hpp"
#include "validation/scatter_spec.hpp"

namespace mho {

namespace {

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

ScatterPoint point(const std::string& name, bool simulated, std::optional<double> tops_per_joule,
                   std::optional<double> tops_per_mm2) {
  return {name, simulated, 28e-9, 8, tops_per_joule, tops_per_mm2};
}

}  // namespace

TEST_CASE("the shipped scatter has published macros with a source each, and ours beside them") {
  const auto spec =
      read_spec<ScatterSpec>(Document::load(std::string(kSourceDir) + "/validation/scatter.yaml"));
  const Scatter scatter = scatter_of(spec);
  REQUIRE(scatter.points.size() == spec.published.size() + spec.simulated.size());
  std::set<std::string> names;
  for (const ScatterPoint& each : scatter.points) {
    INFO(each.name);
    CHECK(names.insert(each.name).second);
    CHECK((each.tops_per_joule.has_value() || each.tops_per_mm2.has_value()));
  }
  CHECK(spec.published.size() >= 12);
  CHECK_FALSE(spec.simulated.empty());
}

TEST_CASE("a point is drawn in each panel that it has a figure for, and named once") {
  const std::string svg =
      to_svg({{point("one & only", false, 10.0, std::nullopt), point("another", false, 20.0, 2.0),
               point("ours", true, 30.0, 3.0)}});
  constexpr std::size_t kLegendCircles = 5, kLegendDiamonds = 1;
  CHECK(occurrences(svg, "<circle") == 3 + kLegendCircles);
  CHECK(occurrences(svg, "<polygon") == 2 + kLegendDiamonds);
  CHECK(occurrences(svg, "one &amp; only") == 1);
  CHECK(svg.starts_with("<svg"));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("inf") == std::string::npos);
}

TEST_CASE("one point alone still has axes") {
  const std::string svg = to_svg({{point("lonely", false, 10.0, 1.0)}});
  CHECK(svg.find("nan") == std::string::npos);
}

TEST_CASE("a published macro without a figure is refused") {
  CHECK_THROWS_WITH(
      read_spec<ScatterSpec>(Document::parse(
          "published: [{name: a, node: 28 nm, source: s}]\nsimulated: []\n", "s.yaml")),
      Catch::Contains("needs tops_per_joule, tops_per_mm2 or both"));
}

}  // namespace mho
