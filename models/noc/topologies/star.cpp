// A star: one switch in the middle, with a link in each direction to every tile and to the global
// buffer; gateways are at the switch. Packets for different tiles never wait for each other. No
// deadlock: a packet is in one port on its chip, and waits there for the link to its endpoint
// alone.
#include "models/noc/topology.hpp"

namespace mho {

namespace {

class StarPlan : public NetworkPlan {
 public:
  StarPlan(const Endpoints& endpoints, std::int64_t link_um) {
    nodes_ = 1;
    for (int endpoint = 0; endpoint < endpoints.count(); ++endpoint) {
      const std::int64_t wire_um = endpoint <= endpoints.global_buffer() ? link_um : 0;
      add_port({0, -1, wire_um});
      add_link({"switch to " + endpoints.name(endpoint), wire_um});
    }
  }

  Turn turn(int, int endpoint) const override { return {endpoint, -1}; }
  int entry(int source, int) const override { return source; }
  std::vector<int> entries_of(int endpoint) const override { return {endpoint}; }
  std::vector<int> links_to(int endpoint) const override { return {endpoint}; }
};

class Star : public Topology {
 public:
  const char* kind() const override { return "star"; }
  void fields(Fields&) override {}

  std::int64_t routers(int) const override { return 1; }
  const char* router() const override { return "the whole switch"; }
  const char* hop() const override { return "one flit through the switch"; }
  bool adds_on_the_way() const override { return true; }
  const char* wire_length() const override { return "of each link"; }
  /// A link for each tile and the global buffer.
  std::int64_t wire_um(int tiles, Length stated) const override {
    return (std::int64_t{tiles} + 1) * micrometres(stated);
  }
  std::unique_ptr<NetworkPlan> plan(const Endpoints& endpoints, const std::vector<EndpointPair>&,
                                    Length stated) const override {
    return std::make_unique<StarPlan>(endpoints, micrometres(stated));
  }
};

}  // namespace

extern const Kind<Topology> star_topology;
const Kind<Topology> star_topology{
    "star", "one switch in the middle, with a link to each tile and the global buffer",
    []() -> std::shared_ptr<Topology> { return std::make_shared<Star>(); }};

}  // namespace mho
