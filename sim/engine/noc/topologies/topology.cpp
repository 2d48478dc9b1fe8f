#include "sim/engine/noc/topologies/topology.hpp"

#include "sim/base/error.hpp"

namespace mho {

std::string Endpoints::name(int endpoint) const {
  if (endpoint < tiles) return "tile " + std::to_string(endpoint);
  if (endpoint == global_buffer()) return "global buffer";
  return endpoint == next_chip() ? "gateway to next chip" : "gateway to previous chip";
}

std::unique_ptr<Topology> make_topology(const NocSpec& noc, const Endpoints& endpoints,
                                        const std::vector<EndpointPair>& pairs) {
  switch (noc.topology) {
    case NocTopology::mesh:
      return make_mesh(noc, endpoints);
    case NocTopology::bus:
      return make_bus(noc, endpoints);
    case NocTopology::h_tree:
      return make_h_tree(noc, endpoints);
    case NocTopology::point_to_point:
      return make_point_to_point(noc, endpoints, pairs);
  }
  throw Bug("a network without a topology");
}

}  // namespace mho
