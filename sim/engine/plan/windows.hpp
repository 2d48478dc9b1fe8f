// Data dependences of a layer: which pixels of its inputs an output pixel is computed from. Pure
// functions of the graph; nothing here has a time.
#pragma once

#include <cstdint>
#include <vector>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// What a stage of a layer reads: its inputs, and, behind them, an lstm layer its own output.
int slots(const QuantizedLayer& layer);
int slot_tensor(const QuantizedLayer& layer, int slot);

/// Fills `pixels` with the pixels (row-major, ascending) of input number `slot` that output pixel
/// `position` needs. Padding is left out, so the list can be empty.
void window_pixels(const QuantizedGraph& graph, const QuantizedLayer& layer, int slot, int position,
                   std::vector<int>& pixels);

/// Per layer, input slot and output position: how many leading pixels of the input must have room
/// (less what earlier positions have released) before the position is computed, or the pipeline
/// could stand still. With one input, what its window needs. Where several meet, one is the longest
/// path (every position needs at least as much of every common ancestor as on the others): while
/// its pixels are on their way, the others' arrive, and need room (a residual block's short cut).
/// Where no path is the longest: whole tensors.
std::vector<std::vector<std::vector<int>>> pixels_to_hold(const QuantizedGraph& graph);

}  // namespace mho
