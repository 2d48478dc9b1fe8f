#include "validation/case_spec.hpp"

#include <string_view>

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

/// A unit without its prefix, and what one of it is in SI: "TOPS/J" is 1e12 of "OPS/J".
struct ScaledUnit {
  std::string base;
  double scale;
};

ScaledUnit unprefixed(const std::string& unit) {
  if (unit.starts_with("TOPS")) return {unit.substr(1), 1e12};
  if (unit == "mm2") return {"m2", 1e-6};
  return {unit, 1};
}

}  // namespace

void CheckSpec::fields(Fields& f) {
  f.text("metric", metric, "The metric, by its name: tops.chip, area.tile, latency.first, ...");
  f.text("published", published, "What was published, a number with its unit.");
  f.choice("relation", relation,
           {{"equal", "the figures are the same"},
            {"at_least", "the simulated one is the same or larger"},
            {"at_most", "the simulated one is the same or smaller"}},
           "What must hold, within the tolerance.", Presence::optional);
  f.text("tolerance", tolerance,
         "The error that is allowed: '1 %' of the published value, '0.5 points' of a percentage.",
         Presence::optional);
  f.text("shown", shown, "In the place of a tolerance: why this is no pass or fail.",
         Presence::optional);
  f.choice("constants", constants,
           {{"fitted", "on this very figure"},
            {"fitted_elsewhere", "on another figure of the same machine"},
            {"blind", "on no figure of this machine"}},
           "Was a constant of what is simulated chosen by looking at published results?");
  f.text("source", source, "Where the figure was read: paper, table, and by whom.");
  f.text("remark", remark, "What a reader should know of it.", Presence::optional);
  f.rule(!tolerance.empty() || !shown.empty(), "metric", "needs a tolerance, or the text 'shown'");
  f.rule(tolerance.empty() || shown.empty(), "shown",
         "stands beside tolerance; allowed: one of the two");
  f.rule(tolerance.empty() || tolerance_of(tolerance), "tolerance",
         "'" + tolerance + "' is no tolerance; allowed: '1 %', '0.5 points'");
}

void PointSpec::fields(Fields& f) {
  f.text("point", point, "Name of the operating point.");
  f.flag("slow", slow, "It takes more than a few seconds: it is simulated when its case is named.",
         Presence::optional);
  f.kind("simulate", simulation, simulation_kinds(), "What is simulated.");
  f.sections("checks", checks, "What was published of it.");
}

void CaseSpec::fields(Fields& f) {
  f.text("title", title, "What it is, in a phrase.");
  f.text("source", source, "The paper.");
  f.sections("points", points, "Operating points, a simulation each.");
}

std::optional<Tolerance> tolerance_of(const std::string& text) {
  for (const bool in_points : {false, true}) {
    const auto value = parse_si(text, in_points ? "points" : "%");
    if (value && *value >= 0) return Tolerance{*value, in_points};
  }
  return std::nullopt;
}

std::optional<double> published_value(const std::string& text, const std::string& unit) {
  std::string written = text;
  constexpr std::string_view kPerWatt = "OPS/W";  // an operation per second and watt
  if (written.ends_with(kPerWatt)) written.back() = 'J';
  const ScaledUnit scaled = unprefixed(unit);
  const std::optional<double> value = parse_si(written, scaled.base);
  if (!value) return std::nullopt;
  return *value / scaled.scale;
}

}  // namespace mho
