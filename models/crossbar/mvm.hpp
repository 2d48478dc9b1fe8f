// A programmed crossbar array and its matrix-vector product: slices, analog sums, read noise,
// readout (crossbar/readout.hpp), shift-and-add. `mvm` is the fused kernel; `mvm_naive` is its twin
// in plain loops, the kernel's judge. Resistance of wires is in the conductances that an array is
// programmed with (models/wires/wires.hpp).
//
// Conductances are held in fixed point (16-bit integers of fixed_step units, error at most half a
// step): column sums are then exact integers, and the results have the same bits for any blocking,
// batch, thread count and instruction set. Results are integers as well: partial sums in steps of
// 2^-16 of an integer weight x input product, so that accumulating them over arrays is exact in any
// order.
#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "devices/cell.hpp"
#include "models/crossbar/drive_levels.hpp"
#include "models/crossbar/mvm_format.hpp"
#include "models/crossbar/readout.hpp"
#include "sim/base/random.hpp"

namespace mho {

/// Cells in fixed point, on cache lines: vectors of them are loaded whole.
template <class Integer>
using AlignedVector = std::vector<Integer, boost::alignment::aligned_allocator<Integer, 64>>;
using CellVector = AlignedVector<std::int16_t>;

/// Conductances as 8-bit integers: conductance = cell << shift; none when they do not fit. A second
/// form for speed: without it mvm gives the same sums (crossbar/kernel/small.hpp).
struct SmallCells {
  AlignedVector<std::int8_t> cells;
  int shift = 0;
  int largest = 0;  ///< |cell|
};

struct WholeArray;

/// One array after programming. Physical rows and columns are those that hold weights; spare ones
/// are neither driven nor converted.
struct ProgrammedArray {
  MvmFormat format;
  int rows = 0;
  int outputs = 0;  ///< logical columns
  int columns = 0;  ///< converted columns: format.converted_columns(outputs)
  /// Units per integer step of a column sum, a power of two: conductance_units x one step of the
  /// drive's levels.
  double fixed_step = 0;
  double conductance_units = 0;  ///< units per integer step of conductance: a power of two
  DriveLevels drive;
  double unit_s = 0;  ///< conductance of one unit (S), that of all devices of a weight
  double g_min_units =
      0;  ///< g_min in units: the common-mode offset that offset encoding subtracts digitally

  /// In fixed steps; layout in crossbar/kernel/layout.hpp: tiles of 64 columns, pairs of rows
  /// interleaved.
  CellVector conductance;
  int columns_padded = 0;  ///< columns rounded up to the widest vector, zeros beyond
  SmallCells small;
  /// Whole weights, for converters that neither round nor clip; null where there are none. For
  /// speed as well (crossbar/kernel/whole.hpp).
  std::shared_ptr<const WholeArray> whole;
  /// Read-noise variance in the layout of conductance, in variance_step units^2; empty without read
  /// noise.
  CellVector variance;
  double variance_step = 0;

  /// Digital side per converted column (ColumnRoles): output it belongs to, shift of its weight
  /// slice. Columns are ordered by slice, then (digital subtraction) plus before minus, then
  /// output, with a unit column as output number `outputs`.
  std::vector<std::int32_t> column_output;
  std::vector<std::int32_t> column_shift;
  /// 1, or -1: subtracted (the minus column of a pair, a sign bit, a flipped column).
  /// [group][columns_padded].
  std::vector<std::int32_t> column_sign;
  /// Digital corrections: partial sum of output o += correction[group][o] * (sum of the group's
  /// inputs), 2^-16 steps; and += constant[o].
  std::vector<std::int64_t> correction;
  std::vector<std::int64_t> constant;
  /// Sum over the physical cells of each physical row of the conductance, in conductance_step()s:
  /// data-dependent read energy.
  std::vector<std::int64_t> row_conductance;

  /// What programming the cells took.
  ProgrammingEffort effort;

  /// Bytes held, for the memory budget.
  std::size_t bytes() const;
};

/// What an MVM did, for the ledger; integers, so that sums do not depend on order.
struct MvmActivity {
  std::int64_t drives = 0;       ///< of the array: row groups x input slices (of all copies of the
                                 ///< weights at once) x polarities
  std::int64_t row_drives = 0;   ///< driven rows, summed over drives
  std::int64_t samples = 0;      ///< column values held, summed over drives
  std::int64_t conversions = 0;  ///< ADC conversions: one a drive; with analog accumulation one for
                                 ///< all input slices
  std::int64_t shift_adds = 0;   ///< codes shifted and added
  std::int64_t adc_steps = 0;    ///< of conversions that end early (ConversionSteps)
  /// Sum of (DAC code)^2 (pulse inputs: DAC code) x conductance in conductance_step()s, over all
  /// driven cells and drives.
  std::int64_t driven_conductance = 0;
  /// Sum over all driven rows and drives of what charging the row's wire takes: (DAC code)^2;
  /// pulse_count inputs: the pulses; pulse_width: 1 for a pulse of any length.
  std::int64_t row_charge = 0;
  // Of digital macros (OperandToggles).
  std::int64_t product_toggles = 0;   ///< partial products that toggle, summed over slices
  std::int64_t changed_products = 0;  ///< slices that change, by weights that are not zero
  std::int64_t nonzero_products = 0;  ///< whole inputs and weights that are both not zero
  std::int64_t changed_sums = 0;      ///< slices in which any product changes, by columns
  std::int64_t input_toggles = 0;     ///< bits of the inputs that are one

  MvmActivity& operator+=(const MvmActivity& other);
  /// The same with `of(count)` in the place of each count.
  template <class Of>
  MvmActivity with_each(const Of& of) const {
    return {of(drives),
            of(row_drives),
            of(samples),
            of(conversions),
            of(shift_adds),
            of(adc_steps),
            of(driven_conductance),
            of(row_charge),
            of(product_toggles),
            of(changed_products),
            of(nonzero_products),
            of(changed_sums),
            of(input_toggles)};
  }
  bool operator==(const MvmActivity&) const = default;
};

/// What one pass of one MVM did.
struct PassRecord {
  std::int32_t drives = 0;  ///< of the array; 0: the pass was skipped
  std::int32_t steps =
      0;  ///< of its rounds of conversions (PassSteps::time); 0 where none end early

  bool operator==(const PassRecord&) const = default;
};

/// How the inputs of a batch lie: an item after another, or a row after another, as windows of
/// neighbouring positions are copied fastest.
enum class BatchLayout { by_item, by_row };

/// A batch of input vectors of one array. Item i belongs to output position `position[i]` of image
/// `image[i]`: its read noise is a function of (stream, image, position, pass, column) and nothing
/// else (the counters are in crossbar/kernel/noise_lanes.hpp). Without noise image and position may
/// be empty.
struct MvmBatch {
  std::span<const std::int32_t> inputs;     ///< [items][rows], or [rows][items] by row
  std::span<const std::uint32_t> image;     ///< [items]
  std::span<const std::uint32_t> position;  ///< [items]
  BatchLayout layout = BatchLayout::by_item;
};

/// The inputs of a batch by row once more, [items][rows].
std::vector<std::int32_t> inputs_by_item(const MvmBatch& batch);

struct WireSpec;

/// What an array is made of, and under which conditions it is looked at; borrowed.
struct ArrayModel {
  // NOLINTNEXTLINE(google-explicit-constructor): an array may be described by its cell alone
  ArrayModel(const Cell& of) : cell(of) {}

  const Cell& cell;
  Conditions conditions;
  int array = 0;         ///< its number on the chip
  Voltage read_voltage;  ///< across a cell at the DAC's full scale; needed by nonlinear cells
  DacErrors dac_errors;
  const WireSpec* wires = nullptr;  ///< null: without resistance
  /// Of the physical array, for its wires; 0: no larger than the cells that hold weights. Those lie
  /// at its first row and column, and the others do not conduct.
  int physical_rows = 0;
  int physical_columns = 0;
};

/// What of the fixed point cannot hold this format on this cell, and what is allowed.
struct SumConflict {
  bool of_cell = false;  ///< the cell's ceiling alone; else the sum over a row group
  std::string message;   ///< empty: nothing
};
/// Conductances up to the cell's ceiling (that of five deviations of all its errors) must fit 16
/// bits signed in level steps, sums of a row group at the largest code 32 bits. Of drivers that err
/// and nonlinear cells only programming tells.
SumConflict sum_conflict(const MvmFormat& format, const Cell& cell);

/// The step in which driven_conductance counts, a function of the cell, the DAC and the row groups:
/// the finest 2^-m of a cell's level step (m >= 0) at which every conductance up to the cell's
/// ceiling fits 16 bits signed and every sum over a row group 32 bits. Throws Bug when not even m =
/// 0 fits (sum_conflict).
Conductance conductance_step(const MvmFormat& format, const Cell& cell);

/// The largest magnitude, in units, that a column of `rows` inputs can reach in one pass when its
/// cells, of summed slices together, hold up to `level` and its inputs are at full scale.
/// Differential pairs that are subtracted before the converter cancel g_min; every other column
/// carries it. A flipped column holds at most half of the levels (Shafiee et al., ISCA 2016); of an
/// xnor pair of rows one is driven.
double largest_column_sum(const MvmFormat& format, const Cell& cell, int rows, int level);

/// Programs `weights` ([outputs][rows], integers of format.weight_bits) into cells, once: one draw
/// of every programming error from `stream`. Throws Bug when a weight or the format is out of
/// range, InputError with a key of the macro when errors of drivers or nonlinear cells take a
/// column sum out of 32 bits.
ProgrammedArray program_array(const MvmFormat& format, const ArrayModel& model, int rows,
                              int outputs, std::span<const std::int32_t> weights,
                              const Stream& stream);

/// Adds each item's partial sums to partial_sums ([items][outputs], 2^-16 steps): the analog
/// product of all passes, converted and recombined. `noise` is the array's read-noise stream.
/// `activity` may be null; `passes` is empty, or [items][format.passes(rows)] in the order of the
/// passes. A pass that zero_skipping leaves out makes no code and so no error. Cost: about items x
/// rows x columns x input slices x polarities multiply-adds (twice that with read noise).
/// Thread-safe. Same bits as mvm_naive without noise, the same distribution with it.
void mvm(const ProgrammedArray& array, const Readout& readout, const MvmBatch& batch,
         const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity,
         std::span<PassRecord> passes = {});

/// The twin of mvm in plain loops: one normal draw per cell and read, column and conversion. For
/// tests only: slow.
void mvm_naive(const ProgrammedArray& array, const Readout& readout, const MvmBatch& batch,
               const Stream& noise, std::span<std::int64_t> partial_sums, MvmActivity* activity,
               std::span<PassRecord> passes = {});

/// The values that the converters would see, without read noise, in units:
/// [items][passes][columns]; 0 for passes that are skipped. For range calibration.
void column_sums(const ProgrammedArray& array, const MvmBatch& batch, std::vector<float>& sums);

/// Activity of `items` MVMs that skip nothing, without what depends on the data: equal to what mvm
/// counts then except driven_conductance and adc_steps.
MvmActivity activity_of(const ProgrammedArray& array, std::int64_t items);

/// Instruction set that mvm runs on here: "SSE2", "AVX2", "AVX-512", "AVX-512 VNNI". MHO_ISA in the
/// environment lowers it.
const char* mvm_instruction_set();

}  // namespace mho
