// Ports and banks in closed form against every access by itself; distributions against sorted
// lists.
#include "sim/engine/kernel/bank_schedule.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/engine/kernel/distribution.hpp"

namespace mho {
namespace {

/// The twin in plain loops: every access of every transfer is kept, every start is tried.
class PlainSchedule {
 public:
  PlainSchedule(std::int64_t cycle, int banks) : cycle_(cycle), banks_(banks) {}

  std::int64_t earliest(std::int64_t now, std::int64_t accesses, std::int64_t first_word) const {
    std::int64_t start = now;
    while (meets(start, accesses, first_word)) ++start;
    return start;
  }
  void enter(std::int64_t start, std::int64_t accesses, std::int64_t first_word) {
    for (std::int64_t n = 0; n < accesses; ++n)
      held_.push_back({(first_word + n) % banks_, start + n * cycle_});
  }

 private:
  struct Access {
    std::int64_t bank, begin;
  };

  bool meets(std::int64_t start, std::int64_t accesses, std::int64_t first_word) const {
    for (std::int64_t n = 0; n < accesses; ++n)
      for (const Access& held : held_)
        if (held.bank == (first_word + n) % banks_ &&
            std::abs(held.begin - (start + n * cycle_)) < cycle_)
          return true;
    return false;
  }

  std::int64_t cycle_, banks_;
  std::vector<Access> held_;
};

}  // namespace

TEST_CASE("transfers meet in one bank and pass each other in different ones") {
  BankSchedule schedule(10, 4);
  schedule.enter(0, 0, 8, 0);               // bank 0 from 0 to 10, bank 1 from 10 to 20, ...
  CHECK(schedule.earliest(0, 8, 1) == 0);   // always a bank ahead
  CHECK(schedule.earliest(0, 8, 4) == 10);  // the same bank: just behind
  CHECK(schedule.earliest(3, 8, 0) == 10);  // overlaps by a part of a cycle
  CHECK(schedule.earliest(3, 8, 3) == 3);
  CHECK(schedule.earliest(79, 1, 3) == 80);  // its last access is in bank 3 until 80
  CHECK(schedule.earliest(80, 1, 3) == 80);
}

TEST_CASE("one bank serves in the order of asking") {
  BankSchedule schedule(10, 1);
  CHECK(schedule.earliest(5, 3, 7) == 5);
  schedule.enter(5, 5, 3, 7);
  CHECK(schedule.earliest(6, 1, 0) == 35);
  schedule.enter(6, 35, 1, 0);
  CHECK(schedule.earliest(7, 1, 0) == 45);
}

TEST_CASE("promise 3: bank schedules equal every access by itself") {
  constexpr std::int64_t kCycle = 4;
  const Stream stream(501);
  std::uint64_t draw = 0;
  const auto pick = [&](std::uint32_t below) {
    std::int32_t value = 0;
    stream.integers(draw++, below, {&value, 1});
    return std::int64_t{value};
  };
  for (int banks : {1, 2, 3, 8}) {
    for (int round = 0; round < 40; ++round) {
      BankSchedule schedule(kCycle, banks);
      PlainSchedule plain(kCycle, banks);
      std::int64_t now = 0;
      for (int transfer = 0; transfer < 25; ++transfer) {
        now += pick(30);
        const std::int64_t accesses = pick(4) == 0 ? 1 + pick(60) : 1 + pick(6);
        const std::int64_t word = pick(100);
        const std::int64_t start = schedule.earliest(now, accesses, word);
        CAPTURE(banks, round, transfer, now, accesses, word);
        // With one bank, later transfers do not overtake: the twin may find a gap that is none.
        if (banks > 1) REQUIRE(start == plain.earliest(now, accesses, word));
        schedule.enter(now, start, accesses, word);
        plain.enter(start, accesses, word);
      }
    }
  }
}

TEST_CASE("percentiles are the values of a sorted list, up to their class") {
  Distribution distribution;
  std::vector<std::int64_t> values;
  const Stream stream(502);
  for (std::uint64_t n = 0; n < 1000; ++n) {
    std::int32_t value = 0;
    stream.integers(n, n % 2 == 0 ? 60 : 1000000, {&value, 1});
    values.push_back(value);
  }
  for (const std::int64_t value : values) distribution.add(value);
  std::sort(values.begin(), values.end());
  CHECK(distribution.weight() == 1000);
  CHECK(distribution.max() == values.back());
  for (const double share : {0.1, 0.25, 0.5, 0.9, 0.99, 1.0}) {
    const std::int64_t exact = values[static_cast<std::size_t>(share * 1000) - 1];
    CAPTURE(share, exact);
    CHECK(distribution.percentile(share) <= exact);
    CHECK(distribution.percentile(share) >= exact - exact / 32);
    if (exact < 64) CHECK(distribution.percentile(share) == exact);
  }
}

TEST_CASE("weights of a distribution are times that a value held") {
  Distribution distribution;
  CHECK(distribution.percentile(0.5) == 0);
  distribution.add(3, 98);
  distribution.add(7, 1);
  distribution.add(9, 1);
  CHECK(distribution.percentile(0.5) == 3);
  CHECK(distribution.percentile(0.98) == 3);
  CHECK(distribution.percentile(0.99) == 7);
  CHECK(distribution.percentile(1) == 9);
}

}  // namespace mho
