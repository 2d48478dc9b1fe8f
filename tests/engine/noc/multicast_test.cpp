// One packet to several tiles: each link of the tree once, exact arrival times.
#include "tests/engine/noc/noc_bench.hpp"

namespace mho {
namespace {

TimedChip forking(const std::string& topology) {
  TimedChip chip = sixteen_tiles(topology);
  chip.multicast = true;
  return chip;
}

}  // namespace

TEST_CASE("a multicast on a mesh crosses each link of the XY tree once") {
  NocBench bench(forking(kMeshTopology));
  bench.send(1, 0, {15, 3, 12, kGlobalBuffer}, 4);
  NocBench::run();
  CHECK(bench.arrival_fs(1, 3) == 4 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(1, 15) == 7 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(1, 12) == 4 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(1, kGlobalBuffer) == kHop + 3 * kCycle);
  // 3 along the row, 3 down to 12, 3 down to 15; and four local ones.
  CHECK(bench.count(1, Action::noc_flit_hop) == 4 * (3 + 3 + 3 + 4));
  CHECK(bench.sender.left_fs[1] == 4 * kCycle);
  bench.check_conservation();
}

TEST_CASE("a multicast's branch that has to wait does not hold the others back") {
  NocBench bench(forking(kMeshTopology));
  bench.send(1, 1, 2, 9);  // takes the link from router 1 to 2 for 9 cycles
  bench.send(2, 0, {2, 5}, 4);
  NocBench::run();
  CHECK(bench.arrival_fs(2, 5) == 3 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(2, 2) == 9 * kCycle + 2 * kHop + 3 * kCycle);
  bench.check_conservation();
}

TEST_CASE("an H-tree forks where the ways part") {
  NocBench bench(forking(kHTreeTopology));
  bench.send(1, kGlobalBuffer, {0, 1, 8}, 4);
  NocBench::run();
  for (int tile : {0, 1, 8}) CHECK(bench.arrival_fs(1, tile) == 4 * kHop + 3 * kCycle);
  // 3 switches down to the one of tiles 0 and 1, 3 to that of 8, and three leaves.
  CHECK(bench.count(1, Action::noc_flit_hop) == 4 * (3 + 3 + 3));
  bench.check_conservation();
}

TEST_CASE("on a bus all hear a packet at once") {
  NocBench bench(forking(kBusTopology));
  bench.send(1, 0, {1, 2, 3}, 4);
  NocBench::run();
  for (int tile : {1, 2, 3}) CHECK(bench.arrival_fs(1, tile) == kHop + 3 * kCycle);
  CHECK(bench.count(1, Action::noc_flit_hop) == 4);
  bench.check_conservation();
}

TEST_CASE("point-to-point links take a packet for each tile") {
  const NocBench bench(forking(kPointToPointTopology), {{{0, 1}, {0, 2}}, {}});
  CHECK_FALSE(bench.noc.multicast());
}

TEST_CASE("a multicast crosses a link between chips once") {
  TimedChip chip = forking(kMeshTopology);
  chip.chips = 2;
  NocBench bench(chip);
  bench.send(1, 0, {16, 17, 1}, 5);
  NocBench::run();
  const std::int64_t link = 5 * 2 * 1000000 + 10 * 1000000;
  CHECK(bench.arrival_fs(1, 1) == 2 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs(1, 16) == kHop + link + kHop + 4 * kCycle);
  CHECK(bench.arrival_fs(1, 17) == kHop + link + 2 * kHop + 4 * kCycle);
  CHECK(bench.count(1, Action::chip_link_bit) == 5 * 32);
  bench.check_conservation();
}

}  // namespace mho
