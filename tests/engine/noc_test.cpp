// The network-on-chip by itself: arrival times of packets to the femtosecond.
#include "sim/engine/noc.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "sim/engine/clock.hpp"
#include "sim/engine/plan.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

constexpr std::int64_t kCycle = 500000;  ///< 2 GHz
constexpr std::int64_t kHop = 3 * kCycle;

/// A mesh of 4 x 4 routers with a tile each, and when each packet (told by its layer) arrived.
struct Bench : PacketReceiver {
  Bench(int buffer_flits, int tiles_per_router = 1)
      : chip(spec(buffer_flits, tiles_per_router)), noc("noc", chip, tally, -1) {
    for (int tile = kGlobalBuffer; tile < chip.tiles(); ++tile) noc.connect(tile, *this);
  }
  static ChipSpec spec(int buffer_flits, int tiles_per_router) {
    TimedChip timed;
    timed.arrays.tiles = 16;
    timed.router_buffer_flits = buffer_flits;
    timed.tiles_per_router = tiles_per_router;
    return timed.spec();
  }
  /// A packet of `flits` flits, header included, at time 0.
  void send(int layer, int source, int destination, int flits) {
    noc.send({layer, source, destination, (flits - 1) * 32, PixelPayload{}},
             [this, layer] { left_fs[layer] = now_fs(); });
  }
  void receive(const Packet& packet) override {
    REQUIRE(arrival_fs.count(packet.layer) == 0);
    arrival_fs[packet.layer] = now_fs();
  }

  // The kernel refuses a resolution after the first time was made.
  const bool resolution = (sc_core::sc_set_time_resolution(1, sc_core::SC_FS), true);
  Chip chip;
  Tally tally;
  Noc noc;
  std::map<int, std::int64_t> arrival_fs, left_fs;
};

}  // namespace

TEST_CASE("an alone packet takes its hops and its flits, first along the row") {
  Bench bench(16);
  bench.send(1, 0, 0, 4);               // to the same tile: the local router once
  bench.send(2, 5, 15, 4);              // 2 right, 2 down: 5 routers
  bench.send(3, 14, kGlobalBuffer, 4);  // 2 left, 3 up
  sc_core::sc_start();
  CHECK(bench.arrival_fs[1] == kHop + 3 * kCycle);
  CHECK(bench.arrival_fs[2] == 5 * kHop + 3 * kCycle);
  CHECK(bench.arrival_fs[3] == 6 * kHop + 3 * kCycle);
  CHECK(bench.left_fs[2] == 4 * kCycle);
  CHECK(bench.noc.wait_fs() == 0);
  CHECK(bench.tally.of(2, -1)[Action::noc_flit_hop] == 4 * 5);
}

TEST_CASE("of two packets for one link the later waits until the earlier has passed") {
  Bench bench(16);
  bench.send(1, 1, 2, 9);  // takes the link from router 1 to 2 at once, for 9 cycles
  bench.send(2, 0, 2, 5);  // is at router 1 after one hop
  sc_core::sc_start();
  CHECK(bench.arrival_fs[1] == 2 * kHop + 8 * kCycle);
  CHECK(bench.noc.wait_fs() == 9 * kCycle - kHop);
  CHECK(bench.arrival_fs[2] == 9 * kCycle + 2 * kHop + 4 * kCycle);
}

TEST_CASE("packets that wait for one link get it in the order in which they asked") {
  Bench bench(16);
  bench.send(1, 1, 5, 9);  // takes the link from router 1 to 5 at once, for 9 cycles
  bench.send(2, 0, 5, 5);  // is at router 1 after one hop
  bench.send(3, 3, 5, 7);  // and this one after two
  sc_core::sc_start();
  CHECK(bench.arrival_fs[2] == 9 * kCycle + 2 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs[3] == (9 + 5) * kCycle + 2 * kHop + 6 * kCycle);
}

TEST_CASE("packets that share no link do not wait for each other") {
  Bench bench(16);
  bench.send(1, 1, 2, 9);
  bench.send(2, 2, 1, 9);  // the opposite direction
  bench.send(3, 0, 4, 9);
  sc_core::sc_start();
  CHECK(bench.noc.wait_fs() == 0);
}

TEST_CASE("a full port holds the next packet back") {
  // Two packets of 5 flits on the same way: the second asks for its link after 5 cycles, when the
  // first still has 5 flits reserved in the next router; it leaves that one after a hop and 5 more.
  Bench bench(9);
  bench.send(1, 0, 3, 5);
  bench.send(2, 0, 3, 5);
  sc_core::sc_start();
  CHECK(bench.arrival_fs[1] == 4 * kHop + 4 * kCycle);
  CHECK(bench.arrival_fs[2] == kHop + 5 * kCycle + 4 * kHop + 4 * kCycle);
}

TEST_CASE("with room for both packets the second follows on the heels of the first") {
  Bench bench(10);
  bench.send(1, 0, 3, 5);
  bench.send(2, 0, 3, 5);
  sc_core::sc_start();
  CHECK(bench.arrival_fs[2] == 5 * kCycle + 4 * kHop + 4 * kCycle);
}

TEST_CASE("packets longer than a port's buffer still arrive") {
  Bench bench(2);
  for (int layer = 0; layer < 16; ++layer) bench.send(layer, layer, 15 - layer, 9);
  sc_core::sc_start();
  CHECK(bench.noc.received() == 16);
}

TEST_CASE("random traffic through small ports arrives, in order between any two tiles") {
  Bench bench(4, 2);
  const Stream stream(11);
  constexpr int kPackets = 3000;
  std::vector<std::int32_t> ends(2 * kPackets), lengths(kPackets);
  stream.child(1).integers(0, 16, ends);
  stream.child(2).integers(0, 12, lengths);
  for (int i = 0; i < kPackets; ++i) bench.send(i, ends[2 * i], ends[2 * i + 1], lengths[i] + 1);
  sc_core::sc_start();
  REQUIRE(bench.noc.received() == kPackets);
  std::map<std::pair<int, int>, std::int64_t> last;
  for (int i = 0; i < kPackets; ++i) {
    std::int64_t& before = last[{ends[2 * i], ends[2 * i + 1]}];
    CHECK(bench.arrival_fs[i] > before);
    before = bench.arrival_fs[i];
  }
}

}  // namespace mho
