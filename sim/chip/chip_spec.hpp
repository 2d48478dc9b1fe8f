// A machine as its YAML states it: chips of tiles of macros, with network-on-chip, global buffer,
// off-chip memory and links.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/costs/component.hpp"
#include "models/memories/buffer.hpp"
#include "models/memories/dram.hpp"
#include "models/memories/line_buffer.hpp"
#include "models/noc/topology.hpp"
#include "sim/chip/floorplan.hpp"
#include "sim/chip/mac_array_spec.hpp"
#include "sim/chip/macro_spec.hpp"
#include "sim/chip/power_states.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Components;

struct VectorUnitSpec {
  int lanes = 0;  ///< operations per cycle
  Frequency clock;
  TimedComponent cost;  ///< action: one elementary operation; delay is the pipeline's latency
  Time cycle;           ///< of a tile in lock step: results leave at the end of one; 0: at once

  void fields(Fields& f);
};

/// A level between tile and macro: macros whose partial sums meet in an accumulator of their own,
/// before those of the tile's cores meet in the tile's.
struct CoreSpec {
  int macros = 0;
  TimedComponent accumulator;  ///< action: one addition; one instance per core

  void fields(Fields& f);
};

struct TileSpec {
  int macros = 0;
  std::optional<CoreSpec> core;
  MacroSpec macro;                            ///< when there are macros
  BufferSpec input_buffer;                    ///< activations waiting for their window
  std::optional<LineBufferSpec> line_buffer;  ///< one per macro; action: one bit written and read
  std::optional<BufferSpec> output_buffer;    ///< pixels waiting for the network
  TimedComponent bus;          ///< buffer to macros; action: one bit moved; one instance per tile
  TimedComponent accumulator;  ///< adds partial sums of arrays; action: one addition
  VectorUnitSpec vector_unit;
  TimedComponent control;  ///< action: one output pixel sequenced
  std::optional<MacArraySpec> mac_array;

  void fields(Fields& f);
  void components(Components& c);

  int cores() const { return core ? macros / core->macros : 0; }
  /// Pixels flow through it. A tile of a MAC array alone has the array and a vector unit, no more.
  bool moves_pixels() const { return macros > 0 || !mac_array; }

 private:
  void pixel_components(Components& c);
};

/// A further kind of tile beside the main one: other cells, or no macros at all.
struct OtherTilesSpec {
  std::string name;
  int count = 0;
  TileSpec tile;

  void fields(Fields& f);
};

/// Which of several packets gets a link that becomes free.
enum class Arbitration { fifo, round_robin, fixed };

/// Where partial sums of several tiles are added.
enum class Reduction { destination, on_the_way };

struct NocRouterSpec : Component {  ///< action: one flit through it
  std::optional<Component> adder;   ///< reduction on_the_way; action: one addition

  void fields(Fields& f);
};

/// Wires of a topology that determines their length; costs are of one millimetre, all flit_bits
/// wide, both directions where there are two.
struct NocWireSpec {
  Length length;   ///< what of, the topology says
  Component cost;  ///< action: one flit over one millimetre

  void fields(Fields& f);
};

struct NocSpec {
  std::shared_ptr<Topology> topology = topology_kinds().front().make();
  int flit_bits = 0;
  Frequency clock;        ///< one flit per link and cycle
  int router_cycles = 0;  ///< head latency of one hop: router and link
  int buffer_flits = 0;   ///< per input port; a full one pushes back
  Arbitration arbitration = Arbitration::fifo;
  bool multicast = false;  ///< one packet to several tiles; else one for each
  Reduction reduction = Reduction::destination;
  NocRouterSpec router;
  std::optional<NocWireSpec> wire;  ///< where the topology prices wires by length

  void fields(Fields& f);
  /// Of a chip with so many tiles.
  void components(Components& c, int tiles);

  /// What a chip with this many tiles has: instances of `router`, and micrometres of `wire`.
  std::int64_t routers(int tiles) const { return topology->routers(tiles); }
  std::int64_t wire_um(int tiles) const { return topology->wire_um(tiles, wire_length()); }
  /// The stated one; 0 without `wire`.
  Length wire_length() const { return wire ? wire->length : Length(); }

 private:
  void circuit_fields(Fields& f);
};

/// A link that leaves the chip.
struct LinkSpec {
  int width_bits = 0;  ///< bits per cycle, each direction
  Frequency clock;
  Time latency;
  Component cost;  ///< action: one bit

  void fields(Fields& f);
};

/// The bits that the machine was made for, and that its paper runs networks at.
struct NativePrecisionSpec {
  int weight_bits = 0;      ///< sign included; ternary weights have 2
  int activation_bits = 0;  ///< of unsigned activations, as after a ReLU
  std::string source;

  void fields(Fields& f);
  /// "2-bit weights x 7-bit activations"
  std::string text() const;
};

/// Tiles of the main kind on each chip, at most.
inline constexpr int kMostTiles = 65536;
/// Arrays of all chips are fewer: they are counted in 31 bits.
inline constexpr std::int64_t kMostArrays = std::int64_t{1} << 31;

struct ChipSpec {
  std::string name;
  std::string source;
  Length technology;
  Transistors transistors = Transistors::high_performance;
  std::optional<Transistors> leaking;  ///< of logic's leakage, where another family's
  Voltage nominal_supply;              ///< that constants and times hold at; 0: the node's
  Voltage supply;                      ///< that the chip runs at; 0: nominal_supply
  Temperature nominal_temperature = kRoomTemperature;  ///< that leakages hold at
  Temperature temperature = kRoomTemperature;
  std::optional<FloorplanSpec> floorplan;
  int chips = 1;  ///< identical ones in a chain
  int tiles = 0;  ///< of each chip; 0: as many as the network needs ("auto" in reports)
  TileSpec tile;
  std::vector<OtherTilesSpec> other_tiles{};
  NocSpec noc;
  BufferSpec global_buffer;
  std::optional<DramSpec> off_chip;
  LinkSpec host_link;
  std::optional<LinkSpec> chip_link;              ///< between neighboring chips
  std::optional<PowerStatesSpec> power_states{};  ///< absent: all leak at all times
  std::optional<NativePrecisionSpec> native_precision{};

  void fields(Fields& f);
  /// Those beside the tiles'.
  void components(Components& c);

  /// Of all kinds.
  int tiles_per_chip() const;
  /// Kinds of tiles: 0 is `tile`, the others follow in their order.
  int kinds() const { return 1 + static_cast<int>(other_tiles.size()); }
  const TileSpec& tile_kind(int kind) const {
    return kind == 0 ? tile : other_tiles.at(static_cast<std::size_t>(kind - 1)).tile;
  }
  TileSpec& tile_kind(int kind) {
    return kind == 0 ? tile : other_tiles.at(static_cast<std::size_t>(kind - 1)).tile;
  }

  /// Layer after layer on MAC arrays, not pixels through tiles. Such a machine has no
  /// network-on-chip.
  bool sequenced() const { return !tile.moves_pixels(); }
};

}  // namespace mho
