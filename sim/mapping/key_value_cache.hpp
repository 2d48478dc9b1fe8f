// Keys and values that earlier steps computed (Product::cached): where they stay from one token to
// the next, and what of them moves. On arrays of their own they stay in the cells, and a token
// writes its own keys and values alone; on vector units they stay in the tile's input buffer, from
// which each product reads all of them.
#pragma once

#include <cstdint>

#include "sim/mapping/placement.hpp"

namespace mho {

/// What of a dynamic layer's block is written for each image: rows, outputs and weights of operand
/// B's own pixels; all of the block where nothing is cached, 0 where it holds cached pixels alone.
struct WrittenPart {
  int rows = 0, outputs = 0;
  std::int64_t weights = 0;
};
WrittenPart written_part(const QuantizedGraph& graph, const QuantizedLayer& product,
                         const Block& block);

/// Bits of the cached pixels of one product's operand B; 0 for other layers.
std::int64_t cached_bits(const QuantizedGraph& graph, const QuantizedLayer& layer);

/// Of a whole network, for one image, in bits.
struct KeyValueCache {
  std::int64_t held = 0;     ///< by all products, their own pixels included
  std::int64_t read = 0;     ///< of cached pixels, from buffers
  std::int64_t written = 0;  ///< of own pixels
};
KeyValueCache key_value_cache(const QuantizedGraph& graph, const Placement& placement);

}  // namespace mho
