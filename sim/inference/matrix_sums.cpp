#include "sim/inference/matrix_sums.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace mho {
namespace {

/// Partial sums of a matrix layer: [images][pixels][outputs].
struct LayerSums {
  std::size_t pixels = 0;
  std::size_t outputs = 0;
  std::vector<std::int64_t> values;

  /// Adds a block's sums ([items][block outputs]), of which item 0 is number `first` of the
  /// [images][positions].
  void add(const Block& block, std::span<const std::uint32_t> positions, std::size_t first,
           std::span<const std::int64_t> sums) {
    const std::size_t width = block.outputs();
    const std::size_t items = sums.size() / width;
    for (std::size_t i = 0; i < items; ++i) {
      const std::size_t image = (first + i) / positions.size();
      const std::size_t pixel = image * pixels + positions[(first + i) % positions.size()];
      std::int64_t* to = values.data() + pixel * outputs + block.output_begin;
      for (std::size_t o = 0; o < width; ++o) to[o] += sums[i * width + o];
    }
  }
};

/// Numbers of one copy's blocks, those with the same rows together: they take the same inputs.
std::vector<std::vector<int>> blocks_by_rows(const LayerPlacement& layer, int replica) {
  std::map<std::pair<int, int>, std::vector<int>> of_rows;
  const int first = replica * layer.blocks_per_replica();
  for (int b = first; b < first + layer.blocks_per_replica(); ++b)
    of_rows[{layer.blocks[b].row_begin, layer.blocks[b].row_end}].push_back(b);
  std::vector<std::vector<int>> lists;
  for (auto& [rows, blocks] : of_rows) lists.push_back(std::move(blocks));
  return lists;
}

/// The output positions that one copy of a layer computes.
std::vector<std::uint32_t> positions_of(const LayerPlacement& layer, int replica, int pixels) {
  std::vector<std::uint32_t> positions;
  for (int p = 0; p < pixels; ++p) {
    if (layer.replica_of(p) == replica) positions.push_back(static_cast<std::uint32_t>(p));
  }
  return positions;
}

/// Adds the products of blocks with the same rows at some positions of all inputs.
void add_products(const ProgrammedNetwork& network, const LayerPlacement& layer,
                  std::span<const int> blocks, std::span<const LayerInput> inputs,
                  std::span<const std::uint32_t> positions, LayerSums& all) {
  const std::size_t count = inputs.size() * positions.size();
  const std::size_t batch_size = ProgrammedNetwork::batch_items(layer.blocks[blocks[0]]);
  BlockInputs batch;
  std::vector<std::int64_t> sums;
  for (std::size_t first = 0; first < count; first += batch_size) {
    const std::size_t items = std::min(batch_size, count - first);
    network.block_inputs(layer, blocks[0], inputs, positions, first, items, batch);
    for (const int b : blocks) {
      sums.assign(items * layer.blocks[b].outputs(), 0);
      network.block_product(layer, b, batch, sums, nullptr);
      all.add(layer.blocks[b], positions, first, sums);
    }
  }
}

}  // namespace

std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs) {
  const QuantizedLayer& quantized = network.graph().layers[layer.layer];
  const int pixels = network.graph().tensors[quantized.output].pixels();
  LayerSums all;
  all.pixels = pixels;
  all.outputs = quantized.weights.outputs;
  all.values.assign(inputs.size() * all.pixels * all.outputs, 0);
  for (int replica = 0; replica < layer.replicas; ++replica) {
    const std::vector<std::uint32_t> positions = positions_of(layer, replica, pixels);
    for (const std::vector<int>& blocks : blocks_by_rows(layer, replica))
      add_products(network, layer, blocks, inputs, positions, all);
  }
  return std::move(all.values);
}

}  // namespace mho
