// A layer larger than the chip.
#include "sim/mapping/split.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/reloading_chip.hpp"

namespace mho {
namespace {

TEST_CASE("the parts of a layer larger than the chip compute what it computes") {
  const Stream stream(7);
  const QuantizedGraph graph = fully_connected_graph(40, 30, 4, 4, stream);
  const Chip chip(small_reloading_chip(4).spec());
  CHECK_THROWS_AS(place(graph, chip, {}, {}), InputError);
  const QuantizedGraph split = split_large_layers(graph, chip, {});
  REQUIRE(split.layers.size() > 2);
  CHECK(split.layers.back().kind == LayerKind::concat);
  CHECK(split.macs() == graph.macs());
  const IntTensor image = random_image(graph, stream.child(1));
  CHECK(run_integer(split, image)[split.output] == run_integer(graph, image)[graph.output]);
}

TEST_CASE("promise 2: a layer larger than the chip runs part by part, with and without time") {
  const Stream stream(8);
  const TimedChip chip = small_reloading_chip(4);
  const TimedNetwork timed(
      split_large_layers(fully_connected_graph(40, 30, 4, 4, stream), Chip(chip.spec()), {}), chip);
  CHECK(timed.placement.reloads);
  const std::vector<IntTensor> images = random_images(timed.graph, 2, stream.child(9));
  const EngineResult result = simulate_in_child(timed.network, images);
  for (std::size_t i = 0; i < images.size(); ++i)
    CHECK(result.outputs[i] ==
          run_analog(timed.network, images[i], static_cast<std::uint32_t>(i))[timed.graph.output]);
}

TEST_CASE("what fits, and what cannot be reloaded, stays as it is") {
  const Stream stream(7);
  const QuantizedGraph graph = fully_connected_graph(40, 30, 4, 4, stream);
  CHECK(split_large_layers(graph, Chip(small_reloading_chip(64).spec()), {}).layers.size() == 1);
  TimedChip without = small_reloading_chip(4);
  without.off_chip.reset();
  CHECK(split_large_layers(graph, Chip(without.spec()), {}).layers.size() == 1);
}

TEST_CASE("a layer of which one column does not fit is refused by name") {
  const Stream stream(7);
  const QuantizedGraph graph = fully_connected_graph(40, 30, 4, 4, stream);
  const Chip chip(small_reloading_chip(1).spec());
  CHECK_THROWS_WITH(place(split_large_layers(graph, chip, {}), chip, {}, {}),
                    Catch::Contains("reloading weights does not help, larger than the chip: " +
                                    graph.layers[0].name + " "));
}

}  // namespace
}  // namespace mho
