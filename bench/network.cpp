// Speed of whole networks in the untimed driver: patches, products of all arrays, activation,
// pooling. LeNet-5 is the zoo's, on Fashion-MNIST; VGG-8 has random weights and images, as speed
// does not depend on them. Cells are exact, converters are calibrated, so that they clip and round.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <string>
#include <vector>

#include "sim/inference/programmed_network.hpp"
#include "tests/mapping/small_chip.hpp"
#include "tests/workloads/small_graphs.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/quantize/quantize.hpp"

using namespace mho;

namespace {

/// 8-bit weights in cells of `cell_bits`, on arrays of `rows` x `rows`, 1-bit DACs.
Chip sliced_chip(int rows, int cell_bits, Encoding encoding, int adc_bits) {
  SmallChip chip;
  chip.rows = chip.columns = chip.active_rows = rows;
  chip.tiles = 8192;
  chip.encoding = encoding;
  chip.cell.bits = cell_bits;
  chip.adc.resolution = adc_bits;
  chip.adc.rule.rule = RangeRule::calibrated;
  chip.adc.rule.percentile = 0.9995;
  return chip.chip();
}

/// 3x3 convolutions 128, 128, pool, 256, 256, pool, 512, 512, pool, fully connected 1024 and 10, on
/// 3 x 32 x 32 pixels.
QuantizedGraph vgg8() {
  QuantizedGraph graph = only_input(3, 32, 32, 8, false);
  const Stream stream(8);
  int tensor = 0, size = 32;
  std::uint64_t layer = 0;
  for (const int channels : {128, 256, 512}) {
    for (int i = 0; i < 2; ++i)
      tensor = append_matrix(graph, tensor, Window{3, 3, 1, 1, 1, 1, 1, 1}, channels, 1, size, size,
                             8, 8, true, stream.child(layer++));
    QuantizedLayer pool;
    pool.kind = LayerKind::max_pool;
    pool.inputs = {tensor};
    pool.window = Window{2, 2, 2, 2, 0, 0, 1, 1};
    size /= 2;
    const double largest = largest_value(graph.tensors[static_cast<std::size_t>(tensor)]);
    tensor = append_layer(graph, std::move(pool), channels, size, size, 8, false, largest);
  }
  tensor = append_matrix(graph, tensor, Window{size, size, 1, 1, 0, 0, 1, 1}, 1024, 1, 1, 1, 8, 8,
                         true, stream.child(layer++));
  append_matrix(graph, tensor, Window{}, 10, 1, 1, 1, 8, 16, false, stream.child(layer));
  return graph;
}

struct Workload {
  QuantizedGraph graph;
  std::vector<IntTensor> calibration;
  std::vector<IntTensor> images;
};

Workload random_vgg8(int images) {
  Workload w{vgg8(), {}, {}};
  for (int i = 0; i < 2; ++i) w.calibration.push_back(random_image(w.graph, Stream(100 + i)));
  for (int i = 0; i < images; ++i) w.images.push_back(random_image(w.graph, Stream(200 + i)));
  return w;
}

Workload lenet5(int images) {
  const std::string data = "/usr/share/datasets/fashion-mnist/";
  const auto load = [&](const std::string& set, int count) {
    DatasetSpec spec;
    spec.images = data + set + "-images-idx3-ubyte.gz";
    spec.labels = data + set + "-labels-idx1-ubyte.gz";
    spec.scale = 1.0 / 255;
    return load_dataset(spec, count);
  };
  const Dataset training = load("train", 64), test = load("t10k", images);
  QuantizationSpec spec;
  spec.weight_bits = spec.activation_bits = 8;
  spec.calibration_images = training.images();
  const Graph network =
      fold(import_onnx(MHO_SOURCE_DIR "/workloads/zoo/lenet5_fashion_mnist.onnx"));
  Workload w{quantize(network, spec, training, 1), {}, {}};
  for (int i = 0; i < training.images(); ++i)
    w.calibration.push_back(quantize_image(w.graph, training.image(i)));
  for (int i = 0; i < images; ++i) w.images.push_back(quantize_image(w.graph, test.image(i)));
  return w;
}

double process_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The best of five runs, by the clock on the wall and by processor time.
void measure(const char* name, const Workload& w, const Chip& chip, int threads) {
  const Placement placement = place(w.graph, chip, {}, {});
  const ProgrammedNetwork network(w.graph, chip, placement,
                                  adc_ranges(w.graph, chip, placement, w.calibration, threads), {},
                                  threads);
  double wall = 1e30, processor = 1e30;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    const double start_processor = process_seconds();
    classify(network, w.images, 0, threads, {});
    processor = std::min(processor, process_seconds() - start_processor);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    wall = std::min(wall, elapsed.count());
  }
  const auto images = static_cast<double>(w.images.size());
  std::printf("  %-58s %8d %12.1f %16.1f\n", name, threads, images / wall, images / processor);
}

void run(int vgg8_images) {
  std::printf("networks on %s\n  %-58s %8s %12s %16s\n", mvm_instruction_set(), "", "threads",
              "images/s", "images/CPU s");
  const Workload lenet = lenet5(1024);
  measure("LeNet-5, 256 x 256, 2b cells, 8 x 1b inputs, 8b ADC", lenet,
          sliced_chip(256, 2, Encoding::differential, 8), 1);
  if (vgg8_images == 0) return;
  const Workload vgg = random_vgg8(vgg8_images);
  const Chip vgg_chip = sliced_chip(128, 1, Encoding::offset, 5);
  for (const int threads : {1, 2})
    measure("VGG-8, 128 x 128, 1b cells, 8 x 1b inputs, 5b ADC", vgg, vgg_chip, threads);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc > 1 ? std::stoi(argv[1]) : 8);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
