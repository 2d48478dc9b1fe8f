#include "models/carbon.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

constexpr double kGram = 1e-3;
constexpr double kSquareCentimeter = 1e-4;

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
  f.number("kwh_per_cm2", kwh_per_cm2, {0, 100}, "Electricity per area of wafer, kWh/cm2.");
  f.number("gas_95_g_per_cm2", gas_95_g_per_cm2, {0, 1e4},
           "Gases emitted per area of wafer with 95 % of them abated, g CO2e/cm2.");
  f.number("gas_99_g_per_cm2", gas_99_g_per_cm2, {0, 1e4},
           "Gases emitted per area of wafer with 99 % of them abated, g CO2e/cm2.");
}

void Fab::fields(Fields& f) {
  f.text("name", name, "Name of the data set.");
  f.number("materials_g_per_cm2", materials_g_per_cm2, {0, 1e4},
           "Procured materials per area of wafer, g CO2e/cm2.");
  f.number("package_g", package_g, {0, 1e6}, "Packaging of one die, g CO2e.");
  f.sections("nodes", nodes, "Technology nodes.");
  f.text("source", source, "Where the figures were read.");
}

const FabNode* Fab::find(Length node) const {
  constexpr double kSame = 1e-12;  // nodes are whole or half nanometres
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const FabNode& each) {
    return std::abs(each.node.value() - node.value()) < kSame;
  });
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

Mass embodied(const Fab& fab, MassPerArea per_area, Area die) {
  return per_area * die + from_si<Mass>(fab.package_g * kGram);
}

void GridIntensity::fields(Fields& f) {
  f.text("name", name, "ISO 3166 code of a place, or a kind of power station.");
  f.number("g_per_kwh", g_per_kwh, {0, 1e4}, "Emission per energy, g CO2e/kWh.");
}

void Grid::fields(Fields& f) {
  f.text("name", name, "Name of the data set.");
  f.sections("regions", regions, "Places.");
  f.sections("sources", sources, "Kinds of power stations.");
  f.text("source", source, "Where the figures were read.");
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
