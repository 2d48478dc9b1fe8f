// How one layer's weight matrix is cut into pieces that fit an array: rows x outputs, or whole
// groups of a grouped convolution packed block-diagonally. Knows sizes only, not arrays or copies.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/mapping/placement.hpp"

namespace mho {

/// The cuts of one copy of a layer for arrays of `rows` rows and `outputs` logical columns (both at
/// least 1), as Blocks with layer, replica and array left 0. Blocks that add up to the same outputs
/// stand next to each other, so that their partial sums meet in few tiles.
///
/// One group (or a group larger than an array): row cuts x output cuts, all full except the last.
/// Groups that fit an array: as many consecutive whole ones a block as fit its rows and outputs.
std::vector<Block> cut(const MatrixWeights& weights, int rows, int outputs);

/// Weights that a block holds, the zeros between groups not counted.
std::int64_t weights_in(const MatrixWeights& weights, const Block& block);

}  // namespace mho
