// Data dependences of a layer: which pixels of its inputs an output pixel is computed from. Pure
// functions of the graph; nothing here has a time.
#pragma once

#include <cstdint>
#include <vector>

#include "workloads/quantized_graph.hpp"

namespace mho {

/// Fills `pixels` with the pixels (row-major, ascending) of input number `slot` that output pixel
/// `position` needs. Padding is left out, so the list can be empty.
void window_pixels(const QuantizedGraph& graph, const QuantizedLayer& layer, int slot, int position,
                   std::vector<int>& pixels);

/// Per layer and input slot: must the reader hold the whole tensor? True for the inputs of a layer
/// with several, except one of which every position needs at least as much of every common
/// ancestor as the others do (the longest path of a residual block): while the layer waits for
/// another input, that path has already let pass what the others need.
std::vector<std::vector<bool>> whole_tensor_inputs(const QuantizedGraph& graph);

}  // namespace mho
