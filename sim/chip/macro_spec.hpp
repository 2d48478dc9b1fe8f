// A macro: an array that computes in analog or digitally.
#pragma once

#include <variant>

#include "sim/chip/analog_macro.hpp"
#include "sim/chip/array_spec.hpp"
#include "sim/chip/digital_macro.hpp"

namespace mho {

struct MacroSpec : ArraySpec {
  std::variant<AnalogMacroSpec, DigitalMacroSpec> circuits;

  void fields(Fields& f);
  void components(Components& c);

  /// Null where the macro is of the other arithmetic.
  const AnalogMacroSpec* analog() const { return std::get_if<AnalogMacroSpec>(&circuits); }
  AnalogMacroSpec* analog() { return std::get_if<AnalogMacroSpec>(&circuits); }
  const DigitalMacroSpec* digital() const { return std::get_if<DigitalMacroSpec>(&circuits); }
  DigitalMacroSpec* digital() { return std::get_if<DigitalMacroSpec>(&circuits); }

  /// The arithmetic of a layer.
  MvmFormat format(int weight_bits, int input_bits, bool is_signed) const;
  /// Rows of the array for one input of a layer.
  int rows_per_input() const { return analog() ? analog()->rows_per_input() : 1; }
  /// Cells of a row that one column of a format holds.
  int cells_per_column() const { return digital() ? digital()->weight_bits : 1; }
  /// Partial sums that come out of all columns at once, and their bits, weights of kActivationBits.
  int sums() const;
  int sum_bits() const;
  /// The errors that it makes.
  Effects effects() const { return analog() ? analog()->effects(*this) : Effects{}; }
  /// At whose multiples its stages hand over; 0: as soon as they can.
  Time cycle() const { return analog() ? analog()->stages().cycle : Time(); }
  /// Of a digital macro: the energy of a part goes with what the operands make switch.
  bool follows_operands() const;
  /// What an MVM counts depends on the values.
  bool depends_on_values() const { return analog() || follows_operands(); }
  /// The time that an MVM takes depends on its inputs.
  bool time_depends_on_data() const { return analog() && analog()->time_depends_on_data(); }
};

}  // namespace mho
