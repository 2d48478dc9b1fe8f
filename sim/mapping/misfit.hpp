// What a network needs and why it does not fit: the numbers and words of the refusal, with changes
// that were computed to fit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/mapping/placement.hpp"

namespace mho {

/// Arrays that one layer takes, copies included.
struct LayerDemand {
  int layer = 0;
  int tile_kind = 0;
  int copies = 1;
  std::int64_t arrays = 0;

  int arrays_per_copy() const { return static_cast<int>(arrays / copies); }
};

/// Of all layers on arrays, in graph order. Copies beyond the layer's output positions are
/// not counted. Throws InputError when one output does not fit an array.
std::vector<LayerDemand> demand(const QuantizedGraph& graph, const Chip& chip,
                                const PlacementSpec& spec);

std::int64_t total(const std::vector<LayerDemand>& demands);
std::int64_t total(const std::vector<LayerDemand>& demands, int kind);

/// "chip.tiles: network needs 132 arrays, chip has 96 (24 tiles x 4 macros): conv1 4, conv2 12 (2
/// copies); would fit: ..."; of tiles of a further kind that are too few: their count, and what is
/// sent to them.
InputError misfit(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                  const std::vector<LayerDemand>& demands, const Place& where);

}  // namespace mho
