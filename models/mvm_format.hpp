// How integers become levels, pulses and codes in one macro, and back. Everything the arithmetic of
// an MVM depends on besides the programmed conductances; all of it is integers.
//
// Units of the analog side: one *unit* is the current of one conductance step, (g_max -
// g_min)/(levels - 1), at one DAC step. The exact column sum of an ideal array is an integer number
// of units.
#pragma once

#include <cstdint>

namespace mho {

enum class Encoding { differential, offset };
enum class Subtraction { analog, digital };

struct MvmFormat {
  int weight_bits = 0;         ///< 2..16; weights lie in [-(2^(b-1)-1), 2^(b-1)-1]
  int input_bits = 0;          ///< 1..16; unsigned [0, 2^b-1], or signed [-(2^(b-1)-1), 2^(b-1)-1]
  bool signed_inputs = false;  ///< signed inputs take two phases: positive parts, then negative,
                               ///< subtracted digitally
  int cell_bits = 0;           ///< 1..8, log2 of the cell's levels
  int dac_bits = 0;            ///< 1..8, input bits per pass
  int active_rows = 0;  ///< rows that conduct at once (a row group); groups are passes in turn
  Encoding encoding = Encoding::differential;
  Subtraction subtraction = Subtraction::analog;  ///< of a differential pair
  bool flip = false;  ///< offset only: a column group whose levels sum to over half is stored
                      ///< inverted (ISAAC)

  /// Bits of the magnitude that a column of cells must hold.
  int stored_bits() const {
    return encoding == Encoding::differential ? weight_bits - 1 : weight_bits;
  }
  int weight_slices() const { return (stored_bits() + cell_bits - 1) / cell_bits; }
  int magnitude_input_bits() const { return signed_inputs ? input_bits - 1 : input_bits; }
  int input_slices() const { return (magnitude_input_bits() + dac_bits - 1) / dac_bits; }
  int phases() const { return signed_inputs ? 2 : 1; }
  /// Physical columns of cells per weight column (logical output).
  int cell_columns_per_output() const {
    return weight_slices() * (encoding == Encoding::differential ? 2 : 1);
  }
  /// Columns that are converted per logical output: analog subtraction halves the differential
  /// pairs.
  int converted_columns_per_output() const {
    return weight_slices() *
           (encoding == Encoding::differential && subtraction == Subtraction::digital ? 2 : 1);
  }
  /// The converter sees both signs.
  bool signed_conversion() const {
    return encoding == Encoding::differential && subtraction == Subtraction::analog;
  }
  int row_groups(int rows) const { return (rows + active_rows - 1) / active_rows; }
  /// Analog passes of one MVM over `rows` rows: each is one drive of the DACs and one conversion
  /// per converted column.
  int passes(int rows) const { return row_groups(rows) * input_slices() * phases(); }

  bool operator==(const MvmFormat&) const = default;
};

}  // namespace mho
