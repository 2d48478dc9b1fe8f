// Leases: one process is at a design, and one that is gone keeps nothing.
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "sim/base/child_process.hpp"
#include "sim/explore/sweep/leases.hpp"
#include "tests/config/folder.hpp"

namespace mho {

TEST_CASE("a design is leased once, and not again when it is finished") {
  const Folder folder;
  Leases first(folder.path(), std::chrono::hours(1)), second(folder.path(), std::chrono::hours(1));
  CHECK(first.take("a"));
  CHECK(first.take("a"));
  CHECK(!second.take("a"));
  CHECK(second.take("b"));
  CHECK(!first.take("b"));
  first.finish("a");
  CHECK(!second.take("a"));
  CHECK(!first.take("a"));
}

TEST_CASE("who ends gives back what is not finished") {
  const Folder folder;
  Leases other(folder.path(), std::chrono::hours(1));
  {
    Leases leases(folder.path(), std::chrono::hours(1));
    REQUIRE(leases.take("a"));
    REQUIRE(leases.take("b"));
    leases.finish("b");
  }
  CHECK(other.take("a"));
  CHECK(!other.take("b"));
}

TEST_CASE("the lease of a process that is gone is taken over, that of a living one is not") {
  const Folder folder;
  const std::chrono::milliseconds patience(300);
  ChildProcess child([&](const ChildProcess::Send& send) {
    Leases leases(folder.path(), patience);
    const bool taken = leases.take("a");
    send(&taken, sizeof taken);
    std::raise(SIGKILL);
  });
  bool taken = false;
  child.receive(&taken, sizeof taken);
  REQUIRE(taken);
  Leases living(folder.path(), patience), other(folder.path(), patience);
  REQUIRE(living.take("b"));
  CHECK(!other.take("a"));
  for (int i = 0; i < 30; ++i) {
    std::this_thread::sleep_for(patience / 15);
    living.touch();
  }
  CHECK(other.take("a"));
  CHECK(!other.take("b"));
}

TEST_CASE("many processes that take all designs take each once") {
  const Folder folder;
  constexpr int kDesigns = 300;
  std::vector<std::unique_ptr<ChildProcess>> children;
  for (int child = 0; child < 5; ++child)
    children.push_back(std::make_unique<ChildProcess>([&](const ChildProcess::Send& send) {
      Leases leases(folder.path(), std::chrono::hours(1));
      int taken = 0;
      for (int design = 0; design < kDesigns; ++design) {
        const std::string id = std::to_string(design);
        if (!leases.take(id)) continue;
        ++taken;
        leases.finish(id);
      }
      send(&taken, sizeof taken);
    }));
  int all = 0;
  for (const auto& child : children) {
    int taken = 0;
    child->receive(&taken, sizeof taken);
    child->rest();
    all += taken;
  }
  CHECK(all == kDesigns);
}

}  // namespace mho
