// A digital compute-in-memory macro: weights stay in an array of bit cells, each with a multiplier
// beside it, and an adder tree for each column of weights adds up the products of all rows at once.
// It computes exact integers. Wider weights combine columns, wider inputs take more cycles. Chih
// et al., ISSCC 2021 (16.4). Zero operands cost what others do.
#pragma once

#include <cstdint>
#include <string>

#include "models/costs/component.hpp"
#include "models/crossbar/mvm_format.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/array_spec.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Components;

/// Of an array, which its functions are told.
struct DigitalMacroSpec {
  int weight_bits = 0;           ///< of one column of weights
  int input_bits_per_cycle = 0;  ///< 1: bit-serial
  Frequency clock;
  int pipeline_cycles = 0;  ///< from the last slice of an input to the sum: adder tree and after
  std::string source;
  Component multiplier;   ///< action: one weight times one input slice; one per weight
  Component adder_tree;   ///< action: one product added by a column's tree; one per column
  Component accumulator;  ///< action: one column sum shifted and added; one per column

  void fields(Fields& f, const ArraySpec& array);
  void components(Components& c, ArraySpec& array);

  /// The arithmetic of a layer.
  MvmFormat format(const ArraySpec& array, int weight_bits, int input_bits, bool is_signed) const;
  /// Of a weight times an input slice: one input bit passes the weight on or not.
  int product_bits() const {
    return input_bits_per_cycle == 1 ? weight_bits : weight_bits + input_bits_per_cycle;
  }
};

/// Actions of `mvms` products of a block of rows x outputs.
ActionCounts digital_macro_actions(const MvmFormat& format, int rows, int outputs,
                                   std::int64_t mvms);

}  // namespace mho
