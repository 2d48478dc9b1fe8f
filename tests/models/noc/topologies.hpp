// Topologies for tests, from the keys that a chip's `noc` states.
#pragma once

#include <memory>
#include <string>

#include "models/noc/topology.hpp"
#include "sim/config/config.hpp"

namespace mho {

inline const char* const kMeshTopology = "{topology: mesh, columns: 4, tiles_per_router: 1}";
inline const char* const kBusTopology = "{topology: bus}";
inline const char* const kHTreeTopology = "{topology: h_tree, radix: 2}";
inline const char* const kQuadTreeTopology = "{topology: h_tree, radix: 4}";
inline const char* const kPointToPointTopology = "{topology: point_to_point}";
inline const char* const kStarTopology = "{topology: star}";

struct TopologySection {
  std::shared_ptr<Topology> topology = topology_kinds().front().make();
  void fields(Fields& f) { topology_fields(f, topology); }
};

inline std::shared_ptr<Topology> topology_from(const std::string& keys) {
  return read_spec<TopologySection>(Document::parse(keys, "test")).topology;
}

}  // namespace mho
