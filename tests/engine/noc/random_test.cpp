// Random traffic on every network: all arrives once, in order, in bounded buffers; nothing stands
// still.
#include <set>

#include "tests/engine/noc/noc_bench.hpp"

namespace mho {
namespace {

/// Sends packets of 1 to 8 flits, all at time 0, so that every link is contended.
void check_random_traffic(TimedChip chip) {
  constexpr int kPackets = 2000;
  chip.router_buffer_flits = 8;
  const int tiles = 16 * chip.chips;
  NocTraffic traffic;
  if (chip.topology == NocTopology::point_to_point)
    for (int source = -1; source < tiles; ++source)
      for (int tile = -1; tile < tiles; ++tile) traffic.flows.push_back({source, tile});
  NocBench bench(chip, traffic);
  const int most = bench.noc.multicast() ? 4 : 1;
  std::vector<std::int32_t> ends(5 * kPackets), lengths(kPackets), counts(kPackets);
  const Stream stream(11);
  stream.child(1).integers(0, tiles + 1, ends);
  stream.child(2).integers(0, 8, lengths);
  stream.child(3).integers(0, most, counts);
  for (std::int32_t& end : ends) end += kGlobalBuffer;
  std::vector<std::set<int>> destinations(kPackets);
  std::int64_t owed = 0;
  for (int i = 0; i < kPackets; ++i) {
    for (int d = 0; d <= counts[i]; ++d) destinations[i].insert(ends[5 * i + 1 + d]);
    owed += std::ssize(destinations[i]);
    bench.send(i, ends[5 * i], {destinations[i].begin(), destinations[i].end()}, lengths[i] + 1);
  }
  NocBench::run();
  REQUIRE(std::ssize(bench.arrivals) == owed);
  bench.check_conservation();
  std::map<std::pair<int, int>, std::int64_t> last;
  for (int i = 0; i < kPackets; ++i) {
    CHECK(bench.sender.left_fs.count(i) == 1);
    for (int tile : destinations[i]) {
      std::int64_t& before = last[{ends[5 * i], tile}];
      CHECK(bench.arrival_fs(i, tile) > before);
      before = bench.arrival_fs(i, tile);
    }
  }
  for (const LinkUse& use : bench.noc.use().links) CHECK(use.most_held_flits <= 8);
}

TimedChip network(NocTopology topology, bool multicast, int chips = 1) {
  TimedChip chip = sixteen_tiles(topology);
  chip.multicast = multicast;
  chip.chips = chips;
  return chip;
}

}  // namespace

TEST_CASE("random traffic: mesh") { check_random_traffic(network(NocTopology::mesh, false)); }
TEST_CASE("random traffic: mesh, two tiles a router") {
  TimedChip chip = network(NocTopology::mesh, true);
  chip.tiles_per_router = 2;
  check_random_traffic(chip);
}
TEST_CASE("random traffic: mesh, round robin") {
  TimedChip chip = network(NocTopology::mesh, true);
  chip.arbitration = Arbitration::round_robin;
  check_random_traffic(chip);
}
TEST_CASE("random traffic: mesh, fixed priority") {
  TimedChip chip = network(NocTopology::mesh, true);
  chip.arbitration = Arbitration::fixed;
  check_random_traffic(chip);
}
TEST_CASE("random traffic: mesh, multicast") {
  check_random_traffic(network(NocTopology::mesh, true));
}
TEST_CASE("random traffic: bus") { check_random_traffic(network(NocTopology::bus, true)); }
TEST_CASE("random traffic: H-tree") { check_random_traffic(network(NocTopology::h_tree, true)); }
TEST_CASE("random traffic: point-to-point") {
  check_random_traffic(network(NocTopology::point_to_point, false));
}
TEST_CASE("random traffic: three chips of meshes") {
  check_random_traffic(network(NocTopology::mesh, true, 3));
}
TEST_CASE("random traffic: three chips of buses") {
  check_random_traffic(network(NocTopology::bus, true, 3));
}
TEST_CASE("random traffic: three chips of H-trees") {
  check_random_traffic(network(NocTopology::h_tree, true, 3));
}
TEST_CASE("random traffic: three chips of point-to-point links") {
  check_random_traffic(network(NocTopology::point_to_point, false, 3));
}

}  // namespace mho
