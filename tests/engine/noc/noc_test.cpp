// The mesh by itself: arrival times of packets to the femtosecond.
#include "tests/engine/noc/noc_bench.hpp"

namespace mho {
namespace {

TimedChip mesh(int buffer_flits, Arbitration arbitration = Arbitration::fifo) {
  TimedChip chip = sixteen_tiles();
  chip.router_buffer_flits = buffer_flits;
  chip.arbitration = arbitration;
  return chip;
}

}  // namespace

TEST_CASE("an alone packet takes its hops and its flits, first along the row") {
  NocBench bench(mesh(16));
  bench.send(1, 0, 0, 4);               // to the same tile: the local router once
  bench.send(2, 5, 15, 4);              // 2 right, 2 down: 5 routers
  bench.send(3, 14, kGlobalBuffer, 4);  // 2 left, 3 up
  NocBench::run();
  CHECK(bench.arrival_fs(1) == kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(2) == 5 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs(3) == 6 * kHop + 3 * kCycle);
  CHECK(bench.sender.left_fs[2] == 4 * kCycle);
  CHECK(bench.noc.use().wait_fs == 0);
  CHECK(bench.noc.use().hops == 1 + 5 + 6);
  CHECK(bench.count(2, Action::noc_flit_hop) == 4 * 5);
  CHECK(bench.link("router 5 to router 6").busy_fs == 4 * kCycle);
}

TEST_CASE("of two packets for one link the later waits until the earlier has passed") {
  NocBench bench(mesh(16));
  bench.send(1, 1, 2, 9);  // takes the link from router 1 to 2 at once, for 9 cycles
  bench.send(2, 0, 2, 5);  // is at router 1 after one hop
  NocBench::run();
  CHECK(bench.arrival_fs(1) == 2 * kHop + 8 * kCycle);
  CHECK(bench.arrival_fs(2) == 9 * kCycle + 2 * kHop + 4 * kCycle);
  const NocUse use = bench.noc.use();
  CHECK(use.wait_fs == 9 * kCycle - kHop);
  CHECK(use.wait_p50_fs == 0);
  CHECK(use.wait_p99_fs == 9 * kCycle - kHop);
  CHECK(use.wait_max_fs == 9 * kCycle - kHop);
  CHECK(bench.link("router 1 to router 2").wait_fs == 9 * kCycle - kHop);
  CHECK(bench.link("router 1 to router 2").blocked_fs == 0);
  CHECK(use.links.front().name == "router 1 to router 2");  // the busiest, with 14 flits
}

TEST_CASE("packets that wait for one link get it in the order in which they asked") {
  NocBench bench(mesh(16));
  bench.send(1, 1, 5, 9);  // takes the link from router 1 to 5 at once, for 9 cycles
  bench.send(2, 0, 5, 5);  // is at router 1 after one hop
  bench.send(3, 3, 5, 7);  // and this one after two
  NocBench::run();
  CHECK(bench.arrival_fs(2) == 9 * kCycle + 2 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs(3) == (9 + 5) * kCycle + 2 * kHop + 6 * kCycle);
}

TEST_CASE("packets that share no link do not wait for each other") {
  NocBench bench(mesh(16));
  bench.send(1, 1, 2, 9);
  bench.send(2, 2, 1, 9);  // the opposite direction
  bench.send(3, 0, 4, 9);
  NocBench::run();
  CHECK(bench.noc.use().wait_fs == 0);
}

TEST_CASE("a full port holds the next packet back, which is counted as blocked") {
  // Two packets of 5 flits on the same way: the second asks for its link after 5 cycles, when the
  // first still has 5 flits reserved in the next router; it leaves that one after a hop and 5 more.
  NocBench bench(mesh(9));
  bench.send(1, 0, 3, 5);
  bench.send(2, 0, 3, 5);
  NocBench::run();
  CHECK(bench.arrival_fs(1) == 4 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs(2) == kHop + 5 * kCycle + 4 * kHop + 4 * kCycle);
  // Without room the sender is held back as well.
  CHECK(bench.sender.left_fs[2] == kHop + 5 * kCycle + 5 * kCycle);
  CHECK(bench.link("router 0 to router 1").blocked_fs == kHop);
  CHECK(bench.link("router 0 to router 1").most_held_flits == 5);
}

TEST_CASE("with room for both packets the second follows on the heels of the first") {
  NocBench bench(mesh(10));
  bench.send(1, 0, 3, 5);
  bench.send(2, 0, 3, 5);
  NocBench::run();
  CHECK(bench.arrival_fs(2) == 5 * kCycle + 4 * kHop + 4 * kCycle);
  CHECK(bench.link("router 0 to router 1").blocked_fs == 0);
  CHECK(bench.link("router 0 to router 1").most_held_flits == 10);
}

TEST_CASE("packets longer than a port's buffer still arrive") {
  NocBench bench(mesh(2));
  for (int layer = 0; layer < 16; ++layer) bench.send(layer, layer, 15 - layer, 9);
  NocBench::run();
  bench.check_conservation();
}

TEST_CASE("a saturated link moves one flit every cycle, half of them for each of two flows") {
  constexpr int kPackets = 50, kFlits = 9;
  NocBench bench(mesh(32));
  for (int i = 0; i < kPackets; ++i) {
    bench.send(2 * i, 1, 2, kFlits);      // enters at router 1
    bench.send(2 * i + 1, 0, 2, kFlits);  // comes to it from router 0
  }
  NocBench::run();
  for (int i = 0; i < 2 * kPackets; ++i)
    CHECK(bench.arrival_fs(i) == i * kFlits * kCycle + 2 * kHop + (kFlits - 1) * kCycle);
  CHECK(bench.link("router 1 to router 2").busy_fs == 2 * kPackets * kFlits * kCycle);
}

}  // namespace mho
