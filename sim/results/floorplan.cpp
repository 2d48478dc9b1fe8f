#include "sim/results/floorplan.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Formats that count nanometers in 32 bits hold two meters.
constexpr double kWidestM = 1;

double value_of(const Results& results, const std::string& metric) {
  const Metric* const found = results.find(metric);
  return found == nullptr ? 0 : found->value;
}

std::int64_t nanometers(double meters) { return std::llround(meters * 1e9); }

}  // namespace

Floorplan floorplan_of(const Results& results, const std::string& option) {
  constexpr double kSquareMillimeter = 1e-6;
  const double tile_m2 = kSquareMillimeter * value_of(results, "area.tile");
  const double chip_m2 = kSquareMillimeter * value_of(results, "area.chip");
  const double time_s = value_of(results, "engine.time");
  const std::int64_t side = nanometers(std::sqrt(tile_m2));
  if (side == 0 || results.tiles == 0)
    throw InputError({}, option, "the chip's tiles have no area to draw");
  const auto columns =
      static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(results.tiles))));
  const std::int64_t rows = (results.tiles + columns - 1) / columns;
  std::map<int, double> energy_j;
  for (const auto& [tile, energy] : results.ledger.by_tile()) energy_j[tile] = joules(energy);
  const auto power = [&](int tile) { return time_s > 0 ? energy_j[tile] / time_s : 0; };
  Floorplan plan{results.chip, columns * side, rows * side, {}};
  for (int tile = 0; tile < results.tiles; ++tile)
    plan.blocks.push_back({"tile " + std::to_string(tile), tile % columns * side,
                           tile / columns * side, side, side, power(tile)});
  constexpr double kSeen = 1e-3;  // of the chip's area
  const double rest_m2 = chip_m2 - results.tiles * tile_m2;
  if (rest_m2 > kSeen * chip_m2) {
    const std::int64_t height = nanometers(rest_m2 / (1e-9 * static_cast<double>(plan.width_nm)));
    plan.blocks.push_back(
        {"beside the tiles", 0, plan.height_nm, plan.width_nm, height, power(-1), false});
    plan.height_nm += height;
  }
  if (static_cast<double>(std::max(plan.width_nm, plan.height_nm)) > kWidestM * 1e9)
    throw InputError({}, option, "the chip is more than a meter wide or high");
  return plan;
}

}  // namespace mho
