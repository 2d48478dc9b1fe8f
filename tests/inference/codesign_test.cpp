// Promise 1 with matrix layers that are pruned, on vector units, or of different bits.
#include <catch2/catch.hpp>

#include "tests/inference/small_network.hpp"
#include "tests/workloads/quantize/pruned_graph.hpp"

namespace mho {
namespace {

void check_ideal(const SmallNetwork& small, const Stream& stream) {
  const std::vector<IntTensor> images = random_images(small.graph, 2, stream);
  for (std::size_t i = 0; i < images.size(); ++i)
    REQUIRE(run_analog(small.network, images[i], static_cast<std::uint32_t>(i)) ==
            run_integer(small.graph, images[i]));
}

SmallChip chip_of(int rows) {
  SmallChip small;
  small.rows = small.active_rows = rows;
  small.columns = 48;
  small.cell.bits = 2;
  small.tiles = 4096;
  return small;
}

/// Noise and a coarse converter: what runs on arrays is not exact.
SmallChip inexact_chip() {
  SmallChip small = chip_of(16);
  small.cell.programming_sigma_steps = 0.5;
  small.adc.resolution = 4;
  return small;
}

}  // namespace

TEST_CASE("promise 1: ideal equals integer for pruned convolutions") {
  for (std::uint64_t n = 0; n < 150; ++n) {
    CAPTURE(n);
    PrunedPair pair = random_pruned_pair(Stream(71).child(n));
    check_ideal(SmallNetwork(std::move(pair.pruned), chip_of(5 + static_cast<int>(n) % 20)),
                Stream(72).child(n));
  }
}

TEST_CASE(
    "promise 1: ideal equals integer with layers on vector units and layers of different bits") {
  for (std::uint64_t n = 0; n < 20; ++n) {
    CAPTURE(n);
    QuantizedGraph graph = residual_graph(4, 4, Stream(73).child(n));
    QuantizedGraph other = residual_graph(2, 4, Stream(74).child(n));
    graph.layers[1].weights = other.layers[1].weights;  // 2-bit weights among those of 4
    PlacementSpec spec;
    const char* const words[] = {"first", "layer1", "last"};
    spec.vector_unit = {words[n % 3]};
    check_ideal(SmallNetwork(std::move(graph), chip_of(16), spec), Stream(75).child(n));
  }
}

TEST_CASE(
    "a network whose matrix layers are all on vector units is exact on any chip, without arrays") {
  PlacementSpec spec;
  spec.vector_unit = {"first", "last"};
  const SmallNetwork small(chain_graph(4, 4, Stream(76)), inexact_chip(), spec, {5, 2});
  CHECK(small.placement.arrays == 0);
  check_ideal(small, Stream(77));
  const SmallNetwork analog(chain_graph(4, 4, Stream(76)), inexact_chip(), {}, {5, 2});
  const IntTensor image = random_image(small.graph, Stream(77));
  CHECK(run_analog(analog.network, image, 0) != run_integer(small.graph, image));
}

TEST_CASE(
    "promise 2: classes with layers on vector units do not depend on threads or groups of images") {
  PlacementSpec spec;
  spec.vector_unit = {"first"};
  const SmallNetwork small(chain_graph(4, 4, Stream(78)), inexact_chip(), spec, {5, 2});
  const std::vector<IntTensor> images = random_images(small.graph, 40, Stream(79));
  const std::vector<int> classes = classify(small.network, images, 0, 1, {});
  CHECK(classify(small.network, images, 0, 3, {}) == classes);
  for (std::uint32_t i = 0; i < images.size(); ++i)
    CHECK(argmax(run_analog(small.network, images[i], i)[small.graph.output]) == classes[i]);
}

}  // namespace mho
