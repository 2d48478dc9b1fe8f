// A transformer block without time: promise 1, and promise 2 over threads and groups of images.
#include <catch2/catch.hpp>

#include "tests/inference/small_network.hpp"
#include "tests/workloads/quantize/quantized_transformer.hpp"

namespace mho {
namespace {

SmallChip small_chip() {
  SmallChip small;
  small.cell.bits = 2;
  small.dac_bits = 2;
  small.columns = 29;  // no multiple of what an output takes
  small.rows = small.active_rows = 7;
  return small;
}

}  // namespace

TEST_CASE("promise 1: ideal equals integer for a transformer block in every weight encoding") {
  SmallChip small = small_chip();
  small.encoding = GENERATE(Encoding::differential, Encoding::offset, Encoding::twos_complement);
  AttentionShape shape;
  shape.causal = GENERATE(false, true);
  const SmallNetwork network(transformer_block(shape, 5, 6), small);
  for (const IntTensor& image : random_images(network.graph, 2, Stream(801)))
    CHECK(run_analog(network.network, image, 0) == run_integer(network.graph, image));
}

TEST_CASE("promise 2: a noisy transformer block does not depend on threads or groups of images") {
  SmallChip small = small_chip();
  small.cell.programming_sigma_steps = 0.2;
  small.cell.read_sigma_steps = 0.3;
  const SmallNetwork noisy(transformer_block({}, 5, 6), small);
  const std::vector<IntTensor> images = random_images(noisy.graph, 9, Stream(802));
  const std::vector<IntTensor> tensors = run_analog(noisy.network, images[0], 0, 1);
  CHECK(tensors != run_integer(noisy.graph, images[0]));
  CHECK(run_analog(noisy.network, images[0], 0, 4) == tensors);
  const std::vector<int> together = classify(noisy.network, images, 0, 1, {});
  CHECK(classify(noisy.network, images, 0, 4, {}) == together);
  std::vector<int> one_by_one;
  for (std::uint32_t i = 0; i < images.size(); ++i)
    one_by_one.push_back(
        classify(noisy.network, std::span(images).subspan(i, 1), i, 1, {}).front());
  CHECK(one_by_one == together);
}

}  // namespace mho
