// A dedicated link for each pair that exchanges packets: each has a node of its own, one port and
// one link, so no two pairs ever wait for each other. A packet is for one endpoint.
#include <map>

#include "models/noc/topology.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

class PointToPointPlan : public NetworkPlan {
 public:
  PointToPointPlan(const Endpoints& endpoints, const std::vector<EndpointPair>& pairs,
                   std::int64_t wire_um) {
    for (const EndpointPair& pair : pairs) {
      const bool is_new = number_.emplace(pair, nodes_).second;
      require(is_new, "a pair of tiles was listed twice");
      add_port({nodes_, -1, 0});
      add_link({endpoints.name(pair.source) + " to " + endpoints.name(pair.destination), wire_um});
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

class PointToPoint : public Topology {
 public:
  const char* kind() const override { return "point_to_point"; }
  void fields(Fields&) override {}

  /// An interface for each tile and the global buffer.
  std::int64_t routers(int tiles) const override { return std::int64_t{tiles} + 1; }
  const char* router() const override { return "a tile's interface"; }
  const char* hop() const override {
    return "one flit sent and received by the interfaces of a link";
  }
  const char* wire_length() const override { return "of each link"; }
  /// A link for every ordered pair of tiles and global buffer, since a chip is not built for one
  /// network.
  std::int64_t wire_um(int tiles, Length stated) const override {
    return (std::int64_t{tiles} + 1) * tiles * micrometres(stated);
  }
  std::unique_ptr<NetworkPlan> plan(const Endpoints& endpoints,
                                    const std::vector<EndpointPair>& pairs,
                                    Length stated) const override {
    return std::make_unique<PointToPointPlan>(endpoints, pairs, micrometres(stated));
  }
};

}  // namespace

extern const Kind<Topology> point_to_point_topology;
const Kind<Topology> point_to_point_topology{
    "point_to_point", "a link of its own for each pair that exchanges packets",
    []() -> std::shared_ptr<Topology> { return std::make_shared<PointToPoint>(); }};

}  // namespace mho
