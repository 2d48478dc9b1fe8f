// Who gets how much of a tile's input buffer, and of the global buffer.
#pragma once

#include "sim/chip/chip.hpp"
#include "sim/engine/plan/plan.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Sets the capacity of every store: a tile's input buffer is divided among its tensors in
/// proportion to what each needs at least; the global buffer is half for images, half for results.
/// Throws InputError when a buffer is too small: every one of them, with tile, layers, bytes needed
/// and available.
void share_buffers(const QuantizedGraph& graph, const Chip& chip, EnginePlan& plan);

}  // namespace mho
