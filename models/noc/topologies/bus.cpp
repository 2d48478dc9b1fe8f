// A shared bus: one node, one medium for all, one packet at a time. Every endpoint has an entry,
// where packets wait for the medium. All endpoints hear a packet; several of one chip take it at
// once. Each transaction drives the whole wire. No deadlock: the one thing that a packet waits for,
// the medium, is held only while flits move, and one that has no room at a gateway lets others
// pass.
#include "models/noc/topology.hpp"

namespace mho {

namespace {

class BusPlan : public NetworkPlan {
 public:
  BusPlan(const Endpoints& endpoints, std::int64_t wire_um) {
    nodes_ = 1;
    add_link({"bus", wire_um});
    for (int endpoint = 0; endpoint < endpoints.count(); ++endpoint) add_port({0, -1, 0});
  }

  Turn turn(int, int) const override { return {0, -1}; }
  int entry(int source, int) const override { return source; }
  std::vector<int> entries_of(int endpoint) const override { return {endpoint}; }
  std::vector<int> links_to(int) const override { return {0}; }
};

class Bus : public Topology {
 public:
  const char* kind() const override { return "bus"; }
  void fields(Fields&) override {}

  /// An interface for each tile and the global buffer.
  std::int64_t routers(int tiles) const override { return std::int64_t{tiles} + 1; }
  const char* router() const override { return "a tile's interface"; }
  const char* hop() const override {
    return "one flit sent and received by the interfaces of a bus";
  }
  const char* wire_length() const override { return "of the whole bus"; }
  std::int64_t wire_um(int, Length stated) const override { return micrometres(stated); }
  std::unique_ptr<NetworkPlan> plan(const Endpoints& endpoints, const std::vector<EndpointPair>&,
                                    Length stated) const override {
    return std::make_unique<BusPlan>(endpoints, micrometres(stated));
  }
};

}  // namespace

extern const Kind<Topology> bus_topology;
const Kind<Topology> bus_topology{
    "bus", "one medium for all, one packet at a time, heard by all",
    []() -> std::shared_ptr<Topology> { return std::make_shared<Bus>(); }};

}  // namespace mho
