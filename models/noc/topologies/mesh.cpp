// A rectangular mesh of routers, dimension-ordered: X, then Y. Routers of an incomplete last row
// pass packets on, though they hang no tile. Global buffer and gateways are on router 0. XY order
// excludes cycles: of the turns only those from X to Y exist; and what comes from a gateway, in the
// corner, goes east and south until it leaves the first column, so it never waits for what goes to
// a gateway.
#include <array>

#include "models/noc/topology.hpp"
#include "sim/base/division.hpp"

namespace mho {

namespace {

enum Direction { west, east, north, south, directions };

class MeshPlan : public NetworkPlan {
 public:
  MeshPlan(const Endpoints& endpoints, int columns, int tiles_per_router)
      : endpoints_(endpoints),
        columns_(columns),
        tiles_per_router_(tiles_per_router),
        next_(rows() * columns_) {
    nodes_ = rows() * columns_;
    for (int router = 0; router < nodes_; ++router) {
      if (router % columns_ > 0) connect(router, west, router - 1);
      if (router % columns_ + 1 < columns_) connect(router, east, router + 1);
      if (router >= columns_) connect(router, north, router - columns_);
      if (router + columns_ < nodes_) connect(router, south, router + columns_);
    }
    // A router's ports in the order of their directions, the local ones behind.
    for (int router = 0; router < nodes_; ++router)
      for (const Direction side : {west, east, north, south}) add_input(router, side);
    for (int endpoint = 0; endpoint < endpoints_.count(); ++endpoint) {
      const int router = router_of(endpoint);
      entry_.push_back(add_port({router, -1, 0}));
      exit_.push_back(
          add_link({"router " + std::to_string(router) + " to " + endpoints_.name(endpoint), 0}));
    }
  }

  Turn turn(int router, int endpoint) const override {
    const int target = router_of(endpoint);
    const int x = target % columns_ - router % columns_;
    const int y = target / columns_ - router / columns_;
    if (x != 0) return next_[router][x < 0 ? west : east];
    if (y != 0) return next_[router][y < 0 ? north : south];
    return {exit_[endpoint], -1};
  }
  int entry(int source, int) const override { return entry_[source]; }
  std::vector<int> entries_of(int endpoint) const override { return {entry_[endpoint]}; }
  std::vector<int> links_to(int endpoint) const override { return {exit_[endpoint]}; }

 private:
  int rows() const {
    const int routers = ceil_divide(endpoints_.tiles, tiles_per_router_);
    return ceil_divide(routers, columns_);
  }
  int router_of(int endpoint) const {
    return endpoint < endpoints_.tiles ? endpoint / tiles_per_router_ : 0;
  }
  void connect(int router, Direction side, int neighbor) {
    next_[router][side].link = add_link(
        {"router " + std::to_string(router) + " to router " + std::to_string(neighbor), 0});
  }
  /// The port on this side of the router, if there is a neighbor, whose link back leads to it.
  void add_input(int router, Direction side) {
    if (next_[router][side].link < 0) return;
    constexpr std::array<Direction, directions> kOpposite{east, west, south, north};
    const std::array<int, directions> offset{-1, 1, -columns_, columns_};
    Turn& back = next_[router + offset[side]][kOpposite[side]];
    back.port = add_port({router, back.link, 0});
  }

  Endpoints endpoints_;
  int columns_, tiles_per_router_;
  std::vector<std::array<Turn, directions>> next_;  ///< [router]; link -1 before connect()
  std::vector<int> entry_, exit_;                   ///< [endpoint]
};

class Mesh : public Topology {
 public:
  const char* kind() const override { return "mesh"; }
  void fields(Fields& f) override {
    f.integer("columns", columns_, {1, 1024}, "Mesh: routers in one row.");
    f.integer("tiles_per_router", tiles_per_router_, {1, 64}, "Mesh: tiles that share a router.");
  }

  std::int64_t routers(int tiles) const override { return ceil_divide(tiles, tiles_per_router_); }
  double routers_per_tile(int) const override { return 1.0 / tiles_per_router_; }
  std::string routers_in_words() const override {
    return "a router for " + std::to_string(tiles_per_router_) + " of the tiles";
  }
  const char* router() const override { return "with its links"; }
  const char* hop() const override { return "one flit through one router and its outgoing link"; }
  bool adds_on_the_way() const override { return true; }
  std::unique_ptr<NetworkPlan> plan(const Endpoints& endpoints, const std::vector<EndpointPair>&,
                                    Length) const override {
    return std::make_unique<MeshPlan>(endpoints, columns_, tiles_per_router_);
  }

 private:
  int columns_ = 1;  ///< routers per row; rows follow from the number of tiles
  int tiles_per_router_ = 1;
};

}  // namespace

extern const Kind<Topology> mesh_topology;
const Kind<Topology> mesh_topology{
    "mesh", "routers in rows; packets go along the row, then along the column",
    []() -> std::shared_ptr<Topology> { return std::make_shared<Mesh>(); }};

}  // namespace mho
