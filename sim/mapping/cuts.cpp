// Row and output cuts of a weight matrix, and packing of groups.
#include "sim/mapping/cuts.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {
namespace {

/// Cuts one rectangle into row cuts x output cuts.
void tile_rectangle(const Block& whole, int rows, int outputs, std::vector<Block>& blocks) {
  for (int o = whole.output_begin; o < whole.output_end; o += outputs) {
    for (int r = whole.row_begin; r < whole.row_end; r += rows) {
      Block block;
      block.row_begin = r;
      block.row_end = std::min(r + rows, whole.row_end);
      block.output_begin = o;
      block.output_end = std::min(o + outputs, whole.output_end);
      blocks.push_back(block);
    }
  }
}

/// The rectangle around groups [begin, end).
Block rectangle_of_groups(const MatrixWeights& weights, int begin, int end) {
  Block block;
  block.row_begin = begin * weights.rows_per_group;
  block.row_end = end * weights.rows_per_group;
  block.output_begin = begin * weights.outputs_per_group();
  block.output_end = end * weights.outputs_per_group();
  return block;
}

}  // namespace

std::vector<Block> cut(const MatrixWeights& weights, int rows, int outputs) {
  require(rows >= 1 && outputs >= 1, "cut: the array holds no row or no output");
  require(weights.groups >= 1 && weights.outputs % weights.groups == 0,
          "cut: the outputs do not divide into the groups");
  const int groups_per_block =
      std::min(rows / weights.rows_per_group, outputs / weights.outputs_per_group());
  std::vector<Block> blocks;
  if (groups_per_block == 0) {
    for (int g = 0; g < weights.groups; ++g) {
      tile_rectangle(rectangle_of_groups(weights, g, g + 1), rows, outputs, blocks);
    }
    return blocks;
  }
  for (int g = 0; g < weights.groups; g += groups_per_block) {
    blocks.push_back(
        rectangle_of_groups(weights, g, std::min(g + groups_per_block, weights.groups)));
  }
  return blocks;
}

std::int64_t weights_in(const MatrixWeights& weights, const Block& block) {
  std::int64_t count = 0;
  for (int o = block.output_begin; o < block.output_end; ++o) {
    const int group_begin = o / weights.outputs_per_group() * weights.rows_per_group;
    const int begin = std::max(group_begin, block.row_begin);
    const int end = std::min(group_begin + weights.rows_per_group, block.row_end);
    count += std::max(0, end - begin);
  }
  return count;
}

}  // namespace mho
