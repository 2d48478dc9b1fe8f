// A network by itself, with 16 tiles a chip: packets are sent by hand, and it is noted when each
// (told by its layer) arrived where.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/noc/noc.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {

constexpr std::int64_t kCycle = 500000;  ///< 2 GHz
constexpr std::int64_t kHop = 3 * kCycle;

/// The network of TimedChip with 16 tiles a chip.
inline TimedChip sixteen_tiles(const std::string& topology = kMeshTopology) {
  TimedChip chip;
  chip.arrays.tiles = 16;
  chip.topology = topology_from(topology);
  return chip;
}

struct NocBench {
  explicit NocBench(const TimedChip& timed, const NocTraffic& traffic = {})
      : chip(timed.spec()), noc("noc", chip, traffic, tally, -1) {
    for (int tile = kGlobalBuffer; tile < chip.tiles(); ++tile) {
      taps.push_back({});
      taps.back().bench = this;
      taps.back().tile = tile;
    }
    for (Tap& tap : taps) noc.connect(tap.tile, tap);
  }
  NocBench(const NocBench&) = delete;

  /// A packet of `flits` flits, header included, for all these tiles, now.
  void send(int layer, int source, const std::vector<int>& tiles, int flits) {
    std::vector<Destination> destinations;
    for (int tile : tiles) destinations.push_back({tile, tile});
    noc.send({layer, source, destinations, (flits - 1) * 32, SharedPixel()}, &sender, layer);
  }
  void send(int layer, int source, int tile, int flits) {
    send(layer, source, std::vector<int>{tile}, flits);
  }

  /// Runs this long, or until nothing moves.
  static void run() { sc_core::sc_start(); }
  static void run(std::int64_t fs) { sc_core::sc_start(sc_duration(fs)); }

  /// When a packet arrived at its tile, or at this one.
  std::int64_t arrival_fs(int layer, int tile) const { return arrivals.at({layer, tile}); }
  std::int64_t arrival_fs(int layer) const {
    const auto found = arrivals.lower_bound({layer, kGlobalBuffer});
    REQUIRE(found != arrivals.end());
    REQUIRE(found->first.first == layer);
    return found->second;
  }
  LinkUse link(const std::string& name) const {
    for (const LinkUse& use : noc.use().links)
      if (use.name == name) return use;
    FAIL("no packet crossed " << name);
    return {};
  }
  std::int64_t count(int layer, Action action) { return tally.of(layer, -1)[action]; }

  /// What must hold of every network at rest.
  void check_conservation() const {
    const NocUse use = noc.use();
    CHECK(use.packets_sent + use.packets_forked == use.packets_received + use.packets_merged);
    CHECK(use.flits_sent + use.flits_forked == use.flits_received + use.flits_merged);
    CHECK(use.packets_received == std::ssize(arrivals));
  }

  struct Tap : PacketReceiver {
    NocBench* bench = nullptr;
    int tile = 0;
    void receive(const Packet& packet, int) override {
      const bool is_first = bench->arrivals.emplace(std::pair(packet.layer, tile), now_fs()).second;
      CHECK(is_first);
      if (const auto* sums = std::get_if<PartialSums>(&packet.payload))
        bench->sums[packet.layer] = *sums;
    }
  };
  struct Sender : PacketSender {
    std::map<std::int64_t, std::int64_t> left_fs;  ///< by layer
    void left(std::int64_t tag) override { left_fs[tag] = now_fs(); }
  };

  // The kernel refuses a resolution after the first time was made.
  const bool resolution = (sc_core::sc_set_time_resolution(1, sc_core::SC_FS), true);
  Chip chip;
  Tally tally;
  Noc noc;
  Sender sender;
  std::deque<Tap> taps;
  std::map<std::pair<int, int>, std::int64_t> arrivals;  ///< [layer, tile]
  std::map<int, PartialSums> sums;                       ///< [layer] the last that arrived
};

}  // namespace mho
