// A machine as its YAML states it: chip of tiles of macros, with network-on-chip, global buffer and
// host link.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devices/cell.hpp"
#include "models/adc.hpp"
#include "models/buffer.hpp"
#include "models/component.hpp"
#include "models/drift_compensation.hpp"
#include "models/drive_levels.hpp"
#include "models/mvm_format.hpp"
#include "models/wires.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// How the energy of reading the cells is found: from the programmed conductances and the data (V^2
/// G t), or as a published constant for one read of a whole array.
enum class ReadEnergy { ohmic, constant };

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

struct MacroSpec {
  int rows = 0;
  int columns = 0;  ///< physical columns of cells
  int active_rows = 0;
  std::shared_ptr<Cell> cell;
  Encoding encoding = Encoding::differential;
  Subtraction subtraction = Subtraction::analog;
  bool flip = false;
  bool two_sided = false;      ///< of a differential pair
  int devices_per_weight = 1;  ///< in parallel, in each place that a cell has
  bool unit_column = false;
  SignedInput signed_inputs = SignedInput::two_phase;
  Accumulation accumulation = Accumulation::digital;
  Voltage read_voltage;  ///< kind ohmic: full-scale DAC output across a cell
  Time integration;      ///< time that the rows are driven for one drive, after the DAC's delay;
                         ///< pulse inputs: of one unit pulse
  ReadEnergy read_energy = ReadEnergy::ohmic;
  Energy array_read;  ///< kind constant: one pass of the whole array
  std::string array_source;
  DacSpec dac;
  std::shared_ptr<Adc> adc;
  int columns_per_adc = 0;
  std::optional<ColumnSpec> column;
  DriftCompensation drift_compensation = DriftCompensation::none;
  bool overlap =
      false;  ///< sample-and-hold lets the next pass be driven while this one is converted
  std::optional<WireSpec> wires;  ///< absent: without resistance
  TimedComponent sample_hold;     ///< action: one column sampled; one instance per converted column
  TimedComponent column_mux;      ///< action: one column selected; one instance per ADC
  TimedComponent shift_add;       ///< action: one code shifted and added; one instance per ADC
  Component input_register;   ///< action: one input bit written and read; one instance per macro
  Component output_register;  ///< action: one partial sum written and read; one instance per macro

  void fields(Fields& f);

  int rows_per_input() const { return encoding == Encoding::xnor ? 2 : 1; }
  /// The errors of drivers, columns, wires and converters that these circuits have.
  Effects effects() const;
  /// Physical columns of cells behind one converted column.
  int columns_per_conversion() const {
    const bool pair = encoding == Encoding::differential && subtraction == Subtraction::analog;
    return devices_per_weight * (pair ? 2 : 1);
  }

 private:
  void encoding_fields(Fields& f);
  void read_fields(Fields& f);
  void circuit_fields(Fields& f);
  void size_rules(Fields& f) const;
};

struct VectorUnitSpec {
  int lanes = 0;  ///< operations per cycle
  Frequency clock;
  TimedComponent cost;  ///< action: one elementary operation; delay is the pipeline's latency

  void fields(Fields& f);
};

struct TileSpec {
  int macros = 0;
  MacroSpec macro;             ///< when there are macros
  BufferSpec input_buffer;     ///< activations waiting for their window
  TimedComponent bus;          ///< buffer to macros; action: one bit moved; one instance per tile
  TimedComponent accumulator;  ///< adds partial sums of arrays; action: one addition
  VectorUnitSpec vector_unit;
  TimedComponent control;  ///< action: one output pixel sequenced

  void fields(Fields& f);
};

/// A further kind of tile beside the main one: other cells, or no macros at all.
struct OtherTilesSpec {
  std::string name;
  int count = 0;
  TileSpec tile;

  void fields(Fields& f);
};

struct NocSpec {
  int columns = 0;  ///< routers per mesh row; rows follow from the number of tiles
  int tiles_per_router = 0;
  int flit_bits = 0;
  Frequency clock;        ///< one flit per link and cycle
  int router_cycles = 0;  ///< head latency of one hop: router and link
  int buffer_flits = 0;   ///< per input port; a full one pushes back
  Component router;       ///< action: one flit through one router and its outgoing link

  void fields(Fields& f);
};

struct HostLinkSpec {
  int width_bits = 0;  ///< bits per cycle
  Frequency clock;
  Time latency;
  Component cost;  ///< action: one bit

  void fields(Fields& f);
};

struct ChipSpec {
  std::string name;
  std::string source;
  Length technology;
  int tiles = 0;  ///< 0: as many as the network needs ("auto" in reports)
  TileSpec tile;
  std::vector<OtherTilesSpec> other_tiles{};
  NocSpec noc;
  BufferSpec global_buffer;
  HostLinkSpec host_link;

  void fields(Fields& f);
};

}  // namespace mho
