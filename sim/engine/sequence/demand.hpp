// The roofline of a sequenced chip: how long each resource is needed by each layer, and by how much
// work a job occupies it. The engine's times can only be longer.
#pragma once

#include <cstdint>

#include "sim/chip/chip.hpp"
#include "sim/engine/sequence/sequence.hpp"

namespace mho {

/// Time that a job's vectors stream: MACs, or the global buffer's port, of which each tile has its
/// share.
std::int64_t stream_fs(const Chip& chip, const ArrayJob& job);

/// Time that one tile's vector unit takes for its share of a layer without weights: operations, or
/// the global buffer's port.
std::int64_t vector_share_fs(const Chip& chip, const VectorWork& work);

/// Time that the off-chip port moves `bytes`, and the host link `bits`.
std::int64_t off_chip_fs(const Chip& chip, std::int64_t bytes);
std::int64_t host_link_fs(const Chip& chip, std::int64_t bits);

/// Fills SequencedLayer::demand of all layers.
void add_demands(const QuantizedGraph& graph, const Chip& chip, SequencePlan& plan);

}  // namespace mho
