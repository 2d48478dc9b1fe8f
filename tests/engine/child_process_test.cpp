// The process that the engine runs in.
#include "sim/engine/child_process.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>

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

}  // namespace mho
