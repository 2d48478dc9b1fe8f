// A shared bus: one node, one medium for all, one packet at a time. Every endpoint has an entry,
// where packets wait for the medium. All endpoints hear a packet; several of one chip take it at
// once. Each transaction drives the whole wire. No deadlock: the one thing that a packet waits for,
// the medium, is held only while flits move, and one that has no room at a gateway lets others
// pass.
#include "sim/chip/noc_geometry.hpp"
#include "sim/engine/noc/topologies/topology.hpp"

namespace mho {

namespace {

class Bus : public Topology {
 public:
  Bus(const NocSpec& noc, const Endpoints& endpoints) {
    nodes_ = 1;
    add_link({"bus", noc_wire_um(noc)});
    for (int endpoint = 0; endpoint < endpoints.count(); ++endpoint) add_port({0, -1, 0});
  }

  Turn turn(int, int) const override { return {0, -1}; }
  int entry(int source, int) const override { return source; }
  std::vector<int> entries_of(int endpoint) const override { return {endpoint}; }
  std::vector<int> links_to(int) const override { return {0}; }
};

}  // namespace

std::unique_ptr<Topology> make_bus(const NocSpec& noc, const Endpoints& endpoints) {
  return std::make_unique<Bus>(noc, endpoints);
}

}  // namespace mho
