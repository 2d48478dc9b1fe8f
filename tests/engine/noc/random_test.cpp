// Random traffic on every topology: all arrives once, in order, in bounded buffers; nothing stands
// still.
#include <set>

#include "sim/base/child_process.hpp"
#include "tests/engine/noc/noc_bench.hpp"
#include "tests/models/noc/every_topology.hpp"

namespace mho {
namespace {

constexpr int kPackets = 2000;
constexpr int kTiles = 16;  ///< of a chip
constexpr int kBufferFlits = 8;

struct RandomPacket {
  int source = 0;
  std::set<int> destinations;
  int flits = 0;  ///< 1 to 8
};

std::vector<RandomPacket> random_packets(int tiles, int most_destinations) {
  std::vector<std::int32_t> ends(5 * kPackets), lengths(kPackets), counts(kPackets);
  const Stream stream(11);
  stream.child(1).integers(0, tiles + 1, ends);
  stream.child(2).integers(0, 8, lengths);
  stream.child(3).integers(0, most_destinations, counts);
  std::vector<RandomPacket> packets(kPackets);
  for (int i = 0; i < kPackets; ++i) {
    packets[i].source = ends[5 * i] + kGlobalBuffer;
    packets[i].flits = lengths[i] + 1;
    for (int d = 0; d <= counts[i]; ++d)
      packets[i].destinations.insert(ends[5 * i + 1 + d] + kGlobalBuffer);
  }
  return packets;
}

NocTraffic everybody_to_everybody(int tiles) {
  NocTraffic traffic;
  for (int source = kGlobalBuffer; source < tiles; ++source)
    for (int tile = kGlobalBuffer; tile < tiles; ++tile) traffic.flows.push_back({source, tile});
  return traffic;
}

/// What is wrong after `packets`, all sent at time 0, so that every link is contended; empty:
/// nothing.
std::string wrong_after(NocBench& bench, const std::vector<RandomPacket>& packets) {
  std::int64_t owed = 0;
  for (int i = 0; i < kPackets; ++i) {
    const std::set<int>& to = packets[i].destinations;
    owed += std::ssize(to);
    bench.send(i, packets[i].source, {to.begin(), to.end()}, packets[i].flits);
  }
  NocBench::run();
  if (std::ssize(bench.arrivals) != owed)
    return std::to_string(bench.arrivals.size()) + " of " + std::to_string(owed) + " arrived";
  const NocUse use = bench.noc.use();
  if (use.packets_sent + use.packets_forked != use.packets_received + use.packets_merged ||
      use.flits_sent + use.flits_forked != use.flits_received + use.flits_merged ||
      use.packets_received != owed)
    return "packets or flits were lost or made";
  std::map<std::pair<int, int>, std::int64_t> last;
  for (int i = 0; i < kPackets; ++i) {
    if (bench.sender.left_fs.count(i) != 1) return "a sender was not told";
    for (const int tile : packets[i].destinations) {
      std::int64_t& before = last[{packets[i].source, tile}];
      if (bench.arrivals.at({i, tile}) <= before) return "a packet overtook another of its pair";
      before = bench.arrivals.at({i, tile});
    }
  }
  for (const LinkUse& link : use.links)
    if (link.most_held_flits > kBufferFlits) return link.name + ": its port held too much";
  return "";
}

/// The same in a process of its own, as the SystemC kernel wants.
void check_random_traffic(TimedChip chip) {
  chip.router_buffer_flits = kBufferFlits;
  ChildProcess child([&](const ChildProcess::Send& send) {
    const int tiles = kTiles * chip.chips;
    NocBench bench(chip, everybody_to_everybody(tiles));
    const std::string wrong =
        wrong_after(bench, random_packets(tiles, bench.noc.multicast() ? 4 : 1));
    send(wrong.data(), wrong.size());
  });
  const std::vector<char> wrong = child.rest();
  CHECK(std::string(wrong.begin(), wrong.end()).empty());
}

/// Three chips of 16 tiles, or one, on every topology.
void check_every_topology(int chips, bool multicast, Arbitration arbitration) {
  for (const NamedTopology& each : every_topology()) {
    INFO(each.name);
    TimedChip chip = sixteen_tiles();
    chip.topology = each.topology;
    chip.chips = chips;
    chip.multicast = multicast;
    chip.arbitration = arbitration;
    check_random_traffic(chip);
  }
}

}  // namespace

TEST_CASE("random traffic on every topology: a packet for each tile") {
  check_every_topology(1, false, Arbitration::fifo);
}
TEST_CASE("random traffic on every topology: multicast") {
  check_every_topology(1, true, Arbitration::fifo);
}
TEST_CASE("random traffic on every topology: round robin") {
  check_every_topology(1, true, Arbitration::round_robin);
}
TEST_CASE("random traffic on every topology: fixed priority") {
  check_every_topology(1, true, Arbitration::fixed);
}
TEST_CASE("random traffic on every topology: three chips") {
  check_every_topology(3, true, Arbitration::fifo);
}

}  // namespace mho
