// Promise 1 for recurrent layers: on ideal arrays every step equals the integer reference, and with
// noise none of it depends on threads.
#include <catch2/catch.hpp>

#include "tests/inference/small_network.hpp"
#include "tests/workloads/lstm_graph.hpp"

namespace mho {
namespace {

constexpr int kSteps = 5, kInputs = 6, kHidden = 21;

/// Arrays on which neither rows (21 of 16) nor outputs (84 of a few) divide evenly.
SmallChip uneven_chip() {
  SmallChip small;
  small.cell.bits = 2;
  small.dac_bits = 2;
  small.columns = 35;
  return small;
}

void require_ideal(const SmallNetwork& small, int count, const Stream& stream) {
  for (const IntTensor& image : random_images(small.graph, count, stream))
    REQUIRE(run_analog(small.network, image, 0) == run_integer(small.graph, image));
}

}  // namespace

TEST_CASE("promise 1: ideal equals integer for recurrent layers in every weight encoding") {
  SmallChip small = uneven_chip();
  small.encoding = GENERATE(Encoding::differential, Encoding::offset, Encoding::twos_complement);
  small.subtraction = GENERATE(Subtraction::digital, Subtraction::analog);
  const SmallNetwork network(lstm_graph(kSteps, kInputs, kHidden, 5, 6, Stream(301)), small);
  const LayerPlacement& placed = *network.placement.of_layer(1);
  const Block& last = placed.blocks.back();
  REQUIRE(last.rows() == kHidden - small.rows);
  REQUIRE(last.outputs() < placed.blocks.front().outputs());
  require_ideal(network, 3, Stream(302));
}

TEST_CASE("promise 1: ideal equals integer for recurrent layers in every drive of signed inputs") {
  SmallChip small = uneven_chip();
  small.signed_inputs =
      GENERATE(SignedInput::two_phase, SignedInput::offset, SignedInput::twos_complement);
  small.active_rows = 7;
  small.dac_bits = 1;
  require_ideal(SmallNetwork(lstm_graph(kSteps, kInputs, kHidden, 4, 8, Stream(303)), small), 3,
                Stream(304));
}

TEST_CASE("promise 1: ideal equals integer for a recurrent layer whose gates come from outside") {
  require_ideal(SmallNetwork(recurrence_graph(kSteps, kHidden, 4, 6, Stream(305)), uneven_chip()),
                3, Stream(306));
}

TEST_CASE("errors of a recurrent layer's cells reach its hidden state") {
  SmallChip small = uneven_chip();
  small.cell.programming_sigma_steps = 0.2;
  const SmallNetwork noisy(recurrence_graph(kSteps, kHidden, 4, 8, Stream(307)), small);
  const IntTensor image = random_image(noisy.graph, Stream(308));
  CHECK(run_analog(noisy.network, image, 0) != run_integer(noisy.graph, image));
}

TEST_CASE("promise 2: a noisy recurrent network does not depend on threads or groups of images") {
  SmallChip small = uneven_chip();
  small.cell.programming_sigma_steps = 0.2;
  small.cell.read_sigma_steps = 0.3;
  const SmallNetwork noisy(lstm_graph(kSteps, kInputs, kHidden, 4, 6, Stream(309)), small);
  const std::vector<IntTensor> images = random_images(noisy.graph, 9, Stream(310));
  CHECK(run_analog(noisy.network, images[0], 3, 4) == run_analog(noisy.network, images[0], 3, 1));
  const std::vector<int> together = classify(noisy.network, images, 0, 1, {});
  CHECK(classify(noisy.network, images, 0, 4, {}) == together);
  std::vector<int> one_by_one, one_by_one_by_tensors;
  for (std::uint32_t i = 0; i < images.size(); ++i) {
    one_by_one.push_back(
        classify(noisy.network, std::span(images).subspan(i, 1), i, 1, {}).front());
    const auto output = static_cast<std::size_t>(noisy.graph.output);
    one_by_one_by_tensors.push_back(argmax(run_analog(noisy.network, images[i], i)[output]));
  }
  CHECK(one_by_one == together);
  CHECK(one_by_one_by_tensors == together);
}

TEST_CASE("a recurrent layer on a vector unit is exact on noisy arrays") {
  SmallChip small = uneven_chip();
  small.cell.read_sigma_steps = 0.5;
  PlacementSpec spec;
  spec.vector_unit = {"layer0"};
  const SmallNetwork network(recurrence_graph(kSteps, kHidden, 4, 8, Stream(311)), small, spec);
  REQUIRE(network.placement.arrays == 0);
  require_ideal(network, 2, Stream(312));
}

TEST_CASE("copies of a recurrent layer, whose steps wait for each other, are refused") {
  PlacementSpec spec;
  spec.replication = {{"layer0", 2}};
  const QuantizedGraph graph = recurrence_graph(kSteps, kHidden, 4, 6, Stream(313));
  const Chip chip = uneven_chip().chip();
  CHECK_THROWS_WITH(place(graph, chip, spec, {}),
                    Catch::Contains("placement.replication.layer0") &&
                        Catch::Contains("positions wait for each other"));
}

}  // namespace mho
