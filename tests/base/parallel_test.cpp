// parallel_for: every index once, any number of threads, the first failure by index.
#include "sim/base/parallel.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace mho {

TEST_CASE("every index is visited exactly once, whatever the number of threads") {
  const int threads = GENERATE(0, 1, 2, 3, 17);
  const int count = GENERATE(0, 1, 2, 16, 17, 5000);
  CAPTURE(threads, count);
  std::vector<std::atomic<int>> visits(static_cast<std::size_t>(count));
  parallel_for(threads, count, [&](std::int64_t i) { ++visits[static_cast<std::size_t>(i)]; });
  for (const auto& each : visits) REQUIRE(each == 1);
}

TEST_CASE("a negative count does nothing") {
  parallel_for(2, -1, [](std::int64_t) { FAIL("called"); });
}

TEST_CASE("one thread is the caller's own and keeps the order") {
  std::vector<std::int64_t> order;
  const auto caller = std::this_thread::get_id();
  parallel_for(1, 100, [&](std::int64_t i) {
    REQUIRE(std::this_thread::get_id() == caller);
    order.push_back(i);
  });
  for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(order[i] == static_cast<std::int64_t>(i));
}

TEST_CASE("no more threads run than were asked for") {
  std::mutex mutex;
  std::set<std::thread::id> seen;
  parallel_for(3, 2000, [&](std::int64_t) {
    const std::lock_guard lock(mutex);
    seen.insert(std::this_thread::get_id());
  });
  REQUIRE(seen.size() <= 3);
}

TEST_CASE("of several failures the one with the lowest index is rethrown") {
  const int threads = GENERATE(1, 2, 5);
  std::atomic<int> visits = 0;
  try {
    parallel_for(threads, 1000, [&](std::int64_t i) {
      ++visits;
      if (i % 100 == 77) throw std::runtime_error(std::to_string(i));
    });
    FAIL("nothing was thrown");
  } catch (const std::runtime_error& error) {
    REQUIRE(std::string(error.what()) == "77");
  }
  REQUIRE(visits == 1000);
}

TEST_CASE("what asks to stop keeps further iterations from beginning") {
  const int threads = GENERATE(1, 3);
  std::atomic<int> visits = 0;
  REQUIRE_THROWS_AS(parallel_for(threads, 100'000,
                                 [&](std::int64_t i) {
                                   if (i == 10) throw Stopped();
                                   ++visits;
                                 }),
                    Stopped);
  if (threads == 1) REQUIRE(visits == 10);
  REQUIRE(visits < 100'000);
}

TEST_CASE("the share that is done rises to all of it, told by one thread at a time") {
  double last = 0;
  int told = 0;
  parallel_for(
      3, 500, [](std::int64_t) {},
      [&](double share) {
        REQUIRE(share > last);
        last = share;
        ++told;
      });
  REQUIRE(last == 1);
  REQUIRE(told == 500);
}

}  // namespace mho
