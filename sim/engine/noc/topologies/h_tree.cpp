// An H-tree: switches with 2 or 4 children, tiles as leaves, global buffer and gateways at the
// root. A packet goes up until the destination is below, then down. No deadlock: going up waits
// only for going up or down, going down only for going down.
#include <array>

#include "sim/chip/noc_geometry.hpp"
#include "sim/engine/noc/topologies/topology.hpp"

namespace mho {

namespace {

class HTree : public Topology {
 public:
  HTree(const NocSpec& noc, const Endpoints& endpoints)
      : endpoints_(endpoints), radix_(noc.radix), levels_(h_tree_levels(radix_, endpoints.tiles)) {
    for (int level = 0; level < levels_; ++level) {
      const int count = h_tree_switches(radix_, endpoints.tiles, level);
      for (int index = 0; index < count; ++index) switches_.push_back({level, index, {}, {}});
      first_.push_back(nodes_);
      nodes_ += count;
    }
    for (int node = 1; node < nodes_; ++node) link_to_parent(node, noc);
    // A switch's ports in order: parent, then children.
    for (int node = 1; node < nodes_; ++node)
      parent_of(node).down[switches_[node].index % radix_].port =
          add_port({node, parent_of(node).down[switches_[node].index % radix_].link, 0});
    for (int node = 1; node < nodes_; ++node)
      switches_[node].up.port = add_port({parent(node), switches_[node].up.link, 0});
    for (int endpoint = 0; endpoint < endpoints.count(); ++endpoint) add_endpoint(endpoint, noc);
  }

  Turn turn(int node, int endpoint) const override {
    const Switch& here = switches_[node];
    if (endpoint >= endpoints_.tiles) return node == 0 ? Turn{exit_[endpoint], -1} : here.up;
    std::int64_t leaves = 1;  // below one child
    for (int level = here.level + 1; level < levels_; ++level) leaves *= radix_;
    const std::int64_t child = endpoint / leaves;
    if (child / radix_ != here.index) return here.up;
    return leaves == 1 ? Turn{exit_[endpoint], -1} : here.down[child % radix_];
  }
  int entry(int source, int) const override { return entry_[source]; }
  std::vector<int> entries_of(int endpoint) const override { return {entry_[endpoint]}; }
  std::vector<int> links_to(int endpoint) const override { return {exit_[endpoint]}; }

 private:
  struct Switch {
    int level = 0;
    int index = 0;  ///< within its level
    Turn up;
    std::array<Turn, 4> down;  ///< as many as radix_
  };

  int parent(int node) const {
    return first_[switches_[node].level - 1] + switches_[node].index / radix_;
  }
  Switch& parent_of(int node) { return switches_[parent(node)]; }
  std::string name(int node) const {
    return "switch " + std::to_string(switches_[node].level) + "." +
           std::to_string(switches_[node].index);
  }
  void link_to_parent(int node, const NocSpec& noc) {
    const std::int64_t wire_um = h_tree_branch_um(noc, switches_[node].level - 1);
    switches_[node].up.link = add_link({name(node) + " to " + name(parent(node)), wire_um});
    parent_of(node).down[switches_[node].index % radix_].link =
        add_link({name(parent(node)) + " to " + name(node), wire_um});
  }
  void add_endpoint(int endpoint, const NocSpec& noc) {
    const bool is_tile = endpoint < endpoints_.tiles;
    const int node = is_tile ? first_.back() + endpoint / radix_ : 0;
    const std::int64_t wire_um = is_tile ? h_tree_branch_um(noc, levels_ - 1) : 0;
    entry_.push_back(add_port({node, -1, wire_um}));
    exit_.push_back(add_link({name(node) + " to " + endpoints_.name(endpoint), wire_um}));
  }

  Endpoints endpoints_;
  int radix_, levels_;
  std::vector<Switch> switches_;   ///< by node, level after level
  std::vector<int> first_;         ///< [level] node
  std::vector<int> entry_, exit_;  ///< [endpoint]
};

}  // namespace

std::unique_ptr<Topology> make_h_tree(const NocSpec& noc, const Endpoints& endpoints) {
  return std::make_unique<HTree>(noc, endpoints);
}

}  // namespace mho
