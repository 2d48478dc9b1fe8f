#include "models/carbon.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr double kGram = 1e-3;
constexpr double kSquareCentimeter = 1e-4;

bool same(Length a, Length b) {
  constexpr double kSame = 1e-12;  // nodes are whole or half nanometres
  return std::abs(a.value() - b.value()) < kSame;
}

std::string node_text(Length node) { return format_si_rounded(node.value(), "m", 3); }

/// The nodes of the table on both sides; twice the same one where it is in the table, or all of
/// the table is on one side.
std::pair<const FabNode*, const FabNode*> neighbors(const Fab& fab, Length node) {
  require(!fab.nodes.empty(), "a fab without nodes");
  const FabNode *below = nullptr, *above = nullptr;
  for (const FabNode& each : fab.nodes) {
    const bool is_below = each.node < node || same(each.node, node);
    const bool is_above = each.node > node || same(each.node, node);
    if (is_below && (below == nullptr || each.node > below->node)) below = &each;
    if (is_above && (above == nullptr || each.node < above->node)) above = &each;
  }
  return {below != nullptr ? below : above, above != nullptr ? above : below};
}

double log_share(Length from, Length to, Length at) {
  return std::log(at / from) / std::log(to / from);
}

MassPerArea node_emission(const Fab& fab, const FabNode& node, const FabConditions& conditions) {
  if (node.total_g_per_cm2 > 0)
    return from_si<MassPerArea>(node.total_g_per_cm2 * kGram / kSquareCentimeter) /
           conditions.yield;
  return embodied_per_area(fab, node, conditions.grid, conditions.abatement, conditions.yield);
}

}  // namespace

CarbonIntensity grams_per_kwh(double value) {
  return from_si<CarbonIntensity>(value * kGram / kJoulesPerKwh);
}

double in_grams_per_kwh(CarbonIntensity intensity) {
  return intensity.value() / kGram * kJoulesPerKwh;
}

double in_grams_per_cm2(MassPerArea emission) {
  return emission.value() / kGram * kSquareCentimeter;
}

void FabNode::fields(Fields& f) {
  f.quantity("node", node, {1e-9, 1e-6}, "Technology node.");
  f.number("kwh_per_cm2", kwh_per_cm2, {0, 100}, "Electricity per area of wafer, kWh/cm2.",
           Presence::optional);
  f.number("gas_95_g_per_cm2", gas_95_g_per_cm2, {0, 1e4},
           "Gases emitted per area of wafer with 95 % of them abated, g CO2e/cm2.",
           Presence::optional);
  f.number("gas_99_g_per_cm2", gas_99_g_per_cm2, {0, 1e4},
           "Gases emitted per area of wafer with 99 % of them abated, g CO2e/cm2.",
           Presence::optional);
  f.number("total_g_per_cm2", total_g_per_cm2, {0, 1e5},
           "All that is emitted per area of wafer, g CO2e/cm2, where its parts are not told.",
           Presence::optional);
  f.number("defects_per_cm2", defects_per_cm2, {0, 100},
           "Defects per area that kill a die, per cm2; 0: not told.", Presence::optional);
  f.rule((kwh_per_cm2 > 0) != (total_g_per_cm2 > 0), "node",
         "needs either kwh_per_cm2 with the gases, or total_g_per_cm2");
}

void Fab::fields(Fields& f) {
  f.text("name", name, "Name of the data set.");
  f.number("materials_g_per_cm2", materials_g_per_cm2, {0, 1e4},
           "Procured materials per area of wafer, g CO2e/cm2.");
  f.number("package_g", package_g, {0, 1e6}, "Packaging of one die, g CO2e.");
  f.sections("nodes", nodes, "Technology nodes.");
  f.rule(!nodes.empty(), "nodes", "is empty; allowed: at least one node");
  f.text("source", source, "Where the figures were read.");
}

const FabNode* Fab::find(Length node) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const FabNode& each) { return same(each.node, node); });
  return found == nodes.end() ? nullptr : &*found;
}

MassPerArea embodied_per_area(const Fab& fab, const FabNode& node, CarbonIntensity fab_grid,
                              double abatement, double yield) {
  constexpr double kLow = 0.95;
  constexpr double kHigh = 0.99;
  const double towards_high = (abatement - kLow) / (kHigh - kLow);
  const double gas =
      node.gas_95_g_per_cm2 + towards_high * (node.gas_99_g_per_cm2 - node.gas_95_g_per_cm2);
  const auto electricity =
      from_si<EnergyPerArea>(node.kwh_per_cm2 * kJoulesPerKwh / kSquareCentimeter);
  const auto direct =
      from_si<MassPerArea>((gas + fab.materials_g_per_cm2) * kGram / kSquareCentimeter);
  return (fab_grid * electricity + direct) / yield;
}

DieEmission die_emission(const Fab& fab, Length node, const FabConditions& conditions) {
  const auto emission = [&](const FabNode& each) { return node_emission(fab, each, conditions); };
  const auto [below, above] = neighbors(fab, node);
  if (below == above)
    return {emission(*below),
            same(below->node, node)
                ? ""
                : "has no " + node_text(node) + ", taken as its " + node_text(below->node)};
  const double share = log_share(below->node, above->node, node);
  return {from_si<MassPerArea>(std::exp((1 - share) * std::log(emission(*below).value()) +
                                        share * std::log(emission(*above).value()))),
          ""};
}

std::optional<double> defects_of(const Fab& fab, Length node) {
  const auto [below, above] = neighbors(fab, node);
  if (below->defects_per_cm2 == 0 || above->defects_per_cm2 == 0) return std::nullopt;
  if (below == above) return below->defects_per_cm2;
  const double share = log_share(below->node, above->node, node);
  return std::exp((1 - share) * std::log(below->defects_per_cm2) +
                  share * std::log(above->defects_per_cm2));
}

Mass embodied(const Fab& fab, MassPerArea per_area, Area die) {
  return per_area * die + from_si<Mass>(fab.package_g * kGram);
}

void GridIntensity::fields(Fields& f) {
  f.text("name", name, "ISO 3166 code of a place, or a kind of power station.");
  f.number("g_per_kwh", g_per_kwh, {0, 1e4}, "Emission per energy, g CO2e/kWh.",
           Presence::optional);
  f.numbers("by_year", by_year, {0, 1e4},
            "Emission per energy of each year from the data set's first_year on, g CO2e/kWh.",
            Presence::optional);
  f.rule(by_year.empty() != (g_per_kwh == 0 && !f.has("g_per_kwh")), "name",
         "needs either g_per_kwh or by_year");
}

void Grid::fields(Fields& f) {
  f.text("name", name, "Name of the data set.");
  f.integer("first_year", first_year, {0, 2200}, "Of `by_year`; 0: a data set of one year.",
            Presence::optional);
  f.sections("regions", regions, "Places.");
  f.sections("sources", sources, "Kinds of power stations.", Presence::optional);
  f.text("source", source, "Where the figures were read.");
}

std::string problem_with_region(const Grid& grid, const std::string& region) {
  if (find_intensity(grid.regions, region) != nullptr) return "";
  std::vector<std::string> names;
  std::string allowed;
  for (const GridIntensity& each : grid.regions) {
    names.push_back(each.name);
    allowed += (allowed.empty() ? "" : ", ") + each.name;
  }
  return "has no '" + region + "' in " + grid.name + did_you_mean(region, names) +
         "; allowed: " + allowed;
}

std::string problem_with_year(const Grid& grid, const std::string& region, int year) {
  const GridIntensity* found = find_intensity(grid.regions, region);
  if (found == nullptr || year == 0) return "";
  if (found->by_year.empty())
    return "is of no year in " + grid.name + ", a data set of one year; allowed: 0";
  const int last = grid.first_year + static_cast<int>(found->by_year.size()) - 1;
  if (year >= grid.first_year && year <= last) return "";
  return "is no year of " + region + " in " + grid.name +
         "; allowed: " + std::to_string(grid.first_year) + " to " + std::to_string(last);
}

CarbonIntensity intensity_of(const Grid& grid, const std::string& region, int year) {
  const GridIntensity* found = find_intensity(grid.regions, region);
  require(found != nullptr, "a region that the grid does not have");
  if (found->by_year.empty()) return grams_per_kwh(found->g_per_kwh);
  if (year == 0) return grams_per_kwh(found->by_year.back());
  return grams_per_kwh(found->by_year.at(static_cast<std::size_t>(year - grid.first_year)));
}

const GridIntensity* find_intensity(std::span<const GridIntensity> table, const std::string& name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const GridIntensity& each) { return each.name == name; });
  return found == table.end() ? nullptr : &*found;
}

CarbonIntensity mix_intensity(std::span<const SourceShare> mix) {
  CarbonIntensity sum;
  for (const SourceShare& each : mix) sum += each.share * each.intensity;
  return sum;
}

Mass operational(Energy energy, CarbonIntensity intensity) { return energy * intensity; }

}  // namespace mho
