// The untimed driver: groups of images through all layers, many groups on many threads, and the
// positions of a layer on threads that are left. Images go in groups so that layers of one output
// position give the kernel more than one vector at a time.
#include <algorithm>
#include <mutex>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/inference/matrix_sums.hpp"
#include "sim/inference/programmed_network.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/integer/finish.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

/// At most this many images go through the layers together, and no more than whose tensors and
/// sums take about this memory per thread. Changes no result.
constexpr std::int64_t kGroupImages = 16;
constexpr std::int64_t kGroupBytes = std::int64_t{32} << 20;

/// Vectors that one matrix layer computes together: enough for the kernel, few enough that inputs
/// and sums stay in a core's caches.
constexpr std::size_t kVectorsTogether = 256;

/// The tensors of one image, and its index.
struct Item {
  std::vector<IntTensor> tensors;
  std::uint32_t image = 0;
};

void run_matrix_together(const ProgrammedNetwork& network, const LayerPlacement& placed,
                         std::span<Item> items, int threads,
                         const WrittenArrays* written = nullptr) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& layer = graph.layers[placed.layer];
  std::vector<LayerInput> inputs;
  for (Item& item : items) {
    inputs.push_back({item.tensors[layer.inputs[0]], item.image});
    item.tensors[layer.output].resize(graph.tensors[layer.output].size());
  }
  const MatrixFinish finish(graph, layer, kPartialSumFraction);
  for_matrix_sums(network, placed, inputs, threads, written,
                  [&](std::size_t input, std::span<const std::uint32_t> positions,
                      std::span<const std::int64_t> sums) {
                    finish(positions, sums, items[input].tensors[layer.output]);
                  });
}

void run_matrix(const ProgrammedNetwork& network, const LayerPlacement& placed,
                std::span<Item> items, int threads) {
  const QuantizedGraph& graph = network.graph();
  const std::size_t pixels = graph.tensors[graph.layers[placed.layer].output].pixels();
  const std::size_t together = std::max<std::size_t>(1, kVectorsTogether / pixels);
  for (std::size_t first = 0; first < items.size(); first += together) {
    run_matrix_together(network, placed,
                        items.subspan(first, std::min(together, items.size() - first)), threads);
  }
}

/// On arrays that are written for each image.
void run_product(const ProgrammedNetwork& network, const LayerPlacement& placed, Item& item,
                 int threads) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& layer = graph.layers[placed.layer];
  const WrittenArrays written =
      network.write_layer(placed, item.tensors[layer.inputs[1]], item.image, threads);
  run_matrix_together(network, placed, {&item, 1}, threads, &written);
}

/// Pixel after pixel: each needs the one before.
void run_lstm(const ProgrammedNetwork& network, const LayerPlacement& placed, Item& item) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& layer = graph.layers[placed.layer];
  const QuantizedTensor& out = graph.tensors[layer.output];
  IntTensor& hidden = item.tensors[layer.output];
  hidden.assign(out.size(), 0);
  std::vector<double> cell = initial_cell(layer);
  IntTensor pixel(out.channels);
  for (int p = 0; p < out.pixels(); ++p) {
    const std::vector<std::int64_t> sums = matrix_sums_at(network, placed, {hidden, item.image}, p);
    finish_lstm(graph, layer, kPartialSumFraction, sums,
                pixel_of(graph.tensors[layer.inputs[0]], item.tensors[layer.inputs[0]], p), cell,
                pixel);
    for (int c = 0; c < out.channels; ++c)
      hidden[static_cast<std::size_t>(c) * out.pixels() + p] = pixel[c];
  }
}

/// Consecutive images through all layers.
std::vector<Item> run_group(const ProgrammedNetwork& network, const IntegerExecutor& exact,
                            std::span<const IntTensor> images, std::uint32_t first_index,
                            int threads) {
  const QuantizedGraph& graph = network.graph();
  std::vector<Item> items(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) {
    items[i].tensors.resize(graph.tensors.size());
    items[i].tensors[graph.input] = images[i];
    items[i].image = first_index + static_cast<std::uint32_t>(i);
  }
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const QuantizedLayer& layer = graph.layers[index];
    const LayerPlacement* placed = network.placement().of_layer(index);
    if (!placed) {  // vector layers, and those with weights that vector units compute
      for (Item& item : items)
        item.tensors[layer.output] = exact.run_layer(index, item.tensors, threads);
    } else if (placed->dynamic) {
      for (Item& item : items) run_product(network, *placed, item, threads);
    } else if (layer.kind == LayerKind::lstm) {
      for (Item& item : items) run_lstm(network, *placed, item);
    } else {
      run_matrix(network, *placed, items, threads);
    }
  }
  return items;
}

/// Images that go together: fewer when there are few for each of the threads.
std::int64_t images_in_group(const QuantizedGraph& graph, std::int64_t images, int threads) {
  std::int64_t bytes = 1;
  for (const QuantizedTensor& tensor : graph.tensors) {
    bytes += tensor.size() * static_cast<std::int64_t>(sizeof(std::int32_t));
  }
  const std::int64_t share = images / std::max(1, threads);
  return std::clamp(std::min(kGroupBytes / bytes, share), std::int64_t{1}, kGroupImages);
}

}  // namespace

std::vector<IntTensor> run_analog(const ProgrammedNetwork& network, const IntTensor& image,
                                  std::uint32_t image_index, int threads) {
  const IntegerExecutor exact(network.graph(), network.placement().vector_unit);
  return std::move(
      run_group(network, exact, std::span(&image, 1), image_index, threads)[0].tensors);
}

void for_each_output(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                     std::uint32_t first_index, int threads, const Progress& progress,
                     const LookAtResult& look) {
  const auto count = static_cast<std::int64_t>(images.size());
  const std::int64_t in_group = images_in_group(network.graph(), count, threads);
  const IntegerExecutor exact(network.graph(), network.placement().vector_unit);
  std::mutex telling;
  std::int64_t done = 0;
  // Threads that no group of images keeps busy share the work of each.
  const std::int64_t groups = ceil_divide(count, in_group);
  const int inside =
      groups < threads ? static_cast<int>(threads / std::max<std::int64_t>(1, groups)) : 1;
  parallel_for(threads, groups, [&](std::int64_t group) {
    const std::int64_t first = group * in_group;
    const std::int64_t size = std::min(in_group, count - first);
    const std::vector<Item> items =
        run_group(network, exact, images.subspan(first, size),
                  first_index + static_cast<std::uint32_t>(first), inside);
    for (std::int64_t i = 0; i < size; ++i) {
      look(static_cast<std::size_t>(first + i), items[i].tensors[network.graph().output]);
    }
    if (!progress) return;
    const std::lock_guard lock(telling);
    done += size;
    progress(static_cast<double>(done) / static_cast<double>(count));
  });
}

std::vector<int> classify(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                          std::uint32_t first_index, int threads, const Progress& progress) {
  std::vector<int> classes(images.size());
  for_each_output(network, images, first_index, threads, progress,
                  [&](std::size_t i, const IntTensor& output) {
                    classes[i] = class_of(network.graph(), output);
                  });
  return classes;
}

}  // namespace mho
