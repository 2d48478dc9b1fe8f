// The networks of all chips as one: each chip's plan and, between neighboring chips of the
// chain, gateways with a link in each direction. A packet for another chip goes to its chip's
// gateway as if that were a tile, over the link into the next chip's network, and on; a chip in
// between hands it from one gateway to the other. Traffic to later and to earlier chips has
// gateways, links and ports of its own, so that chips add no cycle of waiting.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "models/noc/network_plan.hpp"
#include "sim/chip/chip.hpp"
#include "sim/engine/noc/traffic.hpp"

namespace mho {

struct FabricLink : LinkPlan {
  bool leaves_chip = false;
};

class Fabric {
 public:
  Fabric(const Chip& chip, const std::vector<NocFlow>& flows);

  int nodes() const { return static_cast<int>(places_.size()); }
  const std::vector<PortPlan>& ports() const { return ports_; }
  const std::vector<FabricLink>& links() const { return links_; }

  /// As of a NetworkPlan, for tiles of any chip or kGlobalBuffer.
  Turn turn(int node, int destination) const;
  int entry(int source, int destination) const;
  bool forks() const { return chips_.front()->forks(); }

 private:
  struct Place {
    int chip = 0;
    int node = -1;  ///< of the chip's plan; -1: the gateway to chip `chip + step`
    int step = 0;
  };

  int chip_of(int tile) const;
  int endpoint_on(int chip, int tile) const;
  int gateway(int step) const;
  std::vector<std::vector<EndpointPair>> pairs_by_chip(const std::vector<NocFlow>& flows) const;
  void add_chip(int chip, const std::vector<EndpointPair>& pairs, const NocSpec& noc);
  void add_chip_link(int chip, int step);

  int tiles_per_chip_;
  Endpoints endpoints_;
  std::vector<std::unique_ptr<NetworkPlan>> chips_;
  std::vector<int> first_node_, first_port_, first_link_;  ///< [chip]
  std::vector<Place> places_;                              ///< [node]
  std::vector<PortPlan> ports_;
  std::vector<FabricLink> links_;
  std::vector<std::array<int, 2>> gateway_port_;  ///< [link][step > 0]: where it leads; -1: nowhere
  std::vector<std::array<int, 2>> chip_link_;     ///< [chip][step > 0]
};

}  // namespace mho
