// Promise 8 and the drivers' contracts: what a block draws depends on the trial and on what the
// block computes, never on where it sits, on other blocks, on threads or on batches.
#include "sim/inference/programmed_network.hpp"

#include <catch2/catch.hpp>

#include "tests/inference/small_network.hpp"

namespace mho {
namespace {

/// 3-bit weights: 4 outputs an array of 16 x 16.
SmallChip noisy() {
  SmallChip small;
  small.cell.programming_sigma_steps = 0.1;
  small.cell.read_sigma_steps = 0.1;
  return small;
}

QuantizedGraph chain() { return chain_graph(3, 4, Stream(1)); }

TEST_CASE("promise 8: the same seed and trial program the same bits, any other different ones") {
  const SmallNetwork reference(chain(), noisy(), {}, {5, 0});
  const SmallNetwork same(chain(), noisy(), {}, {5, 0});
  const SmallNetwork other_trial(chain(), noisy(), {}, {5, 1});
  const SmallNetwork other_seed(chain(), noisy(), {}, {6, 0});
  for (int b = 0; b < 6; ++b) {
    CHECK(reference.array(2, b).conductance == same.array(2, b).conductance);
    CHECK(reference.array(2, b).conductance != other_trial.array(2, b).conductance);
    CHECK(reference.array(2, b).conductance != other_seed.array(2, b).conductance);
  }
}

TEST_CASE("blocks of equal weights are programmed with different errors") {
  QuantizedGraph graph = fully_connected_graph(32, 8, 3, 4, Stream(2));
  std::fill(graph.layers[0].weights.values.begin(), graph.layers[0].weights.values.end(), 1);
  const SmallNetwork network(std::move(graph), noisy());
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < a; ++b) {
      CHECK(network.array(0, a).conductance != network.array(0, b).conductance);
    }
  }
}

TEST_CASE("promise 8: a network with one more layer programs the others as before") {
  QuantizedGraph longer = chain();
  append_matrix(longer, longer.output, Window{}, 7, 1, 1, 1, 3, 16, false, Stream(3));
  const SmallNetwork reference(chain(), noisy());
  const SmallNetwork extended(std::move(longer), noisy());
  for (const int layer : {0, 2}) {
    for (int b = 0; b < reference.placement.of_layer(layer)->blocks_per_replica(); ++b) {
      CHECK(reference.array(layer, b).conductance == extended.array(layer, b).conductance);
    }
  }
}

TEST_CASE("promise 8: copies of one layer change no other block, and have errors of their own") {
  PlacementSpec spec;
  spec.replication["layer0"] = 2;
  const SmallNetwork reference(chain(), noisy());
  const SmallNetwork copied(chain(), noisy(), spec);
  for (int b = 0; b < 6; ++b) {  // these moved to other arrays
    CHECK(reference.array(2, b).conductance == copied.array(2, b).conductance);
  }
  CHECK(reference.array(0, 0).conductance == copied.array(0, 0).conductance);
  CHECK(copied.array(0, 0).conductance != copied.array(0, 2).conductance);
}

TEST_CASE("promise 8: other tiles and array numbers change neither errors nor results") {
  const SmallNetwork reference(chain(), noisy());
  SmallChip other = noisy();
  other.tiles = 200;
  other.macros = 1;
  const Chip chip = other.chip();
  Placement moved = reference.placement;
  for (LayerPlacement& layer : moved.layers) {
    for (Block& block : layer.blocks) block.array = 199 - block.array;
  }
  const ProgrammedNetwork network(reference.graph, chip, moved, reference.network.ranges(), {}, 1);
  const IntTensor image = random_image(reference.graph, Stream(4));
  CHECK(run_analog(network, image, 3) == run_analog(reference.network, image, 3));
}

TEST_CASE("promise 8: two designs are compared under the same noise") {
  // Twice the programming error, on another converter, is the same error twice: paired draws. Two
  // steps above zero, so that no cell is cut off.
  SmallChip small;
  small.cell.g_min_steps = 2;
  const SmallNetwork exact(chain(), small);
  small.cell.programming_sigma_steps = 0.1;
  const SmallNetwork reference(chain(), small);
  small.cell.programming_sigma_steps = 0.2;
  small.adc.resolution = 4;
  const SmallNetwork other(chain(), small);
  const ProgrammedArray& none = exact.array(2, 0);
  const ProgrammedArray& once = reference.array(2, 0);
  const ProgrammedArray& twice = other.array(2, 0);
  REQUIRE(once.fixed_step == twice.fixed_step);
  REQUIRE(once.conductance.size() == twice.conductance.size());
  int moved = 0;
  for (std::size_t i = 0; i < once.conductance.size(); ++i) {
    const int single = once.conductance[i] - none.conductance[i];
    const int both = twice.conductance[i] - none.conductance[i];
    // Each of the two is rounded to half a fixed step.
    CHECK(std::abs(both - 2 * single) <= 2);
    moved += single != 0;
  }
  CHECK(moved > 100);
}

TEST_CASE("promise 2: programming is the same on one thread and on four") {
  const SmallNetwork one(chain(), noisy(), {}, {}, 1);
  const SmallNetwork four(chain(), noisy(), {}, {}, 4);
  for (int b = 0; b < 6; ++b) CHECK(one.array(2, b).conductance == four.array(2, b).conductance);
}

TEST_CASE("promise 8: read noise is drawn anew for every image and every trial") {
  SmallChip small = noisy();
  small.cell.programming_sigma_steps = 0;
  const SmallNetwork network(chain(), small, {}, {1, 0});
  const SmallNetwork other(chain(), small, {}, {1, 1});
  const IntTensor image = random_image(network.graph, Stream(5));
  CHECK(run_analog(network.network, image, 0) == run_analog(network.network, image, 0));
  CHECK(run_analog(network.network, image, 0) != run_analog(network.network, image, 1));
  CHECK(run_analog(network.network, image, 0) != run_analog(other.network, image, 0));
}

TEST_CASE("promise 2: a block's product does not depend on how its positions are batched") {
  const SmallNetwork small(chain(), noisy());
  const IntTensor image = random_image(small.graph, Stream(6));
  const LayerPlacement& layer = *small.placement.of_layer(0);
  const int outputs = layer.blocks[1].outputs();
  std::vector<std::uint32_t> positions(48);
  for (std::uint32_t p = 0; p < 48; ++p) positions[p] = 47 - p;
  std::vector<std::int64_t> whole(48 * outputs, 0), parts(48 * outputs, 0);
  MvmActivity whole_activity, parts_activity;
  small.network.block_product(layer, 1, image, 7, positions, whole, &whole_activity);
  for (int first = 0, count = 1; first < 48;
       first += count, count = std::min(count + 2, 48 - first)) {
    small.network.block_product(layer, 1, image, 7, std::span(positions).subspan(first, count),
                                std::span(parts).subspan(first * outputs, count * outputs),
                                &parts_activity);
  }
  CHECK(whole == parts);
  CHECK(whole_activity == parts_activity);
}

TEST_CASE("a block's product is added to what the sums hold") {
  const SmallNetwork small(chain(), noisy());
  const IntTensor image = random_image(small.graph, Stream(7));
  const LayerPlacement& layer = *small.placement.of_layer(0);
  const std::vector<std::uint32_t> positions{5};
  std::vector<std::int64_t> from_zero(layer.blocks[0].outputs(), 0);
  std::vector<std::int64_t> from_1000(layer.blocks[0].outputs(), 1000);
  small.network.block_product(layer, 0, image, 0, positions, from_zero, nullptr);
  small.network.block_product(layer, 0, image, 0, positions, from_1000, nullptr);
  for (std::int64_t& sum : from_zero) sum += 1000;
  CHECK(from_zero == from_1000);
}

TEST_CASE("each output position is computed by the arrays of its own copy") {
  PlacementSpec spec;
  spec.replication["layer0"] = 3;
  const SmallNetwork small(chain(), noisy(), spec);
  const IntTensor image = random_image(small.graph, Stream(10));
  const QuantizedLayer& quantized = small.graph.layers[0];
  const LayerPlacement& layer = *small.placement.of_layer(0);
  REQUIRE(layer.blocks_per_replica() == 2);  // row cuts that hold all outputs
  const IntTensor computed = run_analog(small.network, image, 4)[quantized.output];
  for (std::uint32_t p = 0; p < 48; ++p) {
    std::vector<std::int64_t> sums(quantized.weights.outputs, 0);
    const int first = static_cast<int>(p % 3) * 2;
    small.network.block_product(layer, first, image, 4, {&p, 1}, sums, nullptr);
    small.network.block_product(layer, first + 1, image, 4, {&p, 1}, sums, nullptr);
    std::vector<std::int32_t> pixel(sums.size());
    finish_matrix(small.graph, quantized, 0, kPartialSumFraction, sums, pixel);
    for (std::size_t o = 0; o < pixel.size(); ++o) CHECK(computed[o * 48 + p] == pixel[o]);
  }
}

TEST_CASE(
    "promise 2: classes are those of run_analog's logits, for any threads and any split of the "
    "images") {
  const SmallNetwork small(chain(), noisy(), {}, {9, 2});
  const std::vector<IntTensor> images = random_images(small.graph, 70, Stream(8));
  std::vector<int> expected;
  for (std::uint32_t i = 0; i < images.size(); ++i) {
    expected.push_back(argmax(run_analog(small.network, images[i], 100 + i)[small.graph.output]));
  }
  CHECK(classify(small.network, images, 100, 1, {}) == expected);
  CHECK(classify(small.network, images, 100, 2, {}) == expected);
  std::vector<int> split = classify(small.network, std::span(images).first(13), 100, 2, {});
  const std::vector<int> rest = classify(small.network, std::span(images).subspan(13), 113, 1, {});
  split.insert(split.end(), rest.begin(), rest.end());
  CHECK(split == expected);
}

TEST_CASE("progress rises and ends at 1") {
  const SmallNetwork small(chain(), noisy());
  const std::vector<IntTensor> images = random_images(small.graph, 200, Stream(9));
  std::vector<double> told;
  classify(small.network, images, 0, 2, [&](double share) { told.push_back(share); });
  REQUIRE(told.size() >= 2);
  CHECK(std::is_sorted(told.begin(), told.end()));
  CHECK(told.back() == 1);
}

TEST_CASE("no image has no class") {
  const SmallNetwork small(chain(), noisy());
  CHECK(classify(small.network, {}, 0, 2, {}).empty());
}

}  // namespace
}  // namespace mho
