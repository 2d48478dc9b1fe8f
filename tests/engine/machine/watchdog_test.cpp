// What is said of a simulation that stands still.
#include "sim/engine/machine/watchdog.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

using Catch::Matchers::Contains;

std::string bug_of(const TimedNetwork& timed, const EngineOptions& options) {
  const std::vector<IntTensor> images = random_images(timed.graph, 2, Stream(7));
  try {
    simulate_in_child(timed.network, images, options);
  } catch (const Bug& bug) {
    return bug.what();
  }
  return "";
}

TEST_CASE("waits that lead nowhere are no circle") {
  CHECK(circle_of({{0, {1}, ""}, {1, {2, 3}, ""}}).empty());
  CHECK(circle_of({{0, {0}, ""}}).empty());  // its own earlier pixels
}

TEST_CASE("a circle is found behind waits that lead into it") {
  CHECK(circle_of({{0, {1}, ""}, {1, {2}, ""}, {2, {4, 3}, ""}, {3, {1}, ""}}) ==
        std::vector<int>{1, 2, 3});
}

TEST_CASE("a residual network whose short cut has no room is said to wait in a circle") {
  // The sum holds the short cut's tensor while the convolutions are on their way: with room for one
  // pixel the image cannot go on, and the convolutions starve.
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(residual_graph(4, 4, Stream(2)), chip);
  EngineOptions options;
  options.squeezed_tensor = timed.graph.layers[timed.graph.layers.size() - 1].inputs.front();
  for (const QuantizedLayer& layer : timed.graph.layers)
    if (layer.kind == LayerKind::add) {
      // The input that must be held whole is the one that was made first.
      options.squeezed_tensor = std::min(layer.inputs[0], layer.inputs[1]);
      break;
    }
  const std::string message = bug_of(timed, options);
  CHECK_THAT(message, Contains("stood still"));
  CHECK_THAT(message, Contains("a circle: "));
  CHECK_THAT(message, Contains("waits for room"));
}

}  // namespace
}  // namespace mho
