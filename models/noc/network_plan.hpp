// What one chip's network is made of and where it sends packets: nodes (routers, switches, a bus)
// with input ports, and links out of nodes. A plan knows no time and no packets; the engine's Noc
// runs all of them. Numbers count from 0 within the chip. Every plan keeps this contract: following
// turn() from an entry leads to the endpoint after finitely many links, and the ports that wait for
// each other's links form no cycle.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mho {

/// What is connected: tiles first, then the global buffer and the gateways to the neighboring chips
/// of a chain.
struct Endpoints {
  int tiles = 0;
  bool gateways = false;

  int global_buffer() const { return tiles; }
  int next_chip() const { return tiles + 1; }      ///< gateway to the chips that follow
  int previous_chip() const { return tiles + 2; }  ///< gateway to the chips before
  int count() const { return tiles + (gateways ? 3 : 1); }
  std::string name(int endpoint) const;
};

/// Packets go from one endpoint to another.
struct EndpointPair {
  int source = 0;
  int destination = 0;

  auto operator<=>(const EndpointPair&) const = default;
};

/// Where a packet goes from a node: over a link into a port of another node, or to the endpoint.
struct Turn {
  int link = -1;
  int port = -1;  ///< -1: the link leads to the endpoint

  bool operator==(const Turn&) const = default;
};

struct PortPlan {
  int node = 0;
  int feeding_link = -1;      ///< -1: an endpoint's entry
  std::int64_t entry_um = 0;  ///< wire from the endpoint
};

struct LinkPlan {
  std::string name;
  std::int64_t wire_um = 0;
};

class NetworkPlan {
 public:
  virtual ~NetworkPlan() = default;

  int nodes() const { return nodes_; }
  const std::vector<PortPlan>& ports() const { return ports_; }
  const std::vector<LinkPlan>& links() const { return links_; }

  /// Where a packet for this endpoint goes from this node.
  virtual Turn turn(int node, int endpoint) const = 0;
  /// The port where packets of `source` for `destination` enter.
  virtual int entry(int source, int destination) const = 0;
  /// The ports where this endpoint's packets enter, and the links that lead to it.
  virtual std::vector<int> entries_of(int endpoint) const = 0;
  virtual std::vector<int> links_to(int endpoint) const = 0;
  /// Whether one packet can be for several endpoints.
  virtual bool forks() const { return true; }

 protected:
  int add_port(PortPlan port) {
    ports_.push_back(port);
    return static_cast<int>(ports_.size()) - 1;
  }
  int add_link(LinkPlan link) {
    links_.push_back(std::move(link));
    return static_cast<int>(links_.size()) - 1;
  }

  int nodes_ = 0;
  std::vector<PortPlan> ports_;
  std::vector<LinkPlan> links_;
};

}  // namespace mho
