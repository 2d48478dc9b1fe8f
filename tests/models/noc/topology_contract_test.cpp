// The contract of every topology that the build has.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/models/noc/every_topology.hpp"
#include "tests/models/noc/waiting.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

const Length kStated = from_si<Length>(8e-3);

struct Network {
  Endpoints endpoints;
  std::unique_ptr<NetworkPlan> plan;
};

/// Of so many tiles, where everybody sends to everybody else.
Network network_of(const Topology& topology, int tiles, bool gateways) {
  Network network;
  network.endpoints = {tiles, gateways};
  std::vector<EndpointPair> pairs;
  for (int source = 0; source < network.endpoints.count(); ++source)
    for (int destination = 0; destination < network.endpoints.count(); ++destination)
      if (source != destination) pairs.push_back({source, destination});
  network.plan = topology.plan(network.endpoints, pairs, kStated);
  return network;
}

/// Networks of every topology: one tile, powers of two and four, and incomplete rows and trees.
template <class Check>
void for_every_network(const Check& check) {
  for (const NamedTopology& each : every_topology())
    for (const int tiles : {1, 2, 5, 16, 37})
      for (const bool gateways : {false, true}) {
        INFO(each.name << ", " << tiles << " tiles" << (gateways ? " and gateways" : ""));
        check(*each.topology, network_of(*each.topology, tiles, gateways));
      }
}

template <class Check>
void for_every_pair(const Endpoints& endpoints, const Check& check) {
  for (int source = 0; source < endpoints.count(); ++source)
    for (int destination = 0; destination < endpoints.count(); ++destination)
      if (source != destination) check(source, destination);
}

bool among(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// A packet's way, followed to its end.
struct Way {
  std::vector<int> ports;
  std::int64_t wire_um = 0;
};

Way way_of(const NetworkPlan& plan, int source, int destination) {
  Way way;
  int port = plan.entry(source, destination);
  REQUIRE(among(plan.entries_of(source), port));
  way.wire_um = plan.ports()[port].entry_um;
  while (true) {
    // A way that passes each port at most once has an end.
    REQUIRE_FALSE(among(way.ports, port));
    way.ports.push_back(port);
    const Turn turn = plan.turn(plan.ports()[port].node, destination);
    REQUIRE(turn.link >= 0);
    REQUIRE(turn.link < std::ssize(plan.links()));
    way.wire_um += plan.links()[turn.link].wire_um;
    if (turn.port < 0) {
      REQUIRE(among(plan.links_to(destination), turn.link));
      return way;
    }
    REQUIRE(plan.ports()[turn.port].feeding_link == turn.link);
    port = turn.port;
  }
}

TEST_CASE("every topology leads every packet to its endpoint, through each port at most once") {
  for_every_network([](const Topology&, const Network& network) {
    for_every_pair(network.endpoints, [&](int source, int destination) {
      CHECK_FALSE(way_of(*network.plan, source, destination).ports.empty());
    });
  });
}

TEST_CASE("on every topology the way back takes as many hops and as much wire as the way there") {
  for_every_network([](const Topology&, const Network& network) {
    for_every_pair(network.endpoints, [&](int source, int destination) {
      const Way there = way_of(*network.plan, source, destination);
      const Way back = way_of(*network.plan, destination, source);
      CHECK(there.ports.size() == back.ports.size());
      CHECK(there.wire_um == back.wire_um);
    });
  });
}

TEST_CASE("on every topology no ports wait for each other in a circle") {
  for_every_network([](const Topology&, const Network& network) {
    WaitingGraph waiting;
    for_every_pair(network.endpoints, [&](int source, int destination) {
      waiting.add(way_of(*network.plan, source, destination).ports);
    });
    CHECK_FALSE(waiting.has_circle());
  });
}

TEST_CASE("every topology's links have names of their own, and lead from and to somewhere") {
  for_every_network([](const Topology&, const Network& network) {
    const NetworkPlan& plan = *network.plan;
    std::set<std::string> names;
    for (const LinkPlan& link : plan.links()) CHECK(names.insert(link.name).second);
    for (const PortPlan& port : plan.ports()) {
      CHECK((port.node >= 0 && port.node < plan.nodes()));
      CHECK((port.feeding_link >= -1 && port.feeding_link < std::ssize(plan.links())));
    }
    for (int endpoint = 0; endpoint < network.endpoints.count(); ++endpoint) {
      CHECK_FALSE(plan.entries_of(endpoint).empty());
      CHECK_FALSE(plan.links_to(endpoint).empty());
    }
  });
}

TEST_CASE(
    "every topology's area counts the wire that its packets cross, once for both directions") {
  for_every_network([](const Topology& topology, const Network& network) {
    if (network.endpoints.gateways) return;  // a gateway's wires are not part of the chip's area
    std::int64_t laid_um = 0;
    for (const LinkPlan& link : network.plan->links()) laid_um += link.wire_um;
    for (const PortPlan& port : network.plan->ports()) laid_um += port.entry_um;
    const std::int64_t counted_um = topology.wire_um(network.endpoints.tiles, kStated);
    CHECK(counted_um <= laid_um);
    CHECK(laid_um <= 2 * counted_um);
    CHECK((counted_um > 0) == (topology.wire_length() != nullptr));
  });
}

TEST_CASE("every topology has more routers for more tiles, and tiles answer for no more than all") {
  for (const NamedTopology& each : every_topology()) {
    INFO(each.name);
    std::int64_t fewer = 1;
    for (int tiles = 1; tiles < 300; ++tiles) {
      const std::int64_t routers = each.topology->routers(tiles);
      CHECK(routers >= fewer);
      CHECK(tiles * each.topology->routers_per_tile(tiles) <=
            Approx(static_cast<double>(routers)).epsilon(1e-12));
      fewer = routers;
    }
  }
}

TEST_CASE("every topology is told by its name, in words for its reader, and in models/README.md") {
  std::ifstream file(std::string(kSourceDir) + "/models/README.md");
  const std::string readme(std::istreambuf_iterator<char>(file), {});
  REQUIRE(topology_kinds().front().name == std::string("mesh"));
  for (const Kind<Topology>& kind : topology_kinds()) {
    INFO(kind.name);
    const std::shared_ptr<Topology> topology = kind.make();
    CHECK(topology->kind() == std::string(kind.name));
    CHECK_FALSE(std::string(kind.sentence).empty());
    CHECK_FALSE(std::string(topology->hop()).empty());
    CHECK_FALSE(topology->routers_in_words().empty());
    CHECK(readme.find("| `" + std::string(kind.name) + "` |") != std::string::npos);
  }
}

TEST_CASE("every topology written back reads to the same one") {
  for (const NamedTopology& each : every_topology()) {
    INFO(each.name);
    const std::string text = write_spec(TopologySection{each.topology});
    const std::shared_ptr<Topology> again = topology_from(text);
    CHECK(again->kind() == std::string(each.topology->kind()));
    CHECK(write_spec(TopologySection{again}) == text);
  }
}

}  // namespace
}  // namespace mho
