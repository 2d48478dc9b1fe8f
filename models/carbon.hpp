// Greenhouse gas of making a die and of running it, in CO2 equivalents. Embodied: ACT (Gupta et
// al., ISCA 2022): what a fab emits per area of wafer, by node. Operational: energy times the
// intensity of the grid, that of a mix of sources as CodeCarbon sums it. Ignored: transport,
// building of data centers, end of life; what differs from hour to hour.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

using Mass = boost::units::quantity<si::mass>;
template <>
inline std::string_view unit_of<Mass>() {
  return "kg";
}
using CarbonIntensity = boost::units::divide_typeof_helper<Mass, Energy>::type;
using EnergyPerArea = boost::units::divide_typeof_helper<Energy, Area>::type;
using MassPerArea = boost::units::divide_typeof_helper<Mass, Area>::type;

// The units that this field's tables are in.
inline constexpr double kJoulesPerKwh = 3.6e6;
CarbonIntensity grams_per_kwh(double value);
double in_grams_per_kwh(CarbonIntensity intensity);
double in_grams_per_cm2(MassPerArea emission);

/// One node of a fab, per area of wafer: ACT's EPA and GPA, or one number for all of it.
struct FabNode {
  Length node;
  double kwh_per_cm2 = 0;       ///< electricity
  double gas_95_g_per_cm2 = 0;  ///< direct emissions with 95 % of the gases abated
  double gas_99_g_per_cm2 = 0;  ///< with 99 %
  double total_g_per_cm2 = 0;   ///< in the place of these, materials included; 0: not told
  double defects_per_cm2 = 0;   ///< 0: not told

  void fields(Fields& f);
};

/// What does not depend on the node, and the nodes: one YAML file in configs/carbon.
struct Fab {
  std::string name;
  double materials_g_per_cm2 = 0;  ///< ACT's MPA
  double package_g = 0;            ///< of each packaged die
  std::vector<FabNode> nodes;
  std::string source;

  void fields(Fields& f);
  /// The node of this size; null when the tables do not have it.
  const FabNode* find(Length node) const;
};

/// CPA = (CI_fab EPA + GPA + MPA) / yield, emitted per area of good die. `abatement` in [0.95,
/// 0.99] is the share of gases that are destroyed; between the two tables GPA is linear. `yield` in
/// (0, 1].
MassPerArea embodied_per_area(const Fab& fab, const FabNode& node, CarbonIntensity fab_grid,
                              double abatement, double yield);

/// Of a die of this area in a package.
Mass embodied(const Fab& fab, MassPerArea per_area, Area die);

/// A die's emission per area of good die, and where its node lies in the table.
struct DieEmission {
  MassPerArea per_area;      ///< after yield
  std::string extrapolated;  ///< of a node outside the table: what was taken; else empty
};

/// How a fab is run: what is not of the data set.
struct FabConditions {
  CarbonIntensity grid;  ///< unused where a node has a total
  double abatement = 0;  ///< share of the gases
  double yield = 1;
};

/// embodied_per_area() of any node: between two of the table log-log in the node, each by itself;
/// outside of it that of the nearest, which is told.
DieEmission die_emission(const Fab& fab, Length node, const FabConditions& conditions);

/// Defects per cm2 of the table at that node, log-log between two; empty where it has none.
std::optional<double> defects_of(const Fab& fab, Length node);

/// A place or a kind of power station.
struct GridIntensity {
  std::string name;
  double g_per_kwh = 0;         ///< of a data set of one year
  std::vector<double> by_year;  ///< from the data set's first year on

  void fields(Fields& f);
};

/// A data set of intensities: one YAML file in configs/carbon. Data sets disagree (gas: 743 and 490
/// g/kWh), so a figure names the one that it uses.
struct Grid {
  std::string name;
  int first_year = 0;                  ///< 0: of one year
  std::vector<GridIntensity> regions;  ///< by ISO 3166 code
  std::vector<GridIntensity> sources;
  std::string source;

  void fields(Fields& f);
};

/// What is wrong with a place and a year of a data set, as "has no ..."; empty where it has them.
/// `year` 0: that of a data set of one year, else the last.
std::string problem_with_region(const Grid& grid, const std::string& region);
std::string problem_with_year(const Grid& grid, const std::string& region, int year);

/// Of a region and year that are no problem.
CarbonIntensity intensity_of(const Grid& grid, const std::string& region, int year);

/// The entry of that name; null when there is none.
const GridIntensity* find_intensity(std::span<const GridIntensity> table, const std::string& name);

/// A share of a mix.
struct SourceShare {
  CarbonIntensity intensity;
  double share = 0;  ///< of the energy; all together 1
};

/// Sum of share x intensity.
CarbonIntensity mix_intensity(std::span<const SourceShare> mix);

/// Emitted by using this much electricity.
Mass operational(Energy energy, CarbonIntensity intensity);

}  // namespace mho
