// A digital array of multiply-accumulate units (MACs) with what stands around it, as its YAML
// states it: the dataflow that decides which operand stays in place, sizes, clock, and the cost of
// every word that moves. Operands are exact integers. What streams through it, and in which order,
// is in sim/mapping/dataflow.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/costs/component.hpp"
#include "models/memories/buffer.hpp"
#include "sim/base/division.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Components;

enum class Dataflow { weight_stationary, output_stationary, row_stationary };

/// The processing element (PE) of a row-stationary array: its scratchpads, in operands, and the
/// buses that fill them, in operands per cycle of the whole array (Chen et al., ISCA 2016).
struct ScratchpadSpec {
  int filter_words = 0;
  int input_words = 0;
  int sum_words = 0;
  int filter_words_per_cycle = 0;
  int input_words_per_cycle = 0;
  int sum_words_per_cycle = 0;
  int sum_cycles = 0;  ///< of the PE's adder for each sum that comes from another PE
  std::string source;

  void fields(Fields& f);
};

struct MacArraySpec {
  Dataflow dataflow = Dataflow::weight_stationary;
  int rows = 0;
  int columns = 0;
  Frequency clock;
  int weight_bits = 0;  ///< that one MAC takes at once; wider weights take more cycles
  int input_bits = 0;   ///< that one MAC takes at once; wider inputs take more cycles
  int sum_bits = 0;     ///< of an accumulated sum
  int fill_cycles = 0;  ///< from a block's last vector to its last sum
  int load_cycles = 0;  ///< weight_stationary: to bring a block of weights into the array
  /// The next block's weights are brought in while this one's vectors stream.
  bool shadow_weights = false;
  /// weight_stationary: sums held for each column; output_stationary: 1.
  int accumulator_depth = 0;
  /// 2: one half of the sums is finished and stored while the other accumulates.
  int accumulator_banks = 0;
  /// Blocks that do not fill the array are stored, and fetched, with zeros around them.
  bool padded_blocks = false;
  /// A zero input switches neither multiplier nor filter and sum registers.
  bool zero_gating = false;
  /// Activations go to and from off-chip memory as runs of zeros and values.
  bool zero_compression = false;
  std::optional<ScratchpadSpec> scratchpad;  ///< row_stationary
  std::string source;
  Component mac;           ///< action: one multiply-accumulate; one instance per MAC
  Component registers;     ///< action: one operand read or written at a MAC; one per MAC
  Component transfer;      ///< action: one operand moved to or between MACs; one per MAC
  Component accumulators;  ///< action: one sum read, added to and written; one per array
  BufferSpec weight_fifo;  ///< weights between off-chip memory and the array

  void fields(Fields& f);
  void components(Components& c);

  /// Cycles that the product of two operands of these widths takes on one MAC.
  int cycles_per_mac(int weight_bits_of_layer, int input_bits_of_layer) const {
    return ceil_divide(weight_bits_of_layer, weight_bits) *
           ceil_divide(input_bits_of_layer, input_bits);
  }
  std::int64_t macs() const { return std::int64_t{rows} * columns; }
};

}  // namespace mho
