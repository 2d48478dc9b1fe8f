// What costs energy when something happens. The engine counts these; the chip prices them; the
// ledger multiplies. Counts are integers, so that their sums do not depend on order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mho {

enum class Action {
  dac_drive,      ///< one row driven for one pass
  array_read,     ///< one pass of an array (read_energy: constant, capacitive)
  row_charge,     ///< one row's wire charged for a unit of the input (capacitive)
  cell_read,      ///< (DAC code)^2, or DAC code of pulses, x conductance steps (ohmic, capacitive)
  cell_write,     ///< one cell written while the network runs
  slice_add,      ///< the slices of a column's group added in analog
  sample_hold,    ///< one column value held
  column_select,  ///< one column connected to its converter
  adc_convert,    ///< one conversion
  adc_step,       ///< one step of a conversion that ends early
  shift_add,      ///< one code shifted and added
  input_register_bit,   ///< one input bit written to and read from a macro's register
  output_register_sum,  ///< one partial sum written to and read from a macro's register
  buffer_read,          ///< one access of a tile's input buffer
  buffer_write,         ///< one access of a tile's input buffer
  output_buffer_read,   ///< one access of a tile's output buffer
  output_buffer_write,  ///< one access of a tile's output buffer
  line_buffer_bit,      ///< one bit written to and read from a shift window
  bus_bit,              ///< one bit from a tile's buffer to its macros
  accumulate,           ///< one partial sum added to another
  core_accumulate,      ///< one partial sum added to another within a core
  vector_operation,     ///< one elementary operation of the vector unit
  control_step,         ///< one output pixel sequenced
  noc_flit_hop,         ///< one flit through one router (mesh: and its outgoing link)
  noc_flit_um,          ///< one flit over one micrometre of wire (all but mesh)
  noc_reduce,           ///< one partial sum added to another in a router
  chip_link_bit,        ///< one bit from a chip to its neighbor
  global_buffer_read,   ///< one access
  global_buffer_write,  ///< one access
  off_chip_read_bit,    ///< one bit of a whole burst
  off_chip_write_bit,   ///< one bit of a whole burst
  off_chip_activate,    ///< one row of one channel opened and closed
  off_chip_link_bit,    ///< one bit through the PHY, in either direction
  host_link_bit,        ///< one bit to or from the host
  mac,                  ///< one multiply-accumulate of a MAC array
  mac_register_access,  ///< one operand read or written at a MAC
  mac_transfer,         ///< one operand moved to or between MACs
  accumulator_access,   ///< one sum below a MAC array read, added to and written
  weight_fifo_read,     ///< one access
  weight_fifo_write,    ///< one access
  digital_multiply,     ///< one weight of a digital macro times one input slice
  tree_add,             ///< one product added by a digital macro's adder tree
  digital_accumulate,   ///< one column sum of a digital macro shifted and added
  float_align,          ///< one float of a digital macro aligned to the largest exponent
  float_normalize,      ///< one sum of a digital macro made a float
  // What operands make switch, beyond the actions above, where a model prices it.
  input_register_toggle,     ///< one bit of a digital macro's input register changed
  digital_multiply_toggle,   ///< one partial product of one bit by one bit toggled
  tree_toggle,               ///< the same, or one product, on its way through the adder tree
  digital_accumulate_toggle  ///< one sum or product changed that is accumulated
};
inline constexpr std::size_t kActions =
    static_cast<std::size_t>(Action::digital_accumulate_toggle) + 1;

/// Counts by action.
struct ActionCounts {
  std::array<std::int64_t, kActions> count{};

  std::int64_t& operator[](Action action) { return count[static_cast<std::size_t>(action)]; }
  std::int64_t operator[](Action action) const { return count[static_cast<std::size_t>(action)]; }
  ActionCounts& operator+=(const ActionCounts& other) {
    for (std::size_t i = 0; i < kActions; ++i) count[i] += other.count[i];
    return *this;
  }
  bool operator==(const ActionCounts&) const = default;
};

}  // namespace mho
