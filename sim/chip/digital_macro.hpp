// A digital compute-in-memory macro: weights stay in an array of bit cells, each with a multiplier
// beside it, and an adder tree for each column of weights adds up the products of all rows at once.
// It computes exact integers. Wider weights combine columns, wider inputs take more cycles. Chih
// et al., ISSCC 2021 (16.4). Constants are of the data that they were measured with; the energy of
// models follows the operands (models/crossbar/operand_toggles.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/costs/component.hpp"
#include "models/crossbar/mvm.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/array_spec.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Components;
struct MacroSpec;

/// Where the sums of an input's slices are accumulated.
enum class SliceSum {
  after_tree,  ///< of a column, each slice of which the tree adds up
  before_tree  ///< of each product; the tree adds up what has been accumulated
};

/// Floats on an integer array: mantissas are aligned to the largest exponent of the active rows,
/// and every row group's sum becomes a float. Weights are aligned where they are made.
struct FloatingPointSpec {
  int exponent_bits = 0;
  int mantissa_bits = 0;  ///< with the hidden one
  int aligned_bits = 0;   ///< that are left after alignment; 0: mantissa_bits
  Component aligner;      ///< action: one input aligned; one per active row
  Component normalizer;   ///< action: one sum made a float; one per column

  void fields(Fields& f);
  FloatFormat format() const {
    return {mantissa_bits, aligned_bits > 0 ? aligned_bits : mantissa_bits};
  }
};

/// Of an array, which its functions are told.
struct DigitalMacroSpec {
  int weight_bits = 0;             ///< of one column of weights
  int input_bits_per_cycle = 0;    ///< 1: bit-serial
  int weights_per_multiplier = 0;  ///< of a column, that take turns; 0: as rows do
  SliceSum accumulation = SliceSum::after_tree;
  Frequency clock;          ///< 0: the fastest that the models allow
  int pipeline_cycles = 0;  ///< from the last slice of an input to the sum: adder tree and after
  std::string source;
  std::optional<FloatingPointSpec> floating_point;
  Component multiplier;   ///< action: one weight times one input slice; one per weight
  Component adder_tree;   ///< action: one product added by a column's tree; one per column
  Component accumulator;  ///< action: one column sum shifted and added; one per column

  void fields(Fields& f, const ArraySpec& array);
  void components(Components& c, ArraySpec& array);

  /// The arithmetic of a layer.
  MvmFormat format(const ArraySpec& array, int weight_bits, int input_bits, bool is_signed) const;
  /// Rows that have multipliers.
  int multiplied_rows(const ArraySpec& array) const;
  /// Of a weight times an input slice: one input bit passes the weight on or not.
  int product_bits() const;
  /// Of what the tree adds up.
  int tree_bits() const;
  /// Of all rows' products with inputs of the usual width, added up.
  int sum_bits(const ArraySpec& array) const;
  int accumulator_bits(const ArraySpec& array) const;

  /// How many times as fast as relaxed the circuits are built, for the clock (digital_clock.hpp).
  double speedup = 1;

 private:
  void sharing_fields(Fields& f, const ArraySpec& array);
  /// Of an input of the usual width: aligned mantissas with their sign, or integers.
  int usual_input_bits() const;
  /// Of a weight times a whole input.
  int whole_product_bits() const;
};

/// Actions of `mvms` products of a block of rows x outputs, whatever the operands.
ActionCounts digital_macro_actions(const DigitalMacroSpec& macro, const MvmFormat& format, int rows,
                                   int outputs, std::int64_t mvms);
/// What the operands add: where parts of the macro follow them.
ActionCounts operand_actions(const MacroSpec& macro, const MvmActivity& activity);

}  // namespace mho
