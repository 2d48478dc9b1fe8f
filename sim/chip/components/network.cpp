// The components of the network between tiles, of one chip.
#include "sim/base/error.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"
#include "sim/chip/noc_geometry.hpp"

namespace mho {

namespace {

/// The costs of wires are of a millimetre; lengths are counted in micrometres.
constexpr double kMicrometresPerMillimetre = 1e3;

const char* hop_sentence(NocTopology topology) {
  switch (topology) {
    case NocTopology::mesh:
      return "one flit through one router and its outgoing link";
    case NocTopology::bus:
      return "one flit sent and received by the interfaces of a bus";
    case NocTopology::h_tree:
      return "one flit through one switch";
    case NocTopology::point_to_point:
      return "one flit sent and received by the interfaces of a link";
  }
  throw Bug("a network without a topology");
}

}  // namespace

void NocSpec::components(Components& c, int tiles) {
  const std::int64_t routers = noc_routers(*this, tiles);
  const std::string how_many =
      topology == NocTopology::mesh
          ? "a router for " + std::to_string(tiles_per_router) + " of the tiles"
          : "routers as the topology needs";

  c.add({.name = "noc",
         .section = "noc.router",
         .level = Level::chip,
         .costs = &router,
         .instances = routers,
         .how_many = how_many,
         .use = {.bits = flit_bits},
         .sizes = {"noc.flit_bits"},
         .other_sizes = {"noc.buffer_flits", "noc.tiles_per_router"},
         .actions = {{Action::noc_flit_hop, "flit_hop", hop_sentence(topology)}},
         .is_shared_by_tiles = true});
  if (router.adder)
    c.add(
        {.name = "noc_adder",
         .section = "noc.router.adder",
         .level = Level::chip,
         .costs = &*router.adder,
         .instances = routers,
         .how_many = how_many,
         .use = {.bits = kSumBits},
         .actions = {{Action::noc_reduce, "add", "one partial sum added to another in a router"}}});
  if (wire)
    c.add({.name = "noc_wire",
           .section = "noc.wire",
           .level = Level::chip,
           .costs = &wire->cost,
           .instances = noc_total_wire_um(*this, tiles),
           .how_many = "micrometres as the topology needs",
           .instances_per_cost = kMicrometresPerMillimetre,
           .use = {.bits = flit_bits},
           .sizes = {"noc.flit_bits"},
           .actions = {{Action::noc_flit_um, "flit_um", "one flit over one micrometre of wire"}}});
  c.add_time({"noc.clock", &clock});
}

}  // namespace mho
