// Children that answer, die, take too much, and outlive their parent.
#include "sim/base/child_process.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <new>

namespace mho {

namespace {

using Send = ChildProcess::Send;

/// The signal that ended a child which did `work`; 0: it left by itself, -1: it ended well.
int death_of(const std::function<void()>& work) {
  ChildProcess child([&](const Send&) { work(); }, true);
  try {
    child.rest();
  } catch (const ChildDied& death) {
    return death.signal();
  }
  return -1;
}

}  // namespace

TEST_CASE("a child's answer arrives whole, in pieces as they are asked for") {
  ChildProcess child([](const Send& send) {
    const int number = 42;
    const std::vector<char> many(1 << 20, 'x');
    send(&number, sizeof number);
    send(many.data(), many.size());
  });
  int number = 0;
  child.receive(&number, sizeof number);
  CHECK(number == 42);
  CHECK(child.rest() == std::vector<char>(1 << 20, 'x'));
}

TEST_CASE("a child that dies is told from one that ends, with its signal") {
  CHECK(death_of([] {}) == -1);
  CHECK(death_of([] { raise(SIGKILL); }) == SIGKILL);
  CHECK(death_of([] { throw 1; }) == 0);
  CHECK(death_of([] { _exit(3); }) == 0);
  CHECK(ChildDied(SIGTERM).from_outside());
  CHECK(ChildDied(SIGTERM).how_ended() == "was ended from outside, by signal 15");
  CHECK(!ChildDied(SIGSEGV).from_outside());
  CHECK(!ChildDied(SIGABRT).from_outside());
  ChildProcess child([](const Send& send) {
    send("ab", 2);
    raise(SIGKILL);
  });
  std::array<char, 3> bytes{};
  CHECK_THROWS_AS(child.receive(bytes.data(), bytes.size()), ChildDied);
}

TEST_CASE("a child may take the memory that it is given, and no more") {
  constexpr std::int64_t kGiven = std::int64_t{256} << 20;
  const auto takes = [](std::size_t bytes) {
    return death_of([bytes] {
      limit_memory(kGiven);
      // malloc, which a sanitizer lets end the program where there is nothing left.
      void* memory = std::malloc(bytes);
      if (memory == nullptr) throw std::bad_alloc();
      static_cast<char*>(memory)[bytes - 1] = 1;
      std::free(memory);
    });
  };
  CHECK(takes(kGiven / 2) == -1);
  CHECK(takes(2 * kGiven) != -1);
}

TEST_CASE("a child that computes longer than it may is ended, one that waits is not") {
  CHECK(death_of([] {
          limit_computing(0);
          for (;;) static_cast<void>(getpid());
        }) == SIGXCPU);
  CHECK(death_of([] {
          limit_computing(0);
          usleep(1'100'000);
        }) == -1);
}

TEST_CASE("a child that nobody waits for any more is ended") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  {
    const ChildProcess child([](const Send&) { pause(); });
    close(ends[1]);
  }
  char byte = 0;
  CHECK(read(ends[0], &byte, 1) == 0);
  close(ends[0]);
}

TEST_CASE("a child ends with the process that waits for it") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t waiting = fork();
  if (waiting == 0) {
    ChildProcess child([&](const Send&) {
      static_cast<void>(!write(ends[1], "x", 1));
      for (;;) pause();
    });
    child.rest();
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
