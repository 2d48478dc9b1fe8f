// The judge of deadlocks sees one where there is one.
#include "tests/models/noc/waiting.hpp"

#include <catch2/catch.hpp>

namespace mho {
namespace {

TEST_CASE("ways along a line wait in no circle; ways around a ring do") {
  WaitingGraph line;
  line.add({0, 1, 2});
  line.add({3, 1, 2});
  line.add({5, 4, 3});
  CHECK_FALSE(line.has_circle());
  WaitingGraph ring = line;
  ring.add({2, 5});
  CHECK(ring.has_circle());
}

TEST_CASE("a port that waits for itself is a circle, one that is waited for twice is none") {
  WaitingGraph twice;
  twice.add({0, 1, 3});
  twice.add({0, 2, 3});
  CHECK_FALSE(twice.has_circle());
  twice.add({3, 3});
  CHECK(twice.has_circle());
}

}  // namespace
}  // namespace mho
