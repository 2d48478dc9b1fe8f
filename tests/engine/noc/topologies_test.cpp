// Bus, H-tree, point-to-point, star and chips by themselves: arrival times to the femtosecond.
#include "tests/engine/noc/noc_bench.hpp"

namespace mho {
namespace {

/// The order in which tiles 1, 3, 0 and 2, asking in this order, get the bus.
std::vector<int> order_on_bus(Arbitration arbitration) {
  TimedChip chip = sixteen_tiles(kBusTopology);
  chip.arbitration = arbitration;
  NocBench bench(chip);
  for (int tile : {1, 3, 0, 2}) bench.send(tile, tile, 9, 4);
  NocBench::run();
  std::map<std::int64_t, int> by_time;
  for (int tile : {0, 1, 2, 3}) by_time[bench.arrival_fs(tile)] = tile;
  std::vector<int> order;
  for (const auto& [time, tile] : by_time) order.push_back(tile);
  return order;
}

}  // namespace

TEST_CASE("a bus carries one packet at a time, whoever sends to whom") {
  NocBench bench(sixteen_tiles(kBusTopology));
  bench.send(1, 0, 5, 9);
  bench.send(2, 3, kGlobalBuffer, 4);
  NocBench::run();
  CHECK(bench.arrival_fs(1) == kHop + 8 * kCycle);
  CHECK(bench.arrival_fs(2) == 9 * kCycle + kHop + 3 * kCycle);
  CHECK(bench.link("bus").busy_fs == 13 * kCycle);
  CHECK(bench.link("bus").wait_fs == 9 * kCycle);
  // Each flit drives all 8 mm.
  CHECK(bench.count(1, Action::noc_flit_um) == 9 * 8000);
  CHECK(bench.count(1, Action::noc_flit_hop) == 9);
}

TEST_CASE("fifo grants in the order of asking") {
  CHECK(order_on_bus(Arbitration::fifo) == std::vector{1, 3, 0, 2});
}

TEST_CASE("round robin grants the next port behind the last granted one") {
  CHECK(order_on_bus(Arbitration::round_robin) == std::vector{1, 2, 3, 0});
}

TEST_CASE("fixed priority grants the lowest port") {
  CHECK(order_on_bus(Arbitration::fixed) == std::vector{1, 0, 2, 3});
}

TEST_CASE("an H-tree takes a switch up for each level to the common one, and down again") {
  NocBench bench(sixteen_tiles(kHTreeTopology));
  bench.send(1, 0, 1, 4);
  bench.send(2, 4, 6, 4);
  bench.send(3, 2, 5, 4);
  bench.send(4, 15, 0, 4);
  bench.send(5, 9, kGlobalBuffer, 4);  // at the root
  NocBench::run();
  CHECK(bench.arrival_fs(1) == kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(2) == 3 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(3) == 5 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(4) == 7 * kHop + 3 * kCycle);
  // The last branch to the root is taken by packet 4 at the same time, and first: four flits.
  CHECK(bench.arrival_fs(5) == 4 * kHop + 3 * kCycle + 4 * kCycle);
  CHECK(bench.count(4, Action::noc_flit_hop) == 4 * 7);
  // Branches of a square of 8 mm, from the root: 2, 2, 1, 1 mm.
  CHECK(bench.count(1, Action::noc_flit_um) == 4 * 2 * 1000);
  CHECK(bench.count(4, Action::noc_flit_um) == 4 * 2 * 6000);
  CHECK(bench.count(5, Action::noc_flit_um) == 4 * 6000);
}

TEST_CASE("a quad tree has half the levels of a binary one") {
  NocBench bench(sixteen_tiles(kQuadTreeTopology));
  bench.send(1, 0, 3, 4);
  bench.send(2, 8, 7, 4);
  NocBench::run();
  CHECK(bench.arrival_fs(1) == kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(2) == 3 * kHop + 3 * kCycle);
  CHECK(bench.count(2, Action::noc_flit_um) == 4 * 2 * (4000 + 2000));
}

TEST_CASE("a dedicated link is shared by the packets of its pair only") {
  NocBench bench(sixteen_tiles(kPointToPointTopology), {{{0, 5}, {3, 5}, {5, 0}}, {}});
  bench.send(1, 0, 5, 9);
  bench.send(2, 3, 5, 9);
  bench.send(3, 5, 0, 9);
  bench.send(4, 0, 5, 4);
  NocBench::run();
  for (int layer : {1, 2, 3}) CHECK(bench.arrival_fs(layer) == kHop + 8 * kCycle);
  CHECK(bench.arrival_fs(4) == 9 * kCycle + kHop + 3 * kCycle);
}

TEST_CASE("a star takes one hop, and packets wait only for those to the same tile") {
  NocBench bench(sixteen_tiles(kStarTopology));
  bench.send(1, 0, 5, 9);
  bench.send(2, 5, 0, 4);              // the other way
  bench.send(3, 3, kGlobalBuffer, 4);  // elsewhere
  bench.send(4, kGlobalBuffer, 5, 4);  // behind the first, for the same tile
  NocBench::run();
  CHECK(bench.arrival_fs(1) == kHop + 8 * kCycle);
  CHECK(bench.arrival_fs(2) == kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(3) == kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(4) == 9 * kCycle + kHop + 3 * kCycle);
  CHECK(bench.link("switch to tile 5").busy_fs == 13 * kCycle);
  CHECK(bench.link("switch to tile 5").wait_fs == 9 * kCycle);
  // A link of 8 mm in, another out.
  CHECK(bench.count(1, Action::noc_flit_um) == 9 * 2 * 8000);
  CHECK(bench.count(1, Action::noc_flit_hop) == 9);
}

TEST_CASE("a star's gateways are at the switch: chips pay the links of tiles at both ends alone") {
  TimedChip chip = sixteen_tiles(kStarTopology);
  chip.chips = 3;
  NocBench bench(chip);
  bench.send(1, 1, 34, 5);  // over chip 1
  NocBench::run();
  const std::int64_t link = 5 * 2 * 1000000 + 10 * 1000000;
  CHECK(bench.arrival_fs(1) == 3 * kHop + 2 * link + 4 * kCycle);
  CHECK(bench.count(1, Action::noc_flit_um) == 5 * 2 * 8000);
  CHECK(bench.count(1, Action::noc_flit_hop) == 5 * 3);
}

TEST_CASE("a packet for another chip goes to the gateway, over the link as a whole, and on") {
  TimedChip chip = sixteen_tiles();
  chip.chips = 3;
  NocBench bench(chip);
  bench.send(1, 1, 17, 5);  // chip 0, router 1 to chip 1, router 1
  bench.send(2, 17, 1, 5);  // the other way, at the same time
  bench.send(3, 34, 2, 5);  // over chip 1, behind the one that is there
  NocBench::run();
  const std::int64_t link = 5 * 2 * 1000000 + 10 * 1000000;  // 32 bits a flit, 16 a ns; latency
  CHECK(bench.arrival_fs(1) == 2 * kHop + link + 2 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs(2) == 2 * kHop + link + 2 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs(3) == 3 * kHop + link + kHop + link + 3 * kHop + 4 * kCycle);
  CHECK(bench.count(1, Action::chip_link_bit) == 5 * 32);
  CHECK(bench.count(3, Action::chip_link_bit) == 2 * 5 * 32);
  CHECK(bench.count(1, Action::noc_flit_hop) == 5 * 4);
  CHECK(bench.link("chip 0 to chip 1").busy_fs == 5 * 2 * 1000000);
  bench.check_conservation();
}

TEST_CASE("a link between chips that is faster than the network waits for its flits") {
  TimedChip chip = sixteen_tiles();
  chip.chips = 2;
  chip.chip_link_width = 128;
  NocBench bench(chip);
  bench.send(1, 0, 16, 8);  // 2 ns on the link, 4 ns on the network
  NocBench::run();
  CHECK(bench.arrival_fs(1) == kHop + 8 * kCycle + 10 * 1000000 + kHop + 7 * kCycle);
}

}  // namespace mho
