// Promise 2 on one network: simulated, and compared with the untimed driver image by image.
#pragma once

#include <catch2/catch.hpp>
#include <vector>

#include "tests/engine/timed_network.hpp"

namespace mho {

/// Also: what is sent is received, and no buffer holds more than it can.
inline EngineResult check_equal(const TimedNetwork& timed, const std::vector<IntTensor>& images) {
  EngineResult result = simulate_in_child(timed.network, images);
  REQUIRE(result.outputs.size() == images.size());
  for (std::uint32_t i = 0; i < images.size(); ++i)
    REQUIRE(result.outputs[i] == run_analog(timed.network, images[i], i)[timed.graph.output]);
  CHECK(result.packets_sent == result.packets_received);
  for (const BufferUse& use : result.buffers) CHECK(use.peak <= use.capacity);
  return result;
}

/// On so many random images.
inline EngineResult check_equal(const TimedNetwork& timed, int images, const Stream& stream) {
  return check_equal(timed, random_images(timed.graph, images, stream));
}

}  // namespace mho
