// The components of the network between tiles, of one chip.
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"

namespace mho {

namespace {

/// The costs of wires are of a millimetre; lengths are counted in micrometres.
constexpr double kMicrometresPerMillimetre = 1e3;

}  // namespace

void NocSpec::components(Components& c, int tiles) {
  const std::int64_t routers = this->routers(tiles);
  const std::string how_many = topology->routers_in_words();

  c.add({.name = "noc",
         .section = "noc.router",
         .level = Level::chip,
         .costs = &router,
         .instances = routers,
         .how_many = how_many,
         .use = {.bits = flit_bits},
         .sizes = {"noc.flit_bits"},
         .other_sizes = {"noc.buffer_flits", "noc.tiles_per_router"},
         .actions = {{Action::noc_flit_hop, "flit_hop", topology->hop()}},
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
           .instances = wire_um(tiles),
           .how_many = "micrometres as the topology needs",
           .instances_per_cost = kMicrometresPerMillimetre,
           .use = {.bits = flit_bits},
           .sizes = {"noc.flit_bits"},
           .actions = {{Action::noc_flit_um, "flit_um", "one flit over one micrometre of wire"}}});
  c.add_time({"noc.clock", &clock});
}

}  // namespace mho
