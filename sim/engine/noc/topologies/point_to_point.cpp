// A dedicated link for each pair that exchanges packets: each has a node of its own, one port and
// one link, so no two pairs ever wait for each other. A packet is for one endpoint.
#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/chip/noc_geometry.hpp"
#include "sim/engine/noc/topologies/topology.hpp"

namespace mho {

namespace {

class PointToPoint : public Topology {
 public:
  PointToPoint(const NocSpec& noc, const Endpoints& endpoints,
               const std::vector<EndpointPair>& pairs) {
    for (const EndpointPair& pair : pairs) {
      const bool is_new = number_.emplace(pair, nodes_).second;
      require(is_new, "a pair of tiles was listed twice");
      add_port({nodes_, -1, 0});
      add_link({endpoints.name(pair.source) + " to " + endpoints.name(pair.destination),
                noc_wire_um(noc)});
      ++nodes_;
    }
  }

  Turn turn(int node, int) const override { return {node, -1}; }
  int entry(int source, int destination) const override {
    const auto found = number_.find({source, destination});
    require(found != number_.end(), "a packet between tiles that have no link");
    return found->second;
  }
  std::vector<int> entries_of(int endpoint) const override {
    std::vector<int> ports;
    for (const auto& [pair, number] : number_)
      if (pair.source == endpoint) ports.push_back(number);
    return ports;
  }
  std::vector<int> links_to(int endpoint) const override {
    std::vector<int> links;
    for (const auto& [pair, number] : number_)
      if (pair.destination == endpoint) links.push_back(number);
    return links;
  }
  bool forks() const override { return false; }

 private:
  std::map<EndpointPair, int> number_;  ///< of node, port and link
};

}  // namespace

std::unique_ptr<Topology> make_point_to_point(const NocSpec& noc, const Endpoints& endpoints,
                                              const std::vector<EndpointPair>& pairs) {
  return std::make_unique<PointToPoint>(noc, endpoints, pairs);
}

}  // namespace mho
