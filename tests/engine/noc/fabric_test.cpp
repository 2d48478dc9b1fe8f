// Chips in a chain add no circle of waiting, and no way without an end, to any topology.
#include "sim/engine/noc/fabric.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"
#include "tests/models/noc/every_topology.hpp"
#include "tests/models/noc/waiting.hpp"

namespace mho {
namespace {

std::vector<int> ports_on_the_way(const Fabric& fabric, int source, int destination) {
  std::vector<int> ports;
  for (int port = fabric.entry(source, destination); port >= 0;
       port = fabric.turn(fabric.ports()[port].node, destination).port) {
    REQUIRE(std::find(ports.begin(), ports.end(), port) == ports.end());
    ports.push_back(port);
  }
  return ports;
}

TEST_CASE("on every topology no ports of three chips in a chain wait for each other in a circle") {
  TimedChip timed;
  timed.arrays.tiles = 6;
  timed.chips = 3;
  std::vector<NocFlow> flows;
  for (int source = kGlobalBuffer; source < 18; ++source)
    for (int destination = kGlobalBuffer; destination < 18; ++destination)
      if (source != destination) flows.push_back({source, destination});
  for (const NamedTopology& each : every_topology()) {
    INFO(each.name);
    timed.topology = each.topology;
    const Chip chip(timed.spec());
    const Fabric fabric(chip, flows);
    WaitingGraph waiting;
    for (const NocFlow& flow : flows)
      waiting.add(ports_on_the_way(fabric, flow.source, flow.destination));
    CHECK_FALSE(waiting.has_circle());
  }
}

}  // namespace
}  // namespace mho
