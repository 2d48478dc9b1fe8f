// An H-tree: switches with 2 or 4 children, tiles as leaves, global buffer and gateways at the
// root. A packet goes up until the destination is below, then down. No deadlock: going up waits
// only for going up or down, going down only for going down.
//
// The tree halves (radix 2) or quarters (radix 4) a square of side S around each switch, so that a
// branch of level l, from the root's 0 on, is S/4 / 2^floor(l/2) or S/2 / 2^l long (Manhattan
// distance of the centers).
#include <array>
#include <cmath>

#include "models/noc/topology.hpp"
#include "sim/base/division.hpp"

namespace mho {

namespace {

/// The shape of a tree with this many tiles as leaves.
struct Tree {
  int radix = 2;  ///< children of a switch, 2 or 4
  int tiles = 0;
  Length side;  ///< of the square

  /// Levels of switches; at least 1.
  int levels() const {
    int levels = 1;
    for (std::int64_t leaves = radix; leaves < tiles; leaves *= radix) ++levels;
    return levels;
  }
  /// Switches of one level: those with tiles below them.
  int switches(int level) const {
    std::int64_t leaves = 1;  // below one switch
    for (int below = level; below < levels(); ++below) leaves *= radix;
    return static_cast<int>(ceil_divide(tiles, leaves));
  }
  /// A branch from a switch of `level` to one of its children.
  std::int64_t branch_um(int level) const {
    const double share = radix == 2 ? std::ldexp(1.0, -2 - level / 2) : std::ldexp(1.0, -1 - level);
    return micrometres(share * side);
  }
};

class HTreePlan : public NetworkPlan {
 public:
  HTreePlan(const Endpoints& endpoints, const Tree& tree)
      : endpoints_(endpoints), radix_(tree.radix), levels_(tree.levels()) {
    for (int level = 0; level < levels_; ++level) {
      const int count = tree.switches(level);
      for (int index = 0; index < count; ++index) switches_.push_back({level, index, {}, {}});
      first_.push_back(nodes_);
      nodes_ += count;
    }
    for (int node = 1; node < nodes_; ++node) link_to_parent(node, tree);
    // A switch's ports in order: parent, then children.
    for (int node = 1; node < nodes_; ++node)
      parent_of(node).down[switches_[node].index % radix_].port =
          add_port({node, parent_of(node).down[switches_[node].index % radix_].link, 0});
    for (int node = 1; node < nodes_; ++node)
      switches_[node].up.port = add_port({parent(node), switches_[node].up.link, 0});
    for (int endpoint = 0; endpoint < endpoints.count(); ++endpoint) add_endpoint(endpoint, tree);
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
  void link_to_parent(int node, const Tree& tree) {
    const std::int64_t wire_um = tree.branch_um(switches_[node].level - 1);
    switches_[node].up.link = add_link({name(node) + " to " + name(parent(node)), wire_um});
    parent_of(node).down[switches_[node].index % radix_].link =
        add_link({name(parent(node)) + " to " + name(node), wire_um});
  }
  void add_endpoint(int endpoint, const Tree& tree) {
    const bool is_tile = endpoint < endpoints_.tiles;
    const int node = is_tile ? first_.back() + endpoint / radix_ : 0;
    const std::int64_t wire_um = is_tile ? tree.branch_um(levels_ - 1) : 0;
    entry_.push_back(add_port({node, -1, wire_um}));
    exit_.push_back(add_link({name(node) + " to " + endpoints_.name(endpoint), wire_um}));
  }

  Endpoints endpoints_;
  int radix_, levels_;
  std::vector<Switch> switches_;   ///< by node, level after level
  std::vector<int> first_;         ///< [level] node
  std::vector<int> entry_, exit_;  ///< [endpoint]
};

class HTree : public Topology {
 public:
  const char* kind() const override { return "h_tree"; }
  void fields(Fields& f) override {
    f.integer("radix", radix_, {2, 4}, "h_tree: children of a switch, 2 or 4.");
    f.rule(radix_ != 3, "radix", "must be 2 or 4: a square is halved or quartered");
  }

  std::int64_t routers(int tiles) const override {
    const Tree tree{radix_, tiles, {}};
    std::int64_t switches = 0;
    for (int level = 0; level < tree.levels(); ++level) switches += tree.switches(level);
    return switches;
  }
  const char* hop() const override { return "one flit through one switch"; }
  bool adds_on_the_way() const override { return true; }
  const char* wire_length() const override { return "side of the square that the tree spans"; }
  std::int64_t wire_um(int tiles, Length stated) const override {
    const Tree tree{radix_, tiles, stated};
    std::int64_t sum = 0;
    for (int level = 0; level < tree.levels(); ++level) {
      const int children = level + 1 < tree.levels() ? tree.switches(level + 1) : tiles;
      sum += children * tree.branch_um(level);
    }
    return sum;
  }
  std::unique_ptr<NetworkPlan> plan(const Endpoints& endpoints, const std::vector<EndpointPair>&,
                                    Length stated) const override {
    return std::make_unique<HTreePlan>(endpoints, Tree{radix_, endpoints.tiles, stated});
  }

 private:
  int radix_ = 2;
};

}  // namespace

extern const Kind<Topology> h_tree_topology;
const Kind<Topology> h_tree_topology{
    "h_tree", "switches; tiles are the leaves, the global buffer is at the root",
    []() -> std::shared_ptr<Topology> { return std::make_shared<HTree>(); }};

}  // namespace mho
