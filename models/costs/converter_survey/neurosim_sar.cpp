#include "models/costs/converter_survey/neurosim_sar.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace mho {

namespace {

struct Row {
  double node_nm;
  std::array<double, 5> area_um2;  ///< 4 to 8 bits
  std::array<double, 5> energy_fj;
};

/// At the supply of each node: 0.7, 0.85, 0.9, 1.0, 1.1, 1.3 V.
constexpr std::array<Row, 6> kRows{
    {{7, {28, 33, 38, 43, 48}, {80, 97, 114, 131, 148}},
     {22, {106, 124, 143, 162, 180}, {287, 348, 409, 472, 536}},
     {32, {223, 263, 303, 342, 382}, {331, 404, 479, 557, 637}},
     {45, {441, 520, 598, 677, 755}, {454, 557, 665, 778, 895}},
     {65, {921, 1084, 1248, 1412, 1575}, {631, 779, 935, 1099, 1270}},
     {130, {3683, 4337, 4992, 5646, 6301}, {1123, 1398, 1691, 2000, 2326}}}};

double between(double a, double b, double part) {
  return std::exp(std::log(a) + part * (std::log(b) - std::log(a)));
}

double by_bits(const std::array<double, 5>& values, double bits) {
  const auto below = static_cast<std::size_t>(std::min(std::floor(bits) - 4, 3.0));
  return between(values[below], values[below + 1], bits - 4 - static_cast<double>(below));
}

}  // namespace

std::optional<NeurosimSar> neurosim_sar(const ConverterDemand& demand) {
  const double node_nm = demand.node.value() * 1e9;
  constexpr double kRounding = 1e-9;
  if (demand.enob < 4 || demand.enob > 8 || node_nm < kRows.front().node_nm * (1 - kRounding) ||
      node_nm > kRows.back().node_nm * (1 + kRounding))
    return std::nullopt;
  std::size_t row = 0;
  while (row + 2 < kRows.size() && kRows[row + 1].node_nm < node_nm) ++row;
  const double part = std::log(node_nm / kRows[row].node_nm) /
                      std::log(kRows[row + 1].node_nm / kRows[row].node_nm);
  const auto value = [&](const std::array<double, 5> Row::*column) {
    return between(by_bits(kRows[row].*column, demand.enob),
                   by_bits(kRows[row + 1].*column, demand.enob), part);
  };
  NeurosimSar sar;
  sar.energy = from_si<Energy>(value(&Row::energy_fj) * 1e-15);
  sar.area = from_si<Area>(value(&Row::area_um2) * 1e-12);
  sar.source =
      "successive approximation converter of NeuroSim V1.4, as printed for a column of 64 cells of "
      "100 kOhm, at " +
      format_si_rounded(demand.enob, "", 3) + " bits and " +
      format_si_rounded(demand.node.value(), "m", 3);
  sar.warnings = {"NeuroSim's converter has no rate: its energy is taken at any"};
  if (part > kRounding && part < 1 - kRounding)
    sar.warnings.push_back("NeuroSim's converter is interpolated between " +
                           format_si(kRows[row].node_nm, "") + " and " +
                           format_si(kRows[row + 1].node_nm, "") + " nm");
  return sar;
}

}  // namespace mho
