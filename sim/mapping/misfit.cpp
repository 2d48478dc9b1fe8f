// The refusal of a network that does not fit, and what would fit.
#include "sim/mapping/misfit.hpp"

#include <numeric>
#include <utility>
#include <vector>

#include "sim/base/division.hpp"

namespace mho {
namespace {

/// Array sizes that are tried as a way out: this many doublings of rows and columns.
constexpr int kDoublings = 4;

std::string larger_arrays(const QuantizedGraph& graph, const Chip& chip,
                          const PlacementSpec& spec) {
  ChipSpec larger = chip.spec();
  for (int i = 0; i < kDoublings; ++i) {
    larger.tile.macro.rows *= 2;
    larger.tile.macro.columns *= 2;
    const std::int64_t arrays = total(demand(graph, Chip(larger), spec));
    if (arrays <= chip.arrays()) {
      return "arrays of " + std::to_string(larger.tile.macro.rows) + " x " +
             std::to_string(larger.tile.macro.columns) + " cells (needs " + std::to_string(arrays) +
             "), ";
    }
  }
  return "";
}

std::string without_copies(const QuantizedGraph& graph, const Chip& chip, PlacementSpec spec,
                           const std::vector<LayerDemand>& demands) {
  spec.replication.clear();
  const std::int64_t arrays = total(demand(graph, chip, spec));
  if (arrays == total(demands) || arrays > chip.arrays()) return "";
  return "replication 1 (needs " + std::to_string(arrays) + " arrays), ";
}

/// "conv1 4, conv2 12 (2 copies)".
std::string listed(const QuantizedGraph& graph, const std::vector<LayerDemand>& demands) {
  std::string layers;
  for (const LayerDemand& each : demands) {
    layers += (layers.empty() ? "" : ", ") + graph.layers[each.layer].name + " " +
              std::to_string(each.arrays);
    if (each.copies > 1) layers += " (" + std::to_string(each.copies) + " copies)";
  }
  return layers;
}

/// Tiles of a further kind are as many as the chip says.
std::string misfit_of_kind(const QuantizedGraph& graph, const TileKind& kind,
                           std::vector<LayerDemand> demands) {
  std::erase_if(demands, [&](const LayerDemand& each) { return each.tile_kind != kind.index(); });
  const int macros = kind.macros();
  const std::int64_t arrays = total(demands);
  return "layers sent to tiles of kind '" + kind.name() + "' need " + std::to_string(arrays) +
         " arrays, these have " + std::to_string(kind.arrays()) + ": " + listed(graph, demands) +
         "; would fit: `count: " + std::to_string(ceil_divide(arrays, macros)) + "`";
}

/// Why weights that could be written anew do not help.
std::string too_large(const QuantizedGraph& graph, const Chip& chip,
                      std::vector<LayerDemand> demands) {
  if (!chip.can_reload()) return "";
  std::erase_if(demands, [&](const LayerDemand& each) {
    return each.arrays <= chip.kind(each.tile_kind).arrays();
  });
  return "; reloading weights does not help, larger than the chip: " + listed(graph, demands);
}

}  // namespace

std::int64_t total(const std::vector<LayerDemand>& demands) {
  return std::accumulate(
      demands.begin(), demands.end(), std::int64_t{0},
      [](std::int64_t sum, const LayerDemand& each) { return sum + each.arrays; });
}

std::int64_t total(const std::vector<LayerDemand>& demands, int kind) {
  std::int64_t sum = 0;
  for (const LayerDemand& each : demands) sum += each.tile_kind == kind ? each.arrays : 0;
  return sum;
}

InputError misfit(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                  const std::vector<LayerDemand>& demands, const Place& where) {
  for (const TileKind& kind : chip.kinds())
    if (!kind.is_main() && total(demands, kind.index()) > kind.arrays())
      return {where, "chip.other_tiles[" + std::to_string(kind.index() - 1) + "].count",
              misfit_of_kind(graph, kind, demands)};
  const int macros = chip.spec().tile.macros;
  const std::int64_t arrays = total(demands);
  std::string message =
      "network needs " + std::to_string(arrays) + " arrays, chip has " +
      std::to_string(chip.arrays()) + " (" + std::to_string(chip.tiles()) +
      (chip.tiles() == 1 ? " tile x " : " tiles x ") + std::to_string(macros) +
      " macros): " + listed(graph, demands) +
      "; would fit: " + without_copies(graph, chip, spec, demands) +
      larger_arrays(graph, chip, spec) + "`tiles: " + std::to_string(ceil_divide(arrays, macros)) +
      "`, or `tiles: 0` (as many as the network needs)" + too_large(graph, chip, demands);
  return {where, "chip.tiles", std::move(message)};
}

}  // namespace mho
