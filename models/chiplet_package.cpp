#include "models/chiplet_package.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/die_yield.hpp"

namespace mho {

namespace {

constexpr double kGramsPerCm2 = 10;  // in kg per square metre

struct Block {
  double size[2];  ///< metres, along x and y
  int bridges;
};

/// Two groups: the chiplets by rising area, each to the lighter one.
std::array<std::vector<double>, 2> halves(std::vector<double> areas) {
  std::sort(areas.begin(), areas.end());
  std::array<std::vector<double>, 2> groups;
  std::array<double, 2> sums{};
  for (const double area : areas) {
    const std::size_t lighter = sums[1] < sums[0] ? 1 : 0;
    groups[lighter].push_back(area);
    sums[lighter] += area;
  }
  return groups;
}

Block laid_out(const std::vector<double>& areas, int axis, double gap, double bridge_pitch) {
  if (areas.size() == 1) {
    const double side = std::sqrt(areas[0] / 2);
    return axis == 0 ? Block{{2 * side, side}, 0} : Block{{side, 2 * side}, 0};
  }
  const auto groups = halves(areas);
  const int other = 1 - axis;
  const Block a = laid_out(groups[0], other, gap, bridge_pitch);
  const Block b = laid_out(groups[1], other, gap, bridge_pitch);
  Block both{};
  both.size[axis] = a.size[axis] + b.size[axis] + gap;
  both.size[other] = std::max(a.size[other], b.size[other]);
  both.bridges = a.bridges + b.bridges +
                 static_cast<int>(std::ceil(std::min(a.size[other], b.size[other]) / bridge_pitch));
  return both;
}

}  // namespace

void ChipletPackage::fields(Fields& f) {
  f.choice("kind", kind,
           {{"interposer", "one piece of wiring below all chiplets"},
            {"bridges", "pieces of silicon below neighboring edges"}},
           "What joins the chiplets.");
  f.number("wafer_g_per_cm2", wafer_g_per_cm2, {0, 1e5},
           "Emission of the wafer that the wiring is made on, transistors included, g CO2e/cm2.");
  f.number("defects_per_cm2", defects_per_cm2, {0, 100}, "Defects of the wiring, per cm2.");
  f.number("clustering", clustering, {0.01, 1e6}, "Of the wiring's negative binomial yield.");
  f.number("wiring_share", wiring_share, {0, 1}, "Of the wafer's emission, for wires alone.");
  f.number("bonding_yield", bonding_yield, {0.01, 1}, "Packages that bonding leaves good.");
  f.quantity("gap", gap, {0, 0.1}, "Between neighboring chiplets.");
  f.quantity("bridge_area", bridge_area, {0, 1e-2}, "Of one bridge; unused for an interposer.");
  f.quantity("bridge_pitch", bridge_pitch, {1e-6, 1},
             "One bridge for each such length of an edge between two blocks of chiplets.");
  f.text("source", source, "Where the figures were read.");
}

ChipletLayout chiplet_layout(const std::vector<Area>& chiplets, Length gap, Length bridge_pitch) {
  std::vector<double> areas;
  for (const Area& each : chiplets) areas.push_back(each.value());
  const Block all = laid_out(areas, 0, gap.value(), bridge_pitch.value());
  return {from_si<Length>(all.size[0]), from_si<Length>(all.size[1]), all.bridges};
}

Mass package_emission(const ChipletPackage& package, const std::vector<Area>& chiplets) {
  if (chiplets.size() < 2) return {};
  const ChipletLayout layout = chiplet_layout(chiplets, package.gap, package.bridge_pitch);
  const Area silicon = package.kind == ChipletWiring::interposer
                           ? layout.area()
                           : static_cast<double>(layout.bridges) * package.bridge_area;
  // The tool takes the yield of all bridges together, as of one piece.
  const double yield = die_yield(YieldModel::negative_binomial, package.defects_per_cm2, silicon,
                                 package.clustering);
  return package.wiring_share * from_si<MassPerArea>(package.wafer_g_per_cm2 * kGramsPerCm2) *
         silicon / (yield * package.bonding_yield);
}

}  // namespace mho
