// How integers become levels, pulses and codes in one macro, and back. Everything the arithmetic of
// an MVM depends on besides the programmed conductances; all of it is integers.
//
// Units of the analog side: one *unit* is the current of one conductance step, (g_max -
// g_min)/(levels - 1) times the devices of a weight, at one DAC step (pulse inputs: its charge over
// one unit pulse). The exact column sum of an ideal array is an integer number of units.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "models/crossbar/block_float.hpp"
#include "sim/base/division.hpp"

namespace mho {

enum class Encoding {
  differential,     ///< the difference of two columns
  offset,           ///< w + 2^(b-1); the offset's product is subtracted digitally
  twos_complement,  ///< magnitude bits in slices, the sign bit in a column of its own, subtracted
  xnor,             ///< one bit: a complementary pair of cells on two rows; the input bit drives
                    ///< one, its complement the other, and the column counts matches
  xnor_cell         ///< one bit: the two sides of one cell, whose difference its column sees
};
enum class Subtraction { analog, digital };
/// How negative inputs are driven.
enum class SignedInput {
  two_phase,        ///< positive parts, then negative parts, subtracted digitally
  offset,           ///< x + 2^(b-1); the offset's product with the known weights is a constant
  twos_complement,  ///< bit by bit, the codes of the top bit subtracted
  row_pair  ///< a row is a pair of lines: the magnitude drives one or the other, by the sign
};
/// What of a row's pulse carries the DAC code.
enum class InputDrive {
  voltage,      ///< its height
  pulse_width,  ///< its length, at one voltage
  pulse_count   ///< the number of unit pulses, at one voltage
};
/// Work on inputs that are zero which is left out; its sums are exactly zero.
enum class ZeroSkipping {
  none,
  slice,  ///< a slice (analog accumulation: a polarity) of a row group whose codes are all zero is
          ///< not driven, read or converted
  row     ///< nor are rows whose code is zero: the others fill row groups as they come
};
/// Where input slices are added.
enum class Accumulation {
  digital,  ///< after converting each
  analog    ///< before the converter, each with its binary weight: one conversion for all
};

/// Bits of slices that are summed before a conversion: 16 hold their sum, with its errors.
inline constexpr int kMostSummedBits = 12;

struct MvmFormat {
  int weight_bits = 0;  ///< 2..16; weights lie in [-(2^(b-1)-1), 2^(b-1)-1]; 1: -1, 0 or 1
  int input_bits = 0;   ///< 1..16; unsigned [0, 2^b-1], or signed [-(2^(b-1)-1), 2^(b-1)-1]
  bool inputs_are_signed = false;  ///< driven as signed_inputs says
  int cell_bits = 0;               ///< 1..8, log2 of the cell's levels
  int dac_bits = 0;                ///< 1..8, input bits per drive
  int active_rows = 0;  ///< inputs whose rows conduct at once (a row group); groups take turns
  Encoding encoding = Encoding::differential;
  Subtraction subtraction = Subtraction::analog;  ///< of a differential pair
  bool flip = false;  ///< offset only: a column group whose levels sum to over half is stored
                      ///< inverted (ISAAC)
  /// Differential only: both cells of a pair move around mid scale, by half the weight each.
  bool two_sided = false;
  int devices = 1;  ///< 1..64 cells in parallel for each; their currents add
  /// Offset only: the offset's product is measured by a column (for each slice) that holds the
  /// offset, and subtracted, in the place of the digital correction by the input sum.
  bool unit_column = false;
  SignedInput signed_inputs = SignedInput::two_phase;  ///< of signed inputs
  InputDrive input = InputDrive::voltage;
  Accumulation accumulation = Accumulation::digital;
  /// Analog accumulation: input slices of a polarity that meet before a conversion; 0: all of them.
  /// The codes of several such groups are shifted and added as those of slices are.
  int accumulated_slices = 0;
  ZeroSkipping zero_skipping = ZeroSkipping::none;
  /// Converted columns that are read at once; 0: all. The others take turns, for each of which the
  /// rows are driven again.
  int columns_at_once = 0;
  /// Weight slices whose currents or charges are added with their binary weights before one
  /// conversion, a group; weights take whole groups, whose last slices may hold nothing.
  int summed_slices = 1;
  /// Copies of all columns, each with row drivers of its own, that take as many input slices at
  /// once. Their cells are taken to have the same errors.
  int weight_copies = 1;
  /// Digital macros: operands are floats, whose aligned mantissas are what is multiplied.
  FloatFormat floats{};

  // Weights.

  /// Bits of the magnitude, or of what stands for it, that the slices must hold.
  int stored_bits() const {
    const bool apart = encoding == Encoding::differential || encoding == Encoding::twos_complement;
    return std::max(1, apart ? weight_bits - 1 : weight_bits);
  }
  int magnitude_slices() const { return ceil_divide(stored_bits(), cell_bits); }
  /// Columns of cells (pairs, devices aside) that hold one weight.
  int weight_slices() const {
    return ceil_divide(magnitude_slices(), summed_slices) * summed_slices +
           (encoding == Encoding::twos_complement ? 1 : 0);
  }
  /// Slices, or groups of summed ones, that are converted each for itself.
  int converted_slices() const { return weight_slices() / summed_slices; }
  /// What a level in all slices of a group counts in its sum: 1 + 2^bits + ...
  int group_weight() const {
    int weight = 0;
    for (int k = 0; k < summed_slices; ++k) weight += 1 << (k * cell_bits);
    return weight;
  }
  /// A column's level where all cells of its group are at their highest.
  int full_level() const { return (1 << (summed_slices * cell_bits)) - 1; }
  /// The sign bit's slice, the last: its level, the largest power of two, times 2^shift is
  /// 2^(b-1).
  bool sign_slice(int slice) const {
    return encoding == Encoding::twos_complement && slice == weight_slices() - 1;
  }
  int sign_level() const { return 1 << (std::min(cell_bits, weight_bits) - 1); }
  /// The highest level difference (two-sided pairs aside, level) that a converted slice holds; the
  /// topmost may not fill its cells.
  int highest_level(int converted) const {
    if (sign_slice(converted)) return sign_level();
    const int bits_of_group = summed_slices * cell_bits;
    if (two_sided && subtraction == Subtraction::digital) return full_level();
    return (1 << std::min(bits_of_group, stored_bits() - converted * bits_of_group)) - 1;
  }
  /// Bits by which a slice counts more than the first.
  int slice_shift(int slice) const {
    return sign_slice(slice) ? weight_bits - std::min(cell_bits, weight_bits) : slice * cell_bits;
  }
  /// A weight is the difference of two conductances, whether cells or sides of one.
  bool has_pairs() const {
    return encoding == Encoding::differential || encoding == Encoding::xnor_cell;
  }
  /// Columns of conductances per weight column (logical output), of one copy.
  int conductances_per_output() const { return weight_slices() * devices * (has_pairs() ? 2 : 1); }
  /// Physical columns of cells per weight column, of all copies.
  int cell_columns_per_output() const {
    return weight_copies * conductances_per_output() / (encoding == Encoding::xnor_cell ? 2 : 1);
  }
  /// Converted columns of each slice: plus and minus apart with digital subtraction.
  int converted_columns_per_slice() const {
    return encoding == Encoding::differential && subtraction == Subtraction::digital ? 2 : 1;
  }
  /// Columns that are converted per logical output: analog subtraction halves the differential
  /// pairs.
  int converted_columns_per_output() const {
    return converted_slices() * converted_columns_per_slice();
  }
  /// Turns that so many converted columns take.
  int column_turns(int columns) const {
    return columns_at_once == 0 ? 1 : ceil_divide(columns, columns_at_once);
  }
  /// Outputs that a unit column adds to those of the weights.
  int unit_outputs() const { return unit_column ? 1 : 0; }
  /// Physical columns of cells, and converted columns, of an array with this many logical outputs.
  int cell_columns(int outputs) const {
    return (outputs + unit_outputs()) * cell_columns_per_output();
  }
  /// Columns of conductances that are programmed: of one copy.
  int conductance_columns(int outputs) const {
    return (outputs + unit_outputs()) * conductances_per_output();
  }
  int converted_columns(int outputs) const {
    return (outputs + unit_outputs()) * converted_columns_per_output();
  }
  /// Logical outputs that fit on this many physical columns.
  int outputs_in(int columns) const {
    return std::max(0, columns / cell_columns_per_output() - unit_outputs());
  }
  /// Physical rows of one input.
  int rows_per_input() const { return encoding == Encoding::xnor ? 2 : 1; }
  /// The converter sees both signs.
  bool signed_conversion() const { return has_pairs() && subtraction == Subtraction::analog; }

  // Inputs.

  bool signs_by(SignedInput way) const { return inputs_are_signed && signed_inputs == way; }
  int input_polarities() const { return signs_by(SignedInput::two_phase) ? 2 : 1; }
  /// Driven with their sign, in one pass.
  bool drives_signs() const { return signs_by(SignedInput::row_pair); }
  /// Bits of what is driven: of the magnitude where the sign is driven apart, else of the input.
  int magnitude_input_bits() const {
    return input_bits - (input_polarities() == 2 || drives_signs() ? 1 : 0);
  }
  /// What is added to an input before it is driven.
  std::int32_t input_offset() const {
    return signs_by(SignedInput::offset) ? std::int32_t{1} << (input_bits - 1) : 0;
  }
  int input_slices() const { return ceil_divide(magnitude_input_bits(), dac_bits); }
  /// The largest DAC code of a slice; the last may have fewer bits than the DAC.
  std::int32_t slice_mask(int slice) const {
    return (std::int32_t{1} << std::min(dac_bits, magnitude_input_bits() - slice * dac_bits)) - 1;
  }
  /// The DAC code of what drives a row in one slice; negative on the other line of a pair.
  std::int32_t dac_code(std::int32_t driven, int slice) const {
    const std::int32_t magnitude = drives_signs() && driven < 0 ? -driven : driven;
    const std::int32_t code = (magnitude >> (slice * dac_bits)) & slice_mask(slice);
    return magnitude == driven ? code : -code;
  }
  /// The codes of this slice are subtracted.
  bool negative_slice(int slice) const {
    return signs_by(SignedInput::twos_complement) && slice == input_slices() - 1;
  }
  /// What the complements of all slices and polarities of an input of 0 stand for, and so of any
  /// input x: complement_sum() - x.
  std::int64_t complement_sum() const {
    if (input_polarities() == 2) return 0;
    if (signs_by(SignedInput::twos_complement)) return -1;
    return (std::int64_t{1} << magnitude_input_bits()) - 1;
  }

  /// What charging a row's wire for a DAC code takes (MvmActivity::row_charge).
  std::int64_t row_charge(std::int64_t code) const {
    switch (input) {
      case InputDrive::voltage:
        return code * code;
      case InputDrive::pulse_width:
        return code != 0 ? 1 : 0;
      case InputDrive::pulse_count:
        return code < 0 ? -code : code;
    }
    return 0;
  }

  // Passes: what is converted at once. Analog accumulation converts several slices at once: their
  // sum is the product with that part of the driven input, as of a DAC of code_bits.

  /// Input slices that a pass converts at once, of which the last of a polarity may have fewer.
  int slices_at_once() const {
    if (accumulation == Accumulation::digital) return 1;
    return accumulated_slices == 0 ? input_slices() : std::min(accumulated_slices, input_slices());
  }
  /// Drives in the pass that converts this code slice.
  int drives_of(int code_slice) const {
    return std::min(slices_at_once(), input_slices() - code_slice * slices_at_once());
  }
  /// Drives in pass `index` of an MVM over `rows` inputs that skips nothing. Passes follow each
  /// other by row group, polarity, code slice and, where groups are formed at run time, turn.
  int drives_of_pass(int index, int rows) const {
    const int turns_of_slice = zero_skipping == ZeroSkipping::row ? turns(rows) : 1;
    return drives_of(index / turns_of_slice % code_slices());
  }
  int code_bits() const {
    if (accumulation == Accumulation::digital) return dac_bits;
    return std::min(slices_at_once() * dac_bits, magnitude_input_bits());
  }
  int code_slices() const { return ceil_divide(input_slices(), slices_at_once()); }
  std::int32_t largest_code() const { return (std::int32_t{1} << code_bits()) - 1; }
  /// Inputs whose cells lie together: a row group, or all of them where groups are formed at run
  /// time.
  int group_rows(int rows) const { return zero_skipping == ZeroSkipping::row ? rows : active_rows; }
  int row_groups(int rows) const { return ceil_divide(rows, group_rows(rows)); }
  /// Row groups, formed at run time or not, that take turns at most.
  int turns(int rows) const { return ceil_divide(rows, active_rows); }
  /// Conversions of each converted column in one MVM over `rows` inputs, when none is skipped.
  int passes(int rows) const { return turns(rows) * input_polarities() * code_slices(); }
  /// Passes that follow each other: those of as many slices as there are copies come together.
  int passes_in_turn(int rows) const {
    return turns(rows) * input_polarities() * ceil_divide(code_slices(), weight_copies);
  }
  /// Drives of the DACs in one MVM over `rows` inputs, when none is skipped, and of all copies
  /// together.
  int drives(int rows) const { return turns(rows) * input_polarities() * input_slices(); }
  int drives_in_turn(int rows) const {
    return turns(rows) * input_polarities() * ceil_divide(input_slices(), weight_copies);
  }

  /// What drives the row of an input in one polarity: its magnitude where its sign is the
  /// polarity's, or the whole input.
  std::int32_t driven(std::int32_t x, int polarity) const {
    if (input_polarities() == 1) return x + input_offset();
    return (x < 0) == (polarity == 1) ? (x < 0 ? -x : x) : 0;
  }
  /// The part of what drives the row that one pass converts, `slice` counted in code slices; 0: the
  /// input contributes nothing (xnor's complements aside).
  std::int32_t pass_code(std::int32_t x, int polarity, int slice) const {
    const std::int32_t value = driven(x, polarity);
    const std::int32_t magnitude = drives_signs() && value < 0 ? -value : value;
    return (magnitude >> (slice * code_bits())) & largest_code();
  }

  /// What cannot be combined or is out of range, and what is allowed; empty when nothing is.
  std::string conflict() const;

  bool operator==(const MvmFormat&) const = default;
};

/// What a macro cannot combine, whatever the layer (whose inputs are signed where signs matter):
/// the key of its YAML that asks for it, and what is allowed.
struct MacroRule {
  const char* key;
  bool (*is_broken)(const MvmFormat&);
  const char* message;
};
const std::vector<MacroRule>& macro_rules();

/// The format with as many weight slices as its cells' bits ask for, of equal bits: fewer levels
/// stand further apart.
MvmFormat with_even_slices(MvmFormat format);

}  // namespace mho
