// How the tiles of a chip are connected. One .cpp in models/noc/topologies/ is one topology, whole:
// its keys and their rules, how many routers and how much wire it takes, what one hop is, and where
// packets go. The build finds it by its file name; the first in the catalogue is the default.
// Lengths are rounded to micrometres, once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/noc/network_plan.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Topology {
 public:
  virtual ~Topology() = default;

  virtual const char* kind() const = 0;
  /// Its own keys, which stand among those of the chip's `noc`.
  virtual void fields(Fields& f) = 0;

  /// Routers, switches or interfaces of a chip with this many tiles.
  virtual std::int64_t routers(int tiles) const = 0;
  /// How many of them a tile answers for.
  virtual double routers_per_tile(int tiles) const;
  /// How many there are, in words, while the number of tiles is open.
  virtual std::string routers_in_words() const { return "routers as the topology needs"; }
  /// What is special about a router here, for the sentence of `noc.router`; null: nothing.
  virtual const char* router() const { return nullptr; }
  /// What a flit pays for at each node: the price of one `noc.router`.
  virtual const char* hop() const = 0;
  /// Whether partial sums that meet in a node can be added there (`noc.reduction: on_the_way`).
  virtual bool adds_on_the_way() const { return false; }

  /// What the stated `noc.wire.length` is the length of; null: links are priced with the routers,
  /// and there is no `noc.wire`.
  virtual const char* wire_length() const { return nullptr; }
  /// All wire of a chip with this many tiles, a wire for both directions where there are two; 0
  /// where links are priced with the routers.
  virtual std::int64_t wire_um(int /*tiles*/, Length /*stated*/) const { return 0; }

  /// The network between these endpoints. `pairs`: those that exchange packets, each once; a
  /// topology of dedicated links lays those alone. `stated`: as of wire_um().
  virtual std::unique_ptr<NetworkPlan> plan(const Endpoints& endpoints,
                                            const std::vector<EndpointPair>& pairs,
                                            Length stated) const = 0;
};

/// Every topology that this build has: the default, then the others by name.
const std::vector<Kind<Topology>>& topology_kinds();

/// The key `topology`, and the keys of the one that it names beside it.
void topology_fields(Fields& f, std::shared_ptr<Topology>& topology);

/// The names of the topologies for which `holds`: "a, b and c", with `last` for "and".
std::string topologies_where(bool (*holds)(const Topology&), const char* last);
/// What each topology says by `says`, if not null, once for those that say the same: "a: x; b and
/// c: y".
std::string topologies_saying(const char* (Topology::*says)() const);

std::int64_t micrometres(Length length);

}  // namespace mho
