// Tickets: processes that share a search begin as many designs as it has evaluations.
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include "sim/base/child_process.hpp"
#include "sim/explore/sweep/tickets.hpp"
#include "tests/config/folder.hpp"

namespace mho {

namespace {

constexpr std::chrono::hours kLong(1);

}  // namespace

TEST_CASE("processes take each ticket once, and no more than there are evaluations") {
  const Folder folder;
  Leases one(folder.path(), kLong), other(folder.path(), kLong);
  Tickets first(one, 5, 0), second(other, 5, 0);
  std::set<std::int64_t> taken;
  for (int i = 0; i < 2; ++i) {
    taken.insert(first.take(0).value());
    taken.insert(second.take(0).value());
  }
  taken.insert(first.take(0).value());
  CHECK(taken.size() == 5);
  CHECK(!first.take(0));
  CHECK(!second.take(0));
}

TEST_CASE("designs that were there before have had their tickets") {
  const Folder folder;
  Leases leases(folder.path(), kLong);
  Tickets tickets(leases, 5, 3);
  CHECK(tickets.take(3));
  CHECK(tickets.take(3));
  CHECK(!tickets.take(3));
  tickets.hand_in(3);
  CHECK(!tickets.take(4));
  tickets.hand_in(4);
  CHECK(!tickets.take(5));
}

TEST_CASE("a ticket of one that ended, or is gone, is taken again") {
  const Folder folder;
  const std::chrono::milliseconds patience(300);
  {
    Leases ended(folder.path(), patience);
    Tickets tickets(ended, 3, 0);
    tickets.hand_in(tickets.take(0).value());
    REQUIRE(tickets.take(1));
  }
  ChildProcess child([&](const ChildProcess::Send& send) {
    Leases leases(folder.path(), patience);
    const bool taken = Tickets(leases, 3, 1).take(1).has_value();
    send(&taken, sizeof taken);
    std::raise(SIGKILL);
  });
  bool taken = false;
  child.receive(&taken, sizeof taken);
  REQUIRE(taken);
  Leases leases(folder.path(), patience);
  Tickets tickets(leases, 3, 1);
  CHECK(tickets.take(1));
  CHECK(!tickets.take(1));
  // Its holder shows no life, this one does.
  for (int i = 0; i < 30; ++i) {
    std::this_thread::sleep_for(patience / 15);
    leases.touch();
  }
  CHECK(tickets.take(1));
  CHECK(!tickets.take(1));
}

}  // namespace mho
