// Promise 2 on real networks and a real, noisy chip: the timed engine, the untimed driver, any
// number of threads and any batch give the same bits.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/engine/engine.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/fashion_mnist.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

// The address sanitizer slows the drivers down about tenfold.
#ifdef __SANITIZE_ADDRESS__
constexpr int kZooImages = 8;
#else
constexpr int kZooImages = 64;
#endif

ChipSpec edge_chip() {
  ChipSpec spec = read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/edge_rram_28nm.yaml"));
  spec.tiles = 0;
  return spec;
}

int tiles_for(const QuantizedGraph& graph, const ChipSpec& spec) {
  const int macros = spec.tile.macros;
  return (arrays_needed(graph, spec, {}) + macros - 1) / macros;
}

/// A network of the zoo on edge_rram_28nm with as many tiles as it takes, and its test images.
struct ZooOnEdge {
  QuantizedGraph graph;
  Chip chip;
  Placement placement;
  std::vector<IntTensor> calibration, images;
  AdcRanges ranges;

  ZooOnEdge(const std::string& name, int weight_bits)
      : graph(quantize(fold(import_onnx(std::string(kSourceDir) + "/workloads/zoo/" + name)),
                       {weight_bits, 8, CalibrationRule::mse, 1, 8}, fashion_mnist("train", 8), 1)),
        chip(edge_chip(), tiles_for(graph, edge_chip())),
        placement(place(graph, chip, {}, {})),
        calibration(quantized(fashion_mnist("train", 4))),
        images(quantized(fashion_mnist("t10k", kZooImages))),
        ranges(adc_ranges(graph, chip, placement, calibration, 1)) {}
  ZooOnEdge(const ZooOnEdge&) = delete;

  std::vector<IntTensor> quantized(const Dataset& set) const {
    std::vector<IntTensor> integers;
    for (int i = 0; i < set.images(); ++i) integers.push_back(quantize_image(graph, set.image(i)));
    return integers;
  }
};

void check_drivers(const ZooOnEdge& zoo, int timed_images) {
  constexpr TrialKey kTrialKey{11, 3};
  const ProgrammedNetwork one(zoo.graph, zoo.chip, zoo.placement, zoo.ranges, kTrialKey, 1);
  const auto timed = std::span(zoo.images).first(static_cast<std::size_t>(timed_images));
  const EngineResult engine = simulate_in_child(one, timed);
  REQUIRE(engine.outputs.size() == timed.size());

  const ProgrammedNetwork two(zoo.graph, zoo.chip, zoo.placement, zoo.ranges, kTrialKey, 2);
  const auto output = static_cast<std::size_t>(zoo.graph.output);
  bool noisy = false;
  for (std::uint32_t i = 0; i < timed.size(); ++i) {
    const IntTensor untimed = run_analog(two, timed[i], i)[output];
    CHECK(engine.outputs[i] == untimed);
    noisy = noisy || untimed != run_integer(zoo.graph, timed[i])[output];
  }
  // Without noise the equality would say less.
  CHECK(noisy);

  const std::vector<int> together = classify(one, zoo.images, 0, 1, {});
  CHECK(classify(two, zoo.images, 0, 2, {}) == together);
  std::vector<int> one_by_one;
  for (std::uint32_t i = 0; i < zoo.images.size(); ++i)
    one_by_one.push_back(classify(two, std::span(zoo.images).subspan(i, 1), i, 1, {}).front());
  CHECK(one_by_one == together);
}

}  // namespace

TEST_CASE("promise 2: timed equals untimed for LeNet-5 on a noisy chip, any threads and batch") {
  check_drivers(ZooOnEdge("lenet5_fashion_mnist.onnx", 8), 4);
}

TEST_CASE("promise 2: timed equals untimed for the ternary LeNet-5 at 2-bit weights, noisy chip") {
  check_drivers(ZooOnEdge("lenet5_ternary_fashion_mnist.onnx", 2), 4);
}

TEST_CASE("promise 2: timed equals untimed for ResNet-8 on a noisy chip, any threads and batch") {
  check_drivers(ZooOnEdge("resnet8_fashion_mnist.onnx", 8), 2);
}

}  // namespace mho
