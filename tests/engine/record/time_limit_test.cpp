// Times that do not fit 64 bits of femtoseconds are refused, with what takes so long, before a
// figure is made of them.
#include <catch2/catch.hpp>

#include "sim/base/femtoseconds.hpp"
#include "sim/engine/record/time_limit.hpp"
#include "sim/engine/steady.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {

TEST_CASE("durations one after another end at the longest one and never wrap") {
  const std::int64_t hour = femtoseconds(from_si<Time>(3600));
  CHECK(times_fs(3, femtoseconds(from_si<Time>(1e-3))) == 3'000'000'000'000);
  CHECK(hour == kLongestFs);
  CHECK(times_fs(1'000'000'000, hour) == kLongestFs);
  CHECK(times_fs(1'000'000'000'000, 1'000'000'000'000) == kLongestFs);
  CHECK(times_fs(0, hour) == 0);
}

TEST_CASE("a sum of times that does not fit stays the largest number") {
  std::int64_t sum_fs = kForeverFs - 1;
  add_fs(sum_fs, 1);
  CHECK(sum_fs == kForeverFs);
  add_fs(sum_fs, 1'000'000);
  CHECK(sum_fs == kForeverFs);
}

TEST_CASE("a simulation that takes too long is refused, with the module that does") {
  const Stream stream(6);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.link_clock_ghz = 1e-13;  // 10,000 s a cycle
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 1, stream.child(9));
  CHECK_THROWS_AS(simulate_in_child(timed.network, images), InputError);
  CHECK_THROWS_WITH(simulate_in_child(timed.network, images), Catch::Contains("simulated time") &&
                                                                  Catch::Contains("2305 s") &&
                                                                  Catch::Contains("host.downlink"));
}

TEST_CASE("many short times that add up to too long are refused as well") {
  const Stream stream(6);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.link_clock_ghz = 1e-11;  // 100 s a cycle
  const TimedNetwork timed(chain_graph(8, 8, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 4, stream.child(9));
  CHECK_THROWS_WITH(simulate_in_child(timed.network, images), Catch::Contains("simulated time"));
}

TEST_CASE("an extrapolation that takes too long is refused, and one that just fits is not") {
  EngineResult result;
  result.start_fs = {0, 1};
  result.finish_fs = {1'000'000'000'000'000'000, 2'000'000'000'000'000'000};
  result.end_fs = 2'000'000'000'000'000'000;
  CHECK(extrapolate(result, 9).end_fs == 9'000'000'000'000'000'000);
  CHECK_THROWS_WITH(extrapolate(result, 10),
                    Catch::Contains("9223 s") && Catch::Contains("10 images"));
}

TEST_CASE("busy times of many arrays that do not fit are refused, with their layer") {
  const Stream stream(6);
  const QuantizedGraph graph = chain_graph(4, 4, stream);
  EngineResult result;
  result.layers.resize(1);
  CHECK_NOTHROW(check_sums(graph, result));
  result.layers[0].busy_fs = kForeverFs;
  CHECK_THROWS_WITH(check_sums(graph, result), Catch::Contains(graph.layers[0].name));
}

}  // namespace mho
