// An analog macro: currents or charges of cells add up in a column and are converted.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "models/adcs/adc.hpp"
#include "models/costs/component.hpp"
#include "models/crossbar/drift_compensation.hpp"
#include "models/crossbar/drive_levels.hpp"
#include "models/crossbar/mvm_format.hpp"
#include "models/wires/wires.hpp"
#include "sim/base/division.hpp"
#include "sim/chip/array_spec.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Components;

/// How the energy of reading the cells is found: from the programmed conductances and the data (V^2
/// G t), as a published constant for one read of a whole array, or from the charges of its wires.
enum class ReadEnergy { ohmic, constant, capacitive };

/// Where the capacitances of an array's wires come from.
enum class ChargeModel {
  stated,
  geometry  ///< of the cell's edges and the node
};

/// The charges that move when an array of capacitive wires is read. Voltages are of the chip's
/// supply as the file states it; they move with it.
struct ArrayChargeSpec {
  ChargeModel model = ChargeModel::stated;
  int bit_cells = 1;          ///< geometry: side by side in one cell of the array
  Capacitance row;            ///< of a row's wire for each cell on it: gate and wire
  Voltage row_voltage;        ///< at the DAC's full scale
  Capacitance column;         ///< of a column's wire for each cell on it: drain and wire
  Voltage column_supply;      ///< that charges the columns
  Voltage column_swing;       ///< of a column in one pass
  std::string modelled_by{};  ///< as of Component
  Capacitance cell;  ///< of a cell's own capacitor, or what a conducting cell takes from its
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
/// Of an array, which its functions are told.
struct AnalogMacroSpec {
  Encoding encoding = Encoding::differential;
  Subtraction subtraction = Subtraction::analog;
  bool flip = false;
  bool two_sided = false;      ///< of a differential pair
  int devices_per_weight = 1;  ///< in parallel, in each place that a cell has
  int summed_slices = 1;       ///< weight slices that are added before a conversion
  int weight_copies = 1;       ///< of all columns, each with row drivers of its own
  bool unit_column = false;
  SignedInput signed_inputs = SignedInput::two_phase;
  Accumulation accumulation = Accumulation::digital;
  int accumulated_slices = 0;  ///< analog: that meet before a conversion; 0: all
  SliceWeights slice_weights = SliceWeights::circuit;
  ZeroSkipping zero_skipping = ZeroSkipping::none;
  int active_columns = 0;  ///< columns of cells that are read at once; 0: all
  Voltage read_voltage;    ///< read_energy ohmic: full-scale DAC output across a cell
  Voltage
      read_supply;   ///< read_energy ohmic: that the cells' current is drawn from; 0: read_voltage
  Time integration;  ///< time that the rows are driven for one drive, after the DAC's delay;
                     ///< pulse inputs: of one unit pulse
  ReadEnergy read_energy = ReadEnergy::ohmic;
  Energy array_read;  ///< read_energy constant: one pass of the whole array
  std::optional<ArrayChargeSpec> array_charge;  ///< read_energy capacitive
  std::string array_source;
  DacSpec dac;
  std::shared_ptr<Adc> adc;
  int columns_per_adc = 0;
  std::optional<ColumnSpec> column;
  /// Action: one group of slices added; one instance per converted column.
  std::optional<TimedComponent> slice_adder;
  DriftCompensation drift_compensation = DriftCompensation::none;
  std::optional<PipelineSpec> pipeline;
  std::optional<WireSpec> wires;  ///< absent: without resistance
  TimedComponent sample_hold;     ///< action: one column sampled; one instance per converted column
  TimedComponent column_mux;      ///< action: one column selected; one instance per ADC
  TimedComponent shift_add;       ///< action: one code shifted and added; one instance per ADC

  void fields(Fields& f, const ArraySpec& array);
  /// What only shows once all keys of a macro are known.
  void rules(Fields& f, const ArraySpec& array) const;
  void components(Components& c, ArraySpec& array);

  /// The arithmetic of a layer.
  MvmFormat format(const ArraySpec& array, int weight_bits, int input_bits, bool is_signed) const;
  int rows_per_input() const { return encoding == Encoding::xnor ? 2 : 1; }
  /// The errors of cells, drivers, columns, wires and converters.
  Effects effects(const ArraySpec& array) const;
  /// `pipeline`, or what an absent one stands for.
  PipelineSpec stages() const { return pipeline.value_or(PipelineSpec{}); }
  /// What an MVM takes depends on its inputs.
  bool time_depends_on_data() const {
    return zero_skipping != ZeroSkipping::none ||
           (adc != nullptr && adc->early_termination() != nullptr);
  }
  /// The converters see both signs.
  bool signed_conversion() const {
    return (encoding == Encoding::differential || encoding == Encoding::xnor_cell) &&
           subtraction == Subtraction::analog;
  }
  /// Physical columns of cells behind one converted column.
  int columns_per_conversion() const {
    const bool pair = signed_conversion() && encoding == Encoding::differential;
    return summed_slices * devices_per_weight * (pair ? 2 : 1);
  }
  int converted_columns(const ArraySpec& array) const {
    return array.columns / columns_per_conversion();
  }
  /// Bits of what one converter's codes add up to over the slices of kActivationBits and the row
  /// groups.
  int code_sum_bits(const ArraySpec& array) const;
  int converters(const ArraySpec& array) const {
    return ceil_divide(converted_columns(array), columns_per_adc);
  }

 private:
  /// How the circuits compute, whatever the layer and the cells.
  MvmFormat circuit_format() const;
  void format_rules(Fields& f, const char* key) const;
  void encoding_fields(Fields& f);
  void read_fields(Fields& f, const ArraySpec& array);
  void circuit_fields(Fields& f);
  void time_fields(Fields& f);
};

}  // namespace mho
