#include "sim/chip/chip_spec.hpp"

namespace mho {

void VectorUnitSpec::fields(Fields& f) {
  f.integer("lanes", lanes, {1, 65536}, "Elementary operations per cycle.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock.");
  f.quantity(
      "cycle", cycle, {0, 1e-3},
      "Of a tile whose parts work in lock step: results leave at the end of a cycle; 0 s: as "
      "soon as they are there.",
      Presence::optional);
  cost.fields(f);
}

void CoreSpec::fields(Fields& f) {
  f.integer("macros", macros, {1, 4096}, "Macros of one core.");
  f.section("accumulator", accumulator,
            "Adds partial sums of the core's arrays; action: one addition; one per core.");
}

void TileSpec::fields(Fields& f) {
  f.integer("macros", macros, {0, 4096},
            "Macros of one tile; 0: a vector unit and its buffer alone, or a MAC array.");
  f.section("mac_array", mac_array,
            "A digital array of multiply-accumulate units. On a chip whose tiles have one and no "
            "macros, the network runs on it layer after layer.");
  f.rule(!mac_array || macros == 0, "mac_array",
         "must not stand beside macros, where nothing uses it; allowed: macros 0");
  const bool pixels = moves_pixels() || f.documents();
  if (macros > 0 || f.documents())
    f.section("macro", macro, "An array with its converters and registers.");
  if (macros > 0 || f.documents()) {
    f.section("core", core,
              "A level between tile and macro; absent: the macros are the tile's own.");
    f.rule(!core || (core->macros > 0 && macros % core->macros == 0), "core",
           "must have a number of macros that divides the tile's, " + std::to_string(macros));
  }
  if (pixels) {
    f.section("input_buffer", input_buffer, "Activations that wait for their window.");
    f.section(
        "line_buffer", line_buffer,
        "Shift window of convolutions, one per macro; action: one bit written and read. Absent: "
        "windows are read whole.");
    f.section(
        "output_buffer", output_buffer,
        "Pixels that wait for the network; absent: they wait in the registers of their stage.");
    f.section("bus", bus, "From the buffer to the macros; action: one bit.");
    f.section("accumulator", accumulator, "Adds partial sums of arrays; action: one addition.");
  }
  f.section("vector_unit", vector_unit,
            "Scale, bias, activation, pooling, element-wise operations.");
  if (pixels) f.section("control", control, "Sequencer; action: one output pixel.");
}

void OtherTilesSpec::fields(Fields& f) {
  f.text("name", name, "Name of this kind of tile, by which placement.assign chooses it.");
  f.integer("count", count, {1, 65536}, "Tiles of this kind.");
  f.section("tile", tile, "A tile of this kind.");
  f.rule(!tile.mac_array, "tile",
         "must not have a mac_array: pixels do not flow through one; allowed: macros, or a vector "
         "unit alone");
}

void NocRouterSpec::fields(Fields& f) {
  Component::fields(f);
  f.section("adder", adder,
            "Adds partial sums that meet (reduction: on_the_way); action: one addition.");
}

void NocWireSpec::fields(Fields& f) {
  static const std::string sentence = topologies_saying(&Topology::wire_length) + ".";
  f.quantity("length", length, {1e-6, 1}, sentence.c_str());
  cost.fields(f);
}

/// Routers, and the wires of a topology that has them priced by length.
void NocSpec::circuit_fields(Fields& f) {
  static const std::string router_sentence = "Router or switch; " +
                                             topologies_saying(&Topology::router) +
                                             "; action: one flit through it.";
  f.section("router", router, router_sentence.c_str());
  const auto has_wire = [](const Topology& each) { return each.wire_length() != nullptr; };
  const auto has_no_wire = [](const Topology& each) { return each.wire_length() == nullptr; };
  static const std::string wire_sentence =
      "Wires of one millimetre, where their length follows from the topology (all but " +
      topologies_where(has_no_wire, "and") + "); action: one flit over it.";
  f.section("wire", wire, wire_sentence.c_str());
  f.rule(has_wire(*topology) == wire.has_value(), "wire",
         "must be given with topology: " + topologies_where(has_wire, "and") +
             ", and only then (a " + topologies_where(has_no_wire, "or") +
             " counts its links with the router)");
}

void NocSpec::fields(Fields& f) {
  topology_fields(f, topology);
  f.integer("flit_bits", flit_bits, {8, 8192}, "Bits of a flit: what a link moves in a cycle.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock of routers and links.");
  f.integer("router_cycles", router_cycles, {1, 100}, "Head latency of one hop, router and link.");
  f.integer("buffer_flits", buffer_flits, {1, 1000000},
            "Flits that an input port holds; a full one pushes back.");
  f.choice("arbitration", arbitration,
           {{"fifo", "the one that asked first"},
            {"round_robin", "of the router's input ports in turn"},
            {"fixed",
             "the lowest input port: mesh neighbors west, east, north, south, then tiles; "
             "elsewhere the parent, then children or tiles in order"}},
           "Which of several packets gets a link that becomes free.", Presence::optional);
  f.flag("multicast", multicast,
         "One packet to all tiles that need a pixel, forked where their ways part; else one for "
         "each tile.",
         Presence::optional);
  f.choice("reduction", reduction,
           {{"destination", "in the accumulator of the tile where they are needed"},
            {"on_the_way", "in the routers where they meet"}},
           "Where partial sums of several tiles are added.", Presence::optional);
  circuit_fields(f);
  f.rule(reduction == Reduction::destination || topology->adds_on_the_way(), "reduction",
         "on_the_way needs routers: topology " +
             topologies_where([](const Topology& each) { return each.adds_on_the_way(); }, "or") +
             "; allowed here: destination");
  f.rule((reduction == Reduction::on_the_way) == router.adder.has_value(), "reduction",
         "on_the_way needs router.adder, which nothing else uses");
}

void LinkSpec::fields(Fields& f) {
  f.integer("width", width_bits, {1, 65536}, "Bits per cycle, each direction.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock.");
  f.quantity("latency", latency, {0, 1e-2}, "Time of flight of the first bit.");
  f.section("port", cost, "The port on the chip; action: one bit.");
  rule_no_logic(f, cost, "port");
}

namespace {

/// Whether the circuits beside a tile's arrays have a pitch.
bool has_pitch(const TileSpec& tile) {
  if (tile.macros == 0 || !tile.macro.cell) return true;
  const CellCost cell = tile.macro.cell->cost();
  return cell.area.value() > 0 || cell.area_f2 > 0;
}

}  // namespace

namespace {

enum class Leaking { as_transistors, high_performance, low_power };

void leakage_field(Fields& f, ChipSpec& chip) {
  Leaking leaking = Leaking::as_transistors;
  if (chip.leaking)
    leaking =
        *chip.leaking == Transistors::low_power ? Leaking::low_power : Leaking::high_performance;
  f.choice("leakage", leaking,
           {{"as_transistors", "those that decide the speed"},
            {"high_performance", "a library of mixed thresholds"},
            {"low_power", "high thresholds, as in low-power processes"}},
           "Which transistors' leakage models of logic have.", Presence::optional);
  chip.leaking.reset();
  if (leaking == Leaking::high_performance) chip.leaking = Transistors::high_performance;
  if (leaking == Leaking::low_power) chip.leaking = Transistors::low_power;
}

}  // namespace

int ChipSpec::tiles_per_chip() const {
  int sum = tiles;
  for (const OtherTilesSpec& other : other_tiles) sum += other.count;  // then there is one chip
  return sum;
}

void NativePrecisionSpec::fields(Fields& f) {
  f.integer("weight_bits", weight_bits, {1, 16}, "Bits of a weight, sign included; 2: ternary.");
  f.integer("activation_bits", activation_bits, {1, 16},
            "Bits of an activation that cannot be negative.");
  f.text("source", source, "Where these values come from.");
}

std::string NativePrecisionSpec::text() const {
  return std::to_string(weight_bits) + "-bit weights x " + std::to_string(activation_bits) +
         "-bit activations";
}

void ChipSpec::fields(Fields& f) {
  f.text("name", name, "Name of the machine.");
  f.text("source", source, "The paper or design that this file describes.");
  f.quantity("technology", technology, {1e-9, 1e-6},
             "Technology node: models are of it; stated constants are not moved to it.");
  f.choice("transistors", transistors,
           {{"high_performance", "fast, leaking"}, {"low_power", "slower, leaking little"}},
           "The node's transistors, for models and for what the supply moves.", Presence::optional);
  leakage_field(f, *this);
  f.quantity("nominal_supply", nominal_supply, {0, 5},
             "Supply that the file's constants and times hold at; 0 V: the node's nominal one.",
             Presence::optional);
  f.quantity("supply", supply, {0, 5},
             "Supply that the chip runs at; energies, times and static power of all but links and "
             "off-chip memory move with it; 0 V: nominal_supply.",
             Presence::optional);
  f.quantity("nominal_temperature", nominal_temperature, {200, 500},
             "Temperature that the file's leakages hold at.", Presence::optional);
  f.quantity("temperature", temperature, {200, 500},
             "Temperature of the circuits: leakage of logic, memories and cells moves with it.",
             Presence::optional);
  f.section("floorplan", floorplan,
            "Outlines and white space; absent: areas are the sums of the parts.");
  f.integer("chips", chips, {1, 1024}, "Identical chips in a chain, linked by chip_link.",
            Presence::optional);
  f.integer("tiles", tiles, {0, kMostTiles},
            "Tiles on each chip; 0: as many as the network needs.");
  f.section("tile", tile, "A tile.");
  f.rule(!floorplan || has_pitch(tile), "floorplan",
         "needs cells with an area: their edges are the pitch of the circuits beside them");
  f.sections("other_tiles", other_tiles, "Further kinds of tiles; their numbers follow the tiles'.",
             Presence::optional);
  for (const OtherTilesSpec& other : other_tiles)
    f.rule(!floorplan || has_pitch(other.tile), "floorplan",
           "needs cells with an area in the tiles of '" + other.name + "' too");
  for (std::size_t i = 0; i < other_tiles.size(); ++i)
    for (std::size_t k = 0; k <= i; ++k)
      f.rule(other_tiles[i].name != (k == i ? "tile" : other_tiles[k].name), "other_tiles",
             "names '" + other_tiles[i].name +
                 "' twice; allowed: another name for each kind ('tile' "
                 "is the main one)");
  f.rule(chips == 1 || other_tiles.empty(), "other_tiles",
         "must be left out with more than one of chips, which are alike");
  f.rule(!sequenced() || other_tiles.empty(), "other_tiles",
         "are not allowed beside tiles of a MAC array alone: such a chip runs layer after layer");
  f.rule(tiles > 0 || tile.macros > 0, "tiles",
         "must be given for tiles without macros: any number holds any network");
  std::int64_t arrays = std::int64_t{chips} * tiles * tile.macros;
  for (const OtherTilesSpec& other : other_tiles)
    arrays += std::int64_t{other.count} * other.tile.macros;
  f.rule(arrays < kMostArrays, "tiles",
         "and further kinds of tiles, on all chips, have " + std::to_string(arrays) +
             " macros; allowed: less than 2^31");
  f.rule(!sequenced() || chips == 1, "chips",
         "must be 1 with tiles of a MAC array alone: such chips are not linked");
  if (!sequenced() || f.documents()) f.section("noc", noc, "Network between tiles.");
  f.section("global_buffer", global_buffer, "Memory between the host link and the tiles.");
  f.section("off_chip", off_chip, "Memory beside the chip; absent: none.");
  f.section("host_link", host_link, "Link to the host.");
  f.section("chip_link", chip_link, "Link between neighboring chips; needed by several chips.");
  f.rule((chips > 1) == chip_link.has_value(), "chip_link",
         "must be given with more than one of chips, and only then");
  f.section("power_states", power_states,
            "What the chip draws between inferences; absent: as ever.");
  f.section("native_precision", native_precision,
            "Bits that a run takes which asks for none; absent: 8-bit weights and activations.");
  power_state_rules(f, *this);
}

}  // namespace mho
