#include "sim/inference/matrix_sums.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/integer/patches.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

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

/// Sums that a task makes at a time: they stay in the cache until they are taken.
constexpr std::size_t kTaskSums = 16384;

/// Work space of a task.
struct Work {
  BlockInputs inputs;
  std::vector<std::int64_t> sums;
};

/// The vectors of one copy of a layer, of all inputs.
class ReplicaProducts {
 public:
  ReplicaProducts(const ProgrammedNetwork& network, const LayerPlacement& layer, int replica,
                  std::span<const LayerInput> inputs, const Patches<std::int32_t>* patches,
                  std::span<const IntTensor> bordered, const WrittenArrays* written)
      : network_(network),
        layer_(layer),
        inputs_(inputs),
        patches_(patches),
        bordered_(bordered),
        written_(written),
        lists_(blocks_by_rows(layer, replica)) {
    const QuantizedGraph& graph = network.graph();
    const QuantizedLayer& quantized = graph.layers[layer.layer];
    outputs_ = array_shape(graph, quantized).outputs;
    positions_ = positions_of(layer, replica, graph.tensors[quantized.output].pixels());
  }

  std::size_t count() const { return inputs_.size() * positions_.size(); }

  /// Vectors of one task: enough for a batch of the shortest block, as long as their sums are few.
  std::size_t task_vectors() const {
    std::size_t most = 1;
    for (const std::vector<int>& blocks : lists_)
      most = std::max(most, ProgrammedNetwork::batch_items(layer_.blocks[blocks[0]]));
    return std::min(most, std::max<std::size_t>(1, kTaskSums / outputs_));
  }

  /// Vectors [first, end).
  void run(std::size_t first, std::size_t end, const TakeSums& take) const {
    std::vector<std::int64_t> sums((end - first) * outputs_, 0);
    Work work;
    for (const std::vector<int>& blocks : lists_) {
      const std::size_t most = ProgrammedNetwork::batch_items(layer_.blocks[blocks[0]]);
      for (std::size_t at = first; at < end; at += most) {
        const std::size_t items = std::min(most, end - at);
        add_products(blocks, at, items,
                     std::span(sums).subspan((at - first) * outputs_, items * outputs_), work);
      }
    }
    const std::size_t each = positions_.size();
    for (std::size_t at = first; at < end;) {
      const std::size_t position = at % each, items = std::min(end - at, each - position);
      take(at / each, std::span(positions_).subspan(position, items),
           std::span(sums).subspan((at - first) * outputs_, items * outputs_));
      at += items;
    }
  }

 private:
  /// Adds the products of blocks with the same rows to sums, [items][outputs].
  void add_products(std::span<const int> blocks, std::size_t first, std::size_t items,
                    std::span<std::int64_t> sums, Work& work) const {
    const Block& cut = layer_.blocks[blocks[0]];
    if (patches_ != nullptr)
      gather_rows(cut, first, items, work.inputs);
    else
      network_.block_inputs(layer_, blocks[0], inputs_, positions_, first, items, work.inputs);
    MvmBatch batch = work.inputs.batch();
    batch.inputs = batch.inputs.first(items * static_cast<std::size_t>(cut.rows()));
    if (patches_ != nullptr) batch.layout = BatchLayout::by_row;
    std::vector<std::int64_t>& own = work.sums;
    for (const int b : blocks) {
      const BlockArray& array = written_ ? (*written_)[b] : network_.block_array(layer_, b);
      const std::size_t width = layer_.blocks[b].outputs();
      if (width == outputs_) {
        ProgrammedNetwork::block_product(array, batch, sums, nullptr);
        continue;
      }
      own.assign(items * width, 0);
      ProgrammedNetwork::block_product(array, batch, own, nullptr);
      for (std::size_t i = 0; i < items; ++i) {
        std::int64_t* to = &sums[i * outputs_ + layer_.blocks[b].output_begin];
        for (std::size_t o = 0; o < width; ++o) to[o] += own[i * width + o];
      }
    }
  }

  void gather_rows(const Block& cut, std::size_t first, std::size_t items,
                   BlockInputs& gathered) const {
    const std::size_t each = positions_.size();
    gathered.image.resize(items);
    gathered.position.resize(items);
    for (std::size_t i = 0; i < items; ++i) {
      gathered.image[i] = inputs_[(first + i) / each].image;
      gathered.position[i] = positions_[(first + i) % each];
    }
    gathered.values.resize(items * static_cast<std::size_t>(cut.rows()) +
                           Patches<std::int32_t>::kSlack);
    patches_->gather(bordered_, positions_, first, items, cut.row_begin, cut.row_end,
                     gathered.values);
  }

  const ProgrammedNetwork& network_;
  const LayerPlacement& layer_;
  std::span<const LayerInput> inputs_;
  const Patches<std::int32_t>* patches_;  ///< null: patches are no windows
  std::span<const IntTensor> bordered_;
  const WrittenArrays* written_;
  std::vector<std::vector<int>> lists_;
  std::size_t outputs_ = 0;
  std::vector<std::uint32_t> positions_;
};

}  // namespace

void for_matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                     std::span<const LayerInput> inputs, int threads, const WrittenArrays* written,
                     const TakeSums& take) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& quantized = graph.layers[layer.layer];
  std::optional<Patches<std::int32_t>> patches;
  std::vector<IntTensor> bordered;
  if (has_windows(quantized)) {
    patches.emplace(graph, quantized);
    for (const LayerInput& input : inputs) bordered.push_back(patches->bordered(input.tensor));
  }
  for (int replica = 0; replica < layer.replicas; ++replica) {
    const ReplicaProducts products(network, layer, replica, inputs, patches ? &*patches : nullptr,
                                   bordered, written);
    const std::size_t vectors = products.task_vectors();
    parallel_for(threads, static_cast<std::int64_t>(ceil_divide(products.count(), vectors)),
                 [&](std::int64_t task) {
                   const std::size_t first = static_cast<std::size_t>(task) * vectors;
                   products.run(first, std::min(products.count(), first + vectors), take);
                 });
  }
}

std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const LayerInput> inputs, int threads,
                                      const WrittenArrays* written) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& quantized = graph.layers[layer.layer];
  const std::size_t pixels = graph.tensors[quantized.output].pixels();
  const std::size_t outputs = array_shape(graph, quantized).outputs;
  std::vector<std::int64_t> all(inputs.size() * pixels * outputs);
  for_matrix_sums(network, layer, inputs, threads, written,
                  [&](std::size_t input, std::span<const std::uint32_t> positions,
                      std::span<const std::int64_t> sums) {
                    for (std::size_t i = 0; i < positions.size(); ++i)
                      std::copy_n(sums.data() + i * outputs, outputs,
                                  all.data() + (input * pixels + positions[i]) * outputs);
                  });
  return all;
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
