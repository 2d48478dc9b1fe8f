// Speed of the network-on-chip by itself: 8 x 8 tiles, packets of 5 flits between random tiles, as
// many a cycle as the table says, each network in a process of its own.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <exception>
#include <vector>

#include "sim/base/child_process.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/noc/noc.hpp"
#include "tests/engine/timed_network.hpp"

using namespace mho;

namespace {

constexpr int kTiles = 64, kFlits = 5, kPackets = 200000;

struct Sink : PacketReceiver {
  void receive(const Packet&, int) override {}
};

struct Row {
  std::int64_t hops = 0, packets = 0;
  std::int64_t wait_p99_fs = 0, cycle_fs = 0;
  double seconds = 0;
};

Row run(const TimedChip& timed, double packets_per_cycle) {
  sc_core::sc_set_time_resolution(1, sc_core::SC_FS);
  const Chip chip(timed.spec());
  Tally tally;
  Noc noc("noc", chip, {}, tally, -1);
  Sink sink;
  for (int tile = kGlobalBuffer; tile < chip.tiles(); ++tile) noc.connect(tile, sink);
  std::vector<std::int32_t> ends(2 * kPackets);
  Stream(1).integers(0, kTiles, ends);
  const std::clock_t start = std::clock();
  for (int sent = 0; sent < kPackets;) {
    for (int i = 0; i < 32 && sent < kPackets; ++i, ++sent)
      noc.send({0, ends[2 * sent], {{ends[2 * sent + 1], 0}}, (kFlits - 1) * 32, SharedPixel()});
    sc_core::sc_start(
        sc_duration(static_cast<std::int64_t>(32 / packets_per_cycle) * noc.cycle_fs()));
  }
  sc_core::sc_start();
  const NocUse use = noc.use();
  return {use.hops, use.packets_received, use.wait_p99_fs, noc.cycle_fs(),
          static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC};
}

void print_row(const char* name, const TimedChip& timed, double packets_per_cycle) {
  double best_s = 1e9;
  Row row;
  for (int repeat = 0; repeat < 3; ++repeat) {
    ChildProcess child([&](const ChildProcess::Send& send) {
      const Row result = run(timed, packets_per_cycle);
      send(&result, sizeof result);
    });
    child.receive(&row, sizeof row);
    best_s = std::min(best_s, row.seconds);
  }
  std::printf("%-16s %8.2f %12.2f %14.2f %12lld\n", name, packets_per_cycle,
              static_cast<double>(row.hops) / static_cast<double>(row.packets),
              static_cast<double>(row.hops) / best_s * 1e-6,
              static_cast<long long>(row.wait_p99_fs / row.cycle_fs));
}

}  // namespace

// libsystemc asks for it; its main() is not used.
int sc_main(int, char*[]);
int sc_main(int, char*[]) { return 2; }

int main() try {
  std::printf("%-16s %8s %12s %14s %12s\n", "network", "packets", "hops", "10^6 hops", "p99 wait");
  std::printf("%-16s %8s %12s %14s %12s\n", "", "a cycle", "a packet", "a second", "cycles");
  TimedChip chip;
  chip.arrays.tiles = kTiles;
  chip.topology = topology_from("{topology: mesh, columns: 8, tiles_per_router: 1}");
  for (double load : {0.5, 2.0, 4.0}) print_row("mesh", chip, load);
  chip.topology = topology_from(kQuadTreeTopology);
  print_row("H-tree, radix 4", chip, 0.5);
  chip.topology = topology_from(kBusTopology);
  print_row("bus", chip, 0.15);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
