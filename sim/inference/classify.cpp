// The untimed driver: groups of images through all layers, many groups on many threads. Images go
// in groups so that layers of one output position give the kernel more than one vector at a time.
#include <algorithm>
#include <mutex>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/inference/matrix_sums.hpp"
#include "sim/inference/programmed_network.hpp"
#include "workloads/integer_executor.hpp"

namespace mho {
namespace {

/// At most this many images go through the layers together, and no more than whose tensors and
/// sums take about this memory per thread. Changes no result.
constexpr std::int64_t kGroupImages = 16;
constexpr std::int64_t kGroupBytes = std::int64_t{32} << 20;

/// Vectors that one matrix layer computes together: enough for the kernel, few enough that inputs
/// and sums stay in a core's caches.
constexpr std::size_t kVectors = 256;

/// The tensors of one image, and its index.
struct Item {
  std::vector<IntTensor> tensors;
  std::uint32_t image = 0;
};

/// Fills a tensor pixel by pixel: compute(position, pixel).
template <class Compute>
IntTensor fill_pixels(const QuantizedTensor& shape, Compute compute) {
  IntTensor tensor(shape.size());
  std::vector<std::int32_t> pixel(shape.channels);
  const int pixels = shape.pixels();
  for (int p = 0; p < pixels; ++p) {
    compute(p, std::span(pixel));
    for (int c = 0; c < shape.channels; ++c) {
      tensor[static_cast<std::size_t>(c) * pixels + p] = pixel[c];
    }
  }
  return tensor;
}

void run_matrix_together(const ProgrammedNetwork& network, int index, std::span<Item> items) {
  const QuantizedGraph& graph = network.graph();
  const QuantizedLayer& layer = graph.layers[index];
  const LayerPlacement* placed = network.placement().of_layer(index);
  require(placed != nullptr, "run_analog: a matrix layer was not placed");
  std::vector<LayerInput> inputs;
  for (const Item& item : items) inputs.push_back({item.tensors[layer.inputs[0]], item.image});
  const std::vector<std::int64_t> sums = matrix_sums(network, *placed, inputs);
  const std::size_t outputs = layer.weights.outputs;
  const std::size_t pixels = graph.tensors[layer.output].pixels();
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].tensors[layer.output] =
        fill_pixels(graph.tensors[layer.output], [&](int p, std::span<std::int32_t> pixel) {
          finish_matrix(graph, layer, 0, kPartialSumFraction,
                        std::span(sums).subspan((i * pixels + p) * outputs, outputs), pixel);
        });
  }
}

void run_matrix(const ProgrammedNetwork& network, int index, std::span<Item> items) {
  const QuantizedGraph& graph = network.graph();
  const std::size_t pixels = graph.tensors[graph.layers[index].output].pixels();
  const std::size_t together = std::max<std::size_t>(1, kVectors / pixels);
  for (std::size_t first = 0; first < items.size(); first += together) {
    run_matrix_together(network, index,
                        items.subspan(first, std::min(together, items.size() - first)));
  }
}

void run_vector(const QuantizedGraph& graph, const QuantizedLayer& layer, Item& item) {
  std::vector<std::span<const std::int32_t>> inputs;
  for (const int input : layer.inputs) inputs.emplace_back(item.tensors[input]);
  item.tensors[layer.output] = fill_pixels(
      graph.tensors[layer.output],
      [&](int p, std::span<std::int32_t> pixel) { vector_pixel(graph, layer, inputs, p, pixel); });
}

/// Consecutive images through all layers.
std::vector<Item> run_group(const ProgrammedNetwork& network, const IntegerExecutor& digital,
                            std::span<const IntTensor> images, std::uint32_t first_index) {
  const QuantizedGraph& graph = network.graph();
  std::vector<Item> items(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) {
    items[i].tensors.resize(graph.tensors.size());
    items[i].tensors[graph.input] = images[i];
    items[i].image = first_index + static_cast<std::uint32_t>(i);
  }
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const QuantizedLayer& layer = graph.layers[index];
    if (network.placement().is_digital(index)) {
      for (Item& item : items) item.tensors[layer.output] = digital.run_layer(index, item.tensors);
    } else if (layer.kind == LayerKind::matrix) {
      run_matrix(network, index, items);
    } else {
      for (Item& item : items) run_vector(graph, layer, item);
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
                                  std::uint32_t image_index) {
  const IntegerExecutor digital(network.graph(), network.placement().digital);
  return std::move(run_group(network, digital, std::span(&image, 1), image_index)[0].tensors);
}

std::vector<int> classify(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                          std::uint32_t first_index, int threads, const Progress& progress) {
  const auto count = static_cast<std::int64_t>(images.size());
  const std::int64_t in_group = images_in_group(network.graph(), count, threads);
  std::vector<int> classes(images.size());
  const IntegerExecutor digital(network.graph(), network.placement().digital);
  std::mutex telling;
  std::int64_t done = 0;
  parallel_for(threads, (count + in_group - 1) / in_group, [&](std::int64_t group) {
    const std::int64_t first = group * in_group;
    const std::int64_t size = std::min(in_group, count - first);
    const std::vector<Item> items = run_group(network, digital, images.subspan(first, size),
                                              first_index + static_cast<std::uint32_t>(first));
    for (std::int64_t i = 0; i < size; ++i) {
      classes[first + i] = argmax(items[i].tensors[network.graph().output]);
    }
    if (!progress) return;
    const std::lock_guard lock(telling);
    done += size;
    progress(static_cast<double>(done) / static_cast<double>(count));
  });
  return classes;
}

}  // namespace mho
