#include "sim/inference/matrix_sums.hpp"

namespace mho {
namespace {

/// Adds a block's sums ([items][positions][block outputs]) to all ([items][pixels][outputs]).
void add_block(const Block& block, std::span<const std::uint32_t> positions,
               std::span<const std::int64_t> sums, std::size_t items, std::size_t pixels,
               std::size_t outputs, std::span<std::int64_t> all) {
  const std::size_t width = block.outputs();
  const std::int64_t* from = sums.data();
  for (std::size_t i = 0; i < items; ++i) {
    for (const std::uint32_t position : positions) {
      std::int64_t* to = all.data() + (i * pixels + position) * outputs + block.output_begin;
      for (std::size_t o = 0; o < width; ++o) to[o] += from[o];
      from += width;
    }
  }
}

/// The output positions that one copy of a layer computes.
std::vector<std::uint32_t> positions_of(const LayerPlacement& layer, int replica, int pixels) {
  std::vector<std::uint32_t> positions;
  for (int p = 0; p < pixels; ++p) {
    if (layer.replica_of(p) == replica) positions.push_back(static_cast<std::uint32_t>(p));
  }
  return positions;
}

}  // namespace

std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs) {
  const QuantizedLayer& quantized = network.graph().layers[layer.layer];
  const std::size_t outputs = quantized.weights.outputs;
  const int pixels = network.graph().tensors[quantized.output].pixels();
  std::vector<std::int64_t> all(inputs.size() * pixels * outputs, 0);
  std::vector<std::int64_t> sums;
  for (int replica = 0; replica < layer.replicas; ++replica) {
    const std::vector<std::uint32_t> positions = positions_of(layer, replica, pixels);
    const int first = replica * layer.blocks_per_replica();
    for (int b = first; b < first + layer.blocks_per_replica(); ++b) {
      const Block& block = layer.blocks[b];
      sums.assign(inputs.size() * positions.size() * block.outputs(), 0);
      network.block_product(layer, b, inputs, positions, sums, nullptr);
      add_block(block, positions, sums, inputs.size(), pixels, outputs, all);
    }
  }
  return all;
}

}  // namespace mho
