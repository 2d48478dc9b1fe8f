// One simulation a process, errors across processes, and the watchdog.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {

TEST_CASE("a second simulation in one process is refused, in children it is not") {
  const Stream stream(41);
  const TimedNetwork timed(fully_connected_graph(4, 2, 4, 4, stream), TimedChip{});
  const std::vector<IntTensor> images = random_images(timed.graph, 1, stream);
  const EngineResult first = simulate_in_child(timed.network, images);
  const EngineResult second = simulate_in_child(timed.network, images);
  const EngineResult here = simulate(timed.network, images);
  CHECK_THROWS_AS(simulate(timed.network, images), Bug);
  for (const EngineResult* result : {&first, &second}) {
    CHECK(result->outputs == here.outputs);
    CHECK(result->finish_fs == here.finish_fs);
    CHECK(result->end_fs == here.end_fs);
    CHECK(result->events == here.events);
    REQUIRE(result->actions.size() == here.actions.size());
    for (std::size_t i = 0; i < here.actions.size(); ++i)
      CHECK(result->actions[i].counts == here.actions[i].counts);
    CHECK(result->buffers.size() == here.buffers.size());
    CHECK(result->layers.size() == here.layers.size());
  }
}

TEST_CASE("an input error of a child reaches the caller as one, with all its problems") {
  const Stream stream(42);
  TimedChip chip;
  chip.buffer_bytes = 1;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 1, stream);
  try {
    simulate_in_child(timed.network, images);
    FAIL("accepted");
  } catch (const InputError& error) {
    REQUIRE(!error.problems().empty());
    CHECK(error.problems()[0].key == "chip.tile.input_buffer.capacity");
  }
}

TEST_CASE("a lost packet is found by the watchdog, which names who waits") {
  const Stream stream(43);
  const TimedNetwork timed(chain_graph(4, 4, stream), TimedChip{});
  const std::vector<IntTensor> images = random_images(timed.graph, 1, stream);
  EngineOptions options;
  options.lost_packet = 3;
  try {
    simulate_in_child(timed.network, images, options);
    FAIL("ended");
  } catch (const Bug& bug) {
    const std::string message = bug.what();
    CAPTURE(message);
    CHECK(message.find("stood still") != std::string::npos);
    CHECK(message.find("'layer0'") != std::string::npos);
    CHECK(message.find("waits for the window") != std::string::npos);
  }
}

TEST_CASE("an image of a wrong size is refused") {
  const Stream stream(44);
  const TimedNetwork timed(fully_connected_graph(4, 2, 4, 4, stream), TimedChip{});
  CHECK_THROWS_AS(simulate(timed.network, std::vector<IntTensor>{IntTensor(3)}), Bug);
  CHECK_THROWS_AS(simulate(timed.network, {}), Bug);
}

}  // namespace mho
