#include "sim/inference/matrix_sums.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/integer/product_matrix.hpp"

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

/// Adds the products of blocks with the same rows, of vectors [first, end) of [inputs][positions].
void add_products(const ProgrammedNetwork& network, const LayerPlacement& layer,
                  std::span<const int> blocks, std::span<const LayerInput> inputs,
                  std::span<const std::uint32_t> positions, const WrittenArrays* written,
                  std::size_t first, std::size_t end, LayerSums& all) {
  const std::size_t batch_size = ProgrammedNetwork::batch_items(layer.blocks[blocks[0]]);
  BlockInputs batch;
  std::vector<std::int64_t> sums;
  for (; first < end; first += batch_size) {
    const std::size_t items = std::min(batch_size, end - first);
    network.block_inputs(layer, blocks[0], inputs, positions, first, items, batch);
    for (const int b : blocks) {
      sums.assign(items * layer.blocks[b].outputs(), 0);
      ProgrammedNetwork::block_product(written ? (*written)[b] : network.block_array(layer, b),
                                       batch, sums, nullptr);
      all.add(layer.blocks[b], positions, first, sums);
    }
  }
}

/// Vectors of one task: enough for a batch of the shortest block.
std::size_t task_vectors(const LayerPlacement& layer) {
  std::size_t most = 1;
  for (int b = 0; b < layer.blocks_per_replica(); ++b)
    most = std::max(most, ProgrammedNetwork::batch_items(layer.blocks[b]));
  return most;
}

LayerSums no_sums(const QuantizedGraph& graph, const QuantizedLayer& layer, std::size_t inputs) {
  LayerSums sums;
  sums.pixels = graph.tensors[layer.output].pixels();
  sums.outputs = array_shape(graph, layer).outputs;
  sums.values.assign(inputs * sums.pixels * sums.outputs, 0);
  return sums;
}

}  // namespace

std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs, int threads,
                                      const WrittenArrays* written) {
  const QuantizedGraph& graph = network.graph();
  LayerSums all = no_sums(graph, graph.layers[layer.layer], inputs.size());
  const std::size_t vectors = task_vectors(layer);
  for (int replica = 0; replica < layer.replicas; ++replica) {
    const std::vector<std::uint32_t> positions =
        positions_of(layer, replica, static_cast<int>(all.pixels));
    const std::vector<std::vector<int>> lists = blocks_by_rows(layer, replica);
    const std::size_t count = inputs.size() * positions.size();
    // Tasks add to sums of different vectors.
    parallel_for(
        threads, static_cast<std::int64_t>(ceil_divide(count, vectors)), [&](std::int64_t task) {
          const std::size_t first = static_cast<std::size_t>(task) * vectors;
          const std::size_t end = std::min(count, first + vectors);
          for (const std::vector<int>& blocks : lists)
            add_products(network, layer, blocks, inputs, positions, written, first, end, all);
        });
  }
  return std::move(all.values);
}

std::vector<std::int64_t> matrix_sums_at(const ProgrammedNetwork& network,
                                         const LayerPlacement& layer, const LayerInput& input,
                                         int position) {
  std::vector<std::int64_t> all(network.graph().layers[layer.layer].weights.outputs, 0);
  const auto at = static_cast<std::uint32_t>(position);
  std::vector<std::int64_t> sums;
  const int first = layer.replica_of(position) * layer.blocks_per_replica();
  for (int b = first; b < first + layer.blocks_per_replica(); ++b) {
    const Block& block = layer.blocks[b];
    sums.assign(block.outputs(), 0);
    network.block_product(layer, b, input.tensor, input.image, {&at, 1}, sums, nullptr);
    for (int o = 0; o < block.outputs(); ++o) all[block.output_begin + o] += sums[o];
  }
  return all;
}

}  // namespace mho
