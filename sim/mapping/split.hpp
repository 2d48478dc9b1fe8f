// Layers larger than the chip: cut into layers of fewer outputs each, whose tensors are put
// together again. A change of the graph before placement, so that phases, drivers and reports need
// to know nothing of it; the values are the same.
#pragma once

#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// The graph in which every matrix layer that takes more arrays than the tiles of the main kind
/// have is cut into parts "NAME (1 of 3)", ... that fit, and a concat "NAME". On a chip that cannot
/// reload, and for layers of which one column of arrays does not fit, that go to other kinds of
/// tiles, are grouped or pruned: as it is, for place() to refuse.
QuantizedGraph split_large_layers(const QuantizedGraph& graph, const Chip& chip,
                                  const PlacementSpec& spec);

}  // namespace mho
