// Promise 2 on the trained vision transformer and a real, noisy chip: attention between arrays.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "sim/engine/engine.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/fashion_mnist.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

constexpr int kTimedImages = 2, kBatchImages = 8;
constexpr TrialKey kKey{11, 3};

std::vector<IntTensor> quantized(const QuantizedGraph& graph, const Dataset& set) {
  std::vector<IntTensor> integers;
  for (int i = 0; i < set.images(); ++i) integers.push_back(quantize_image(graph, set.image(i)));
  return integers;
}

/// edge_rram_28nm with as many tiles as the network takes.
Chip edge_chip(const QuantizedGraph& graph) {
  ChipSpec spec = read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/edge_rram_28nm.yaml"));
  spec.tiles = 0;
  const int macros = spec.tile.macros;
  return Chip(spec, (arrays_needed(graph, spec, {}) + macros - 1) / macros);
}

}  // namespace

TEST_CASE("promise 2: timed equals untimed for the vision transformer, any threads and batch") {
  const QuantizedGraph graph =
      quantize(fold(import_onnx(std::string(kSourceDir) + "/workloads/zoo/vit_fashion_mnist.onnx")),
               {8, 8, CalibrationRule::mse, 1, 8}, fashion_mnist("train", 8), 1);
  const Chip chip = edge_chip(graph);
  const Placement placement = place(graph, chip, {}, {});
  const AdcRanges ranges =
      adc_ranges(graph, chip, placement, quantized(graph, fashion_mnist("train", 4)), 1);
  const std::vector<IntTensor> images = quantized(graph, fashion_mnist("t10k", kBatchImages));
  // The child process of the engine needs a parent of one thread.
  const ProgrammedNetwork one(graph, chip, placement, ranges, kKey, 1);
  const EngineResult engine = simulate_in_child(one, std::span(images).first(kTimedImages));
  REQUIRE(engine.outputs.size() == kTimedImages);

  const ProgrammedNetwork two(graph, chip, placement, ranges, kKey, 2);
  const auto output = static_cast<std::size_t>(graph.output);
  for (std::uint32_t i = 0; i < kTimedImages; ++i) {
    const IntTensor untimed = run_analog(two, images[i], i, 2)[output];
    CHECK(engine.outputs[i] == untimed);
    // Without noise the equality would say less.
    CHECK(untimed != run_integer(graph, images[i])[output]);
  }
  const std::vector<int> together = classify(one, images, 0, 1, {});
  CHECK(classify(two, images, 0, 2, {}) == together);
  std::vector<int> one_by_one;
  for (std::uint32_t i = 0; i < images.size(); ++i)
    one_by_one.push_back(classify(two, std::span(images).subspan(i, 1), i, 1, {}).front());
  CHECK(one_by_one == together);
}

}  // namespace mho
