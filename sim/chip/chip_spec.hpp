// A machine as its YAML states it: chips of tiles of macros, with network-on-chip, global buffer,
// off-chip memory and links.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devices/cell.hpp"
#include "models/adcs/adc.hpp"
#include "models/costs/component.hpp"
#include "models/crossbar/drift_compensation.hpp"
#include "models/crossbar/drive_levels.hpp"
#include "models/crossbar/mvm_format.hpp"
#include "models/memories/buffer.hpp"
#include "models/memories/dram.hpp"
#include "models/memories/line_buffer.hpp"
#include "models/noc/topology.hpp"
#include "models/wires/wires.hpp"
#include "sim/chip/digital_macro.hpp"
#include "sim/chip/floorplan.hpp"
#include "sim/chip/mac_array_spec.hpp"
#include "sim/chip/power_states.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Components;

/// How the energy of reading the cells is found: from the programmed conductances and the data (V^2
/// G t), as a published constant for one read of a whole array, or from the charges of its wires.
enum class ReadEnergy { ohmic, constant, capacitive };

/// The charges that move when an array of capacitive wires is read. Voltages are of the chip's
/// supply as the file states it; they move with it.
struct ArrayChargeSpec {
  Capacitance row;        ///< of a row's wire for each cell on it: gate and wire
  Voltage row_voltage;    ///< at the DAC's full scale
  Capacitance column;     ///< of a column's wire for each cell on it: drain and wire
  Voltage column_supply;  ///< that charges the columns
  Voltage column_swing;   ///< of a column in one pass
  Capacitance cell;       ///< of a cell's own capacitor, or what a conducting cell takes from its
                          ///< column, at the highest level and the DAC's full scale
  std::string source;

  void fields(Fields& f);
};

/// What gives input slices that are accumulated in analog their binary weights.
enum class SliceWeights { circuit, repetition };

struct DacErrorsSpec {
  DacErrors errors;
  std::string source;

  void fields(Fields& f);
};

struct DacSpec {
  int bits = 0;
  InputDrive input = InputDrive::voltage;
  std::optional<DacErrorsSpec> errors;
  TimedComponent cost;  ///< action: one row drive

  void fields(Fields& f);
};

/// What happens to a column's value before its converter. Values are in units of one full cell: the
/// current of one cell at g_max - g_min and the DAC's full scale.
struct ColumnSpec {
  double noise = 0;       ///< standard deviation of one reading
  double limit = 0;       ///< the largest magnitude that the column carries; 0: none
  double saturation = 0;  ///< s of y / (1 + s |y|)
  std::string source;

  void fields(Fields& f);
  Effects effects() const;
};

/// The stages of an MVM: load (the inputs into the macro's register), drive, integrate and sample,
/// convert, shift and add, output (the partial sums into the output register). Each key of two
/// stages says whether they work on different passes (load, output: MVMs) at once.
struct PipelineSpec {
  bool load_drive = true;
  bool drive_integrate = false;
  bool integrate_convert = false;
  bool convert_shift_add = true;
  bool shift_add_output = true;
  Time load;    ///< time of one MVM, beyond buffer and bus
  Time output;  ///< time of one MVM
  Time cycle;   ///< stages hand over at its multiples; 0: as soon as they can
  std::string source;

  void fields(Fields& f);
  bool operator==(const PipelineSpec&) const = default;
};
/// What a macro computes with.
enum class Arithmetic { analog, digital };

struct MacroSpec {
  Arithmetic arithmetic = Arithmetic::analog;
  int rows = 0;
  int columns = 0;  ///< physical columns of cells; digital: columns of weights
  int active_rows = 0;
  std::shared_ptr<Cell> cell;
  CellCost cell_cost;  ///< of an evaluated chip (evaluation.hpp), at its technology and supply
  Encoding encoding = Encoding::differential;
  Subtraction subtraction = Subtraction::analog;
  bool flip = false;
  bool two_sided = false;      ///< of a differential pair
  int devices_per_weight = 1;  ///< in parallel, in each place that a cell has
  bool unit_column = false;
  SignedInput signed_inputs = SignedInput::two_phase;
  Accumulation accumulation = Accumulation::digital;
  int accumulated_slices = 0;  ///< analog: that meet before a conversion; 0: all
  SliceWeights slice_weights = SliceWeights::circuit;
  ZeroSkipping zero_skipping = ZeroSkipping::none;
  Voltage read_voltage;  ///< kind ohmic: full-scale DAC output across a cell
  Time integration;      ///< time that the rows are driven for one drive, after the DAC's delay;
                         ///< pulse inputs: of one unit pulse
  ReadEnergy read_energy = ReadEnergy::ohmic;
  Energy array_read;                            ///< kind constant: one pass of the whole array
  std::optional<ArrayChargeSpec> array_charge;  ///< kind capacitive
  std::string array_source;
  DacSpec dac;
  std::shared_ptr<Adc> adc;
  int columns_per_adc = 0;
  std::optional<ColumnSpec> column;
  DriftCompensation drift_compensation = DriftCompensation::none;
  bool overlap = false;  ///< short for a pipeline with integrate_convert
  std::optional<PipelineSpec> pipeline;
  std::optional<WireSpec> wires;  ///< absent: without resistance
  TimedComponent sample_hold;     ///< action: one column sampled; one instance per converted column
  TimedComponent column_mux;      ///< action: one column selected; one instance per ADC
  TimedComponent shift_add;       ///< action: one code shifted and added; one instance per ADC
  DigitalMacroSpec
      digital;  ///< arithmetic digital; then there is no converter, nor what is about it
  Component input_register;   ///< action: one input bit written and read; one instance per macro
  Component output_register;  ///< action: one partial sum written and read; one instance per macro

  void fields(Fields& f);

  void components(Components& c);

  bool is_digital() const { return arithmetic == Arithmetic::digital; }
  /// The arithmetic of a layer.
  MvmFormat format(int weight_bits, int input_bits, bool is_signed) const;
  int rows_per_input() const { return encoding == Encoding::xnor ? 2 : 1; }
  /// The errors of drivers, columns, wires and converters that these circuits have.
  Effects effects() const;
  /// `pipeline`, or what `overlap` stands for.
  PipelineSpec stages() const;
  /// What an MVM takes depends on its inputs.
  bool time_depends_on_data() const {
    return zero_skipping != ZeroSkipping::none ||
           (adc != nullptr && adc->early_termination() != nullptr);
  }
  /// Physical columns of cells behind one converted column.
  int columns_per_conversion() const { return devices_per_weight * (signed_conversion() ? 2 : 1); }
  /// Columns that are converted, and converters, of an analog macro.
  int converted_columns() const { return columns / columns_per_conversion(); }
  int converters() const { return (converted_columns() + columns_per_adc - 1) / columns_per_adc; }
  /// The converters see both signs.
  bool signed_conversion() const {
    return encoding == Encoding::differential && subtraction == Subtraction::analog;
  }

 private:
  void analog_components(Components& c);
  void digital_components(Components& c);
  void encoding_fields(Fields& f);
  void read_fields(Fields& f);
  void circuit_fields(Fields& f);
  void time_fields(Fields& f);
  void register_fields(Fields& f);
  void size_rules(Fields& f) const;
};

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

/// Tiles of the main kind on each chip, at most.
inline constexpr int kMostTiles = 65536;
/// Arrays of all chips are fewer: they are counted in 31 bits.
inline constexpr std::int64_t kMostArrays = std::int64_t{1} << 31;

struct ChipSpec {
  std::string name;
  std::string source;
  Length technology;
  Transistors transistors = Transistors::high_performance;
  Voltage nominal_supply;  ///< that constants and times hold at; 0: the node's
  Voltage supply;          ///< that the chip runs at; 0: nominal_supply
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
