#include "sim/inference/mvm_statistics.hpp"

#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {

namespace {

constexpr std::size_t kObservedImages = 64;
constexpr std::size_t kObservedPositions = 16;
/// Of so many sampled MVMs of a block, the passes of one are kept, for times that depend on data.
constexpr std::size_t kTimed = 4;

/// floor(value x n / of)
std::int64_t part(std::int64_t value, std::int64_t n, std::int64_t of) {
  __extension__ typedef __int128 Wide;
  return static_cast<std::int64_t>(static_cast<Wide>(value) * n / of);
}

/// Up to `most` positions that a copy of the layer computes, spread over all; others for each of
/// kObservedImages turns.
std::vector<std::uint32_t> positions_of(const LayerPlacement& layer, int replica, int pixels,
                                        std::size_t most, std::size_t turn) {
  std::vector<std::uint32_t> all;
  for (int p = replica; p < pixels; p += layer.replicas)
    all.push_back(static_cast<std::uint32_t>(p));
  if (all.size() <= most) return all;
  std::vector<std::uint32_t> some;
  for (std::size_t i = 0; i < most; ++i)
    some.push_back(all[(i * all.size() + turn * all.size() / kObservedImages) / most]);
  return some;
}

/// One image on its way through a layer.
struct LayerPass {
  const ProgrammedNetwork& network;
  const LayerPlacement& layer;
  const std::vector<IntTensor>& tensors;
  std::uint32_t image;
  const WrittenArrays* written;  ///< of a dynamic layer
  std::size_t turn;              ///< number of the image among those that are sampled

  int pixels() const {
    const QuantizedGraph& graph = network.graph();
    return graph.tensors[graph.layers[layer.layer].output].pixels();
  }

  /// Executes one block's MVMs at up to `most` of its positions.
  SampledMvm sample(int block, std::size_t most) const {
    const QuantizedLayer& quantized = network.graph().layers[layer.layer];
    const LayerInput input{tensors[array_input(quantized)], image};
    const std::vector<std::uint32_t> positions =
        positions_of(layer, block / layer.blocks_per_replica(), pixels(), most, turn);
    const bool timed = network.chip().kind(layer.tile_kind).macro().time_depends_on_data();
    SampledMvm sample;
    const Block& cut = layer.blocks[block];
    const std::size_t batch_size = ProgrammedNetwork::batch_items(cut);
    BlockInputs batch;
    std::vector<std::int64_t> sums;
    std::vector<PassRecord> passes;
    for (std::size_t first = 0; first < positions.size(); first += batch_size) {
      const std::size_t items = std::min(batch_size, positions.size() - first);
      network.block_inputs(layer, block, {&input, 1}, positions, first, items, batch);
      sums.assign(items * cut.outputs(), 0);
      const std::size_t each = layer.format.passes(cut.rows());
      passes.assign(items * each, {});
      ProgrammedNetwork::block_product(
          written ? (*written)[block] : network.block_array(layer, block), batch.batch(), sums,
          &sample.sum, passes);
      for (std::size_t i = 0; i < items; ++i) {
        if (timed && ((first + i + turn) % kTimed == 0 || positions.size() < kTimed))
          sample.passes.insert(sample.passes.end(), passes.begin() + i * each,
                               passes.begin() + (i + 1) * each);
      }
    }
    sample.mvms = std::ssize(positions);
    return sample;
  }
};

bool depends_on_data(const ProgrammedNetwork& network, const LayerPlacement& layer) {
  return network.chip().kind(layer.tile_kind).macro().depends_on_values();
}

/// Samples of all blocks of all layers from one image.
MvmStatistics samples_of(const ProgrammedNetwork& network, const IntTensor& image,
                         std::uint32_t index, std::size_t turn, std::size_t most_positions,
                         int threads) {
  const std::vector<IntTensor> tensors = run_analog(network, image, index, threads);
  const std::vector<LayerPlacement>& layers = network.placement().layers;
  MvmStatistics samples(layers.size());
  for (std::size_t slot = 0; slot < layers.size(); ++slot) {
    const LayerPlacement& layer = layers[slot];
    if (!depends_on_data(network, layer)) continue;
    WrittenArrays written;
    if (layer.dynamic)
      written = network.write_layer(layer, tensors[network.graph().layers[layer.layer].inputs[1]],
                                    index, threads);
    const LayerPass pass{network, layer, tensors, index, layer.dynamic ? &written : nullptr, turn};
    samples[slot].resize(layer.blocks.size());
    parallel_for(threads, std::ssize(layer.blocks), [&](std::int64_t block) {
      samples[slot][block] = pass.sample(static_cast<int>(block), most_positions);
    });
  }
  return samples;
}

}  // namespace

MvmActivity SampledMvm::share(std::int64_t n) const {
  if (mvms == 1) return sum;
  return sum.with_each(
      [&](std::int64_t value) { return part(value, n + 1, mvms) - part(value, n, mvms); });
}

MvmStatistics mvm_statistics(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                             int threads, const TellShare& tell) {
  require(!images.empty(), "statistics of MVMs need an image");
  const std::size_t count = std::min(images.size(), kObservedImages);
  MvmStatistics all;
  for (std::size_t i = 0; i < count; ++i) {
    if (tell) tell(static_cast<double>(i) / static_cast<double>(count));
    const std::size_t image = i * images.size() / count;
    MvmStatistics one = samples_of(network, images[image], static_cast<std::uint32_t>(image), i,
                                   kObservedPositions, threads);
    if (all.empty()) {
      all = std::move(one);
      continue;
    }
    for (std::size_t slot = 0; slot < all.size(); ++slot)
      for (std::size_t block = 0; block < all[slot].size(); ++block) {
        all[slot][block].sum += one[slot][block].sum;
        all[slot][block].mvms += one[slot][block].mvms;
        all[slot][block].passes.insert(all[slot][block].passes.end(),
                                       one[slot][block].passes.begin(),
                                       one[slot][block].passes.end());
      }
  }
  return all;
}

std::vector<MvmActivity> executed_activity(const ProgrammedNetwork& network, const IntTensor& image,
                                           std::uint32_t index, int threads) {
  const MvmStatistics samples =
      samples_of(network, image, index, 0, std::numeric_limits<std::size_t>::max(), threads);
  std::vector<MvmActivity> activity(samples.size());
  for (std::size_t slot = 0; slot < samples.size(); ++slot)
    for (const SampledMvm& block : samples[slot]) activity[slot] += block.sum;
  return activity;
}

std::vector<MvmActivity> estimated_activity(const ProgrammedNetwork& network,
                                            const MvmStatistics& statistics) {
  const std::vector<LayerPlacement>& layers = network.placement().layers;
  std::vector<MvmActivity> activity(layers.size());
  for (std::size_t slot = 0; slot < layers.size(); ++slot) {
    const LayerPlacement& layer = layers[slot];
    const int pixels = network.graph().tensors[network.graph().layers[layer.layer].output].pixels();
    for (std::size_t block = 0; block < statistics[slot].size(); ++block) {
      const int replica = static_cast<int>(block) / layer.blocks_per_replica();
      for (int n = 0, p = replica; p < pixels; p += layer.replicas, ++n)
        activity[slot] += statistics[slot][block].share(n);
    }
  }
  return activity;
}

}  // namespace mho
