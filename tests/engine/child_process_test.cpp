// The process that the engine runs in.
#include "sim/engine/child_process.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <new>

#include "sim/base/error.hpp"
#include "sim/base/exhausted.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {

TEST_CASE("a child ends with the process that waits for it") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t waiting = fork();
  if (waiting == 0) {
    run_in_child([&](const TellShare&) {
      static_cast<void>(!write(ends[1], "x", 1));
      for (;;) pause();
      return std::vector<char>{};
    });
    _exit(0);
  }
  close(ends[1]);
  char byte = 0;
  REQUIRE(read(ends[0], &byte, 1) == 1);  // the child runs
  kill(waiting, SIGKILL);
  waitpid(waiting, nullptr, 0);
  // The pipe ends when nobody is left that could write to it.
  pollfd end{ends[0], POLLIN, 0};
  constexpr int kLongEnoughMs = 5000;
  REQUIRE(poll(&end, 1, kLongEnoughMs) == 1);
  CHECK(read(ends[0], &byte, 1) == 0);
  close(ends[0]);
}

TEST_CASE("a child that is ended from outside is no error of ours, one that dies of itself is") {
  const auto dying = [](int signal) {
    return [signal](const TellShare&) {
      raise(signal);
      return std::vector<char>{};
    };
  };
  CHECK_THROWS_AS(run_in_child(dying(SIGKILL)), Exhausted);
  CHECK_THROWS_WITH(run_in_child(dying(SIGKILL)), Catch::Contains("when memory is short"));
  CHECK_THROWS_AS(run_in_child(dying(SIGTERM)), Exhausted);
  CHECK_THROWS_AS(run_in_child(dying(SIGUSR1)), Bug);
}

TEST_CASE("a simulation that finds no memory says so") {
  CHECK_THROWS_AS(in_child([](const TellShare&) -> EngineResult { throw std::bad_alloc(); }),
                  Exhausted);
}

TEST_CASE("what a child says of its work is heard meanwhile, and changes nothing of its answer") {
  std::vector<double> heard;
  const std::vector<char> answer = run_in_child(
      [](const TellShare& tell) {
        for (const double share : {0.25, 0.5, 0.75}) tell(share);
        return std::vector<char>{'x', 'y'};
      },
      [&](double share) { heard.push_back(share); });
  CHECK(answer == std::vector<char>{'x', 'y'});
  REQUIRE_FALSE(heard.empty());  // shares that came together are told once
  CHECK(heard.back() == 0.75);
  CHECK(std::is_sorted(heard.begin(), heard.end()));
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
