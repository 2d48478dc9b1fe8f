// The process that the engine runs in.
#include <catch2/catch.hpp>
#include <csignal>
#include <new>

#include "sim/base/error.hpp"
#include "sim/engine/engine.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {

TEST_CASE("a child that is ended from outside is no error of ours, one that dies of itself is") {
  const auto dying = [](int signal) {
    return [signal](const TellShare&) {
      raise(signal);
      return EngineResult{};
    };
  };
  CHECK_THROWS_AS(in_child(dying(SIGKILL)), InputError);
  CHECK_THROWS_WITH(in_child(dying(SIGKILL)), Catch::Contains("when memory is short"));
  CHECK_THROWS_AS(in_child(dying(SIGTERM)), InputError);
  CHECK_THROWS_AS(in_child(dying(SIGUSR1)), Bug);
}

TEST_CASE("a simulation that finds no memory says so") {
  CHECK_THROWS_WITH(in_child([](const TellShare&) -> EngineResult { throw std::bad_alloc(); }),
                    Catch::Contains("out of memory"));
}

TEST_CASE("what a child says of its work is heard meanwhile, and changes nothing of its answer") {
  std::vector<double> heard;
  const EngineResult result = in_child(
      [](const TellShare& tell) {
        for (const double share : {0.25, 0.5, 0.75}) tell(share);
        EngineResult answer;
        answer.end_fs = 7;
        return answer;
      },
      [&](double share) { heard.push_back(share); });
  CHECK(result.end_fs == 7);
  CHECK(heard == std::vector<double>{0.25, 0.5, 0.75});
}

TEST_CASE("an engine tells its share within an image, and gives the same result") {
  const Stream stream(5);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(chain_graph(8, 8, stream), chip);
  const std::vector<IntTensor> images = random_images(timed.graph, 1, stream.child(9));
  EngineOptions options;
  std::vector<double> heard;
  options.tell = [&](double share) { heard.push_back(share); };
  const EngineResult told = simulate_in_child(timed.network, images, options);
  const EngineResult silent = simulate_in_child(timed.network, images);
  CHECK(told.finish_fs == silent.finish_fs);
  CHECK(told.events == silent.events);
  REQUIRE_FALSE(heard.empty());
  CHECK(heard.front() > 0);
  CHECK(heard.back() <= 1);
}

}  // namespace mho
