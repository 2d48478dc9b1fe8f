// The untimed driver: whole images through all layers, many images on many threads.
#include <algorithm>
#include <mutex>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {
namespace {

/// Progress is told about every this many images.
constexpr std::int64_t kProgressImages = 64;

/// Adds sums ([positions][block.outputs()]) to all ([position][outputs of the layer]).
void add_block(const Block& block, std::span<const std::uint32_t> positions,
               std::span<const std::int64_t> sums, std::size_t outputs,
               std::span<std::int64_t> all) {
  const std::size_t width = block.outputs();
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const std::int64_t* from = sums.data() + i * width;
    std::int64_t* to = all.data() + positions[i] * outputs + block.output_begin;
    for (std::size_t o = 0; o < width; ++o) to[o] += from[o];
  }
}

/// All partial sums of a matrix layer, [position][output].
std::vector<std::int64_t> matrix_sums(const ProgrammedNetwork& network, const LayerPlacement& layer,
                                      std::span<const std::int32_t> input, std::uint32_t image) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& quantized = graph.layers[layer.layer];
  const std::size_t outputs = quantized.weights.outputs;
  const int pixels = graph.tensors[quantized.output].pixels();
  std::vector<std::int64_t> all(outputs * pixels, 0);
  std::vector<std::int64_t> sums;
  std::vector<std::uint32_t> positions;
  for (int replica = 0; replica < layer.replicas; ++replica) {
    positions.clear();
    for (int p = 0; p < pixels; ++p) {
      if (layer.replica_of(p) == replica) positions.push_back(static_cast<std::uint32_t>(p));
    }
    const int first = replica * layer.blocks_per_replica();
    for (int b = first; b < first + layer.blocks_per_replica(); ++b) {
      const Block& block = layer.blocks[b];
      sums.assign(positions.size() * block.outputs(), 0);
      network.block_product(layer, b, input, image, positions, sums, nullptr);
      add_block(block, positions, sums, outputs, all);
    }
  }
  return all;
}

void scatter_pixel(std::span<const std::int32_t> pixel, int position, int pixels,
                   IntTensor& tensor) {
  for (std::size_t c = 0; c < pixel.size(); ++c) tensor[c * pixels + position] = pixel[c];
}

IntTensor run_layer(const ProgrammedNetwork& network, int index,
                    const std::vector<IntTensor>& tensors, std::uint32_t image) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& layer = graph.layers[index];
  const QuantizedTensor& output = graph.tensors[layer.output];
  IntTensor result(output.size());
  std::vector<std::int32_t> pixel(output.channels);
  if (layer.kind == LayerKind::matrix) {
    const LayerPlacement* placed = network.placement().of_layer(index);
    require(placed != nullptr, "run_analog: a matrix layer was not placed");
    const std::vector<std::int64_t> sums =
        matrix_sums(network, *placed, tensors[layer.inputs[0]], image);
    const std::size_t outputs = layer.weights.outputs;
    for (int p = 0; p < output.pixels(); ++p) {
      finish_matrix(graph, layer, 0, kPartialSumFraction,
                    std::span(sums).subspan(p * outputs, outputs), pixel);
      scatter_pixel(pixel, p, output.pixels(), result);
    }
    return result;
  }
  std::vector<std::span<const std::int32_t>> inputs;
  for (const int input : layer.inputs) inputs.emplace_back(tensors[input]);
  for (int p = 0; p < output.pixels(); ++p) {
    vector_pixel(graph, layer, inputs, p, pixel);
    scatter_pixel(pixel, p, output.pixels(), result);
  }
  return result;
}

}  // namespace

std::vector<IntTensor> run_analog(const ProgrammedNetwork& network, const IntTensor& image,
                                  std::uint32_t image_index) {
  const QuantizedGraph& graph = network.graph();
  std::vector<IntTensor> tensors(graph.tensors.size());
  tensors[graph.input] = image;
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    tensors[graph.layers[index].output] = run_layer(network, index, tensors, image_index);
  }
  return tensors;
}

std::vector<int> classify(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                          std::uint32_t first_index, int threads, const Progress& progress) {
  std::vector<int> classes(images.size());
  std::mutex telling;
  std::int64_t done = 0;
  parallel_for(threads, static_cast<std::int64_t>(images.size()), [&](std::int64_t i) {
    const std::vector<IntTensor> tensors =
        run_analog(network, images[i], first_index + static_cast<std::uint32_t>(i));
    classes[i] = argmax(tensors[network.graph().output]);
    if (!progress) return;
    const std::lock_guard lock(telling);
    if (++done % kProgressImages == 0 || done == static_cast<std::int64_t>(images.size())) {
      progress(static_cast<double>(done) / static_cast<double>(images.size()));
    }
  });
  return classes;
}

}  // namespace mho
