// Cores, the optional level between tile and macro: partial sums meet there first.
#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

constexpr std::int64_t kPicosecond = 1000;

/// Four blocks of 16 rows, one below the other, on one tile of four macros.
EngineResult simulated(int macros_of_core, double core_adder_ns) {
  const Stream stream(6);
  TimedChip chip;
  chip.arrays.columns = 32;
  chip.arrays.macros = 4;
  chip.core_macros = macros_of_core;
  chip.core_adder_ns = core_adder_ns;
  const TimedNetwork timed(fully_connected_graph(64, 3, 4, 4, stream), chip);
  REQUIRE(timed.placement.layers[0].blocks.size() == 4);
  const std::vector<IntTensor> images = random_images(timed.graph, 1, stream);
  EngineResult result = simulate_in_child(timed.network, images);
  CHECK(result.outputs[0] == run_analog(timed.network, images[0], 0)[timed.graph.output]);
  return result;
}

TEST_CASE("cores add side by side, what is left is added in the tile") {
  // Three sums of each block; the tile's adder takes 125 ps a sum.
  const EngineResult flat = simulated(0, 0);
  const EngineResult pairs = simulated(2, 0.5);
  const EngineResult whole = simulated(4, 0.5);
  CHECK(total(flat, Action::accumulate) == 9);
  CHECK(total(pairs, Action::core_accumulate) == 6);
  CHECK(total(pairs, Action::accumulate) == 3);
  CHECK(total(whole, Action::core_accumulate) == 9);
  CHECK(total(whole, Action::accumulate) == 0);
  CHECK(pairs.finish_fs[0] - flat.finish_fs[0] == (3 * 500 + 3 * 125 - 9 * 125) * kPicosecond);
  CHECK(whole.finish_fs[0] - flat.finish_fs[0] == (9 * 500 - 9 * 125) * kPicosecond);
}

TEST_CASE("a core of one macro adds nothing") {
  const EngineResult flat = simulated(0, 0);
  const EngineResult single = simulated(1, 100);
  CHECK(single.finish_fs == flat.finish_fs);
  CHECK(total(single, Action::core_accumulate) == 0);
}

}  // namespace
}  // namespace mho
