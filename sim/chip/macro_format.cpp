#include <bit>

#include "sim/chip/chip_spec.hpp"

namespace mho {

MvmFormat MacroSpec::format(int weight_bits, int input_bits, bool is_signed) const {
  MvmFormat format;
  format.weight_bits = weight_bits;
  format.input_bits = input_bits;
  format.signed_inputs = is_signed;
  format.dac_bits = dac.bits;
  format.active_rows = active_rows / rows_per_input();
  format.encoding = encoding;
  format.subtraction = subtraction;
  format.flip = flip;
  format.two_sided = two_sided;
  format.devices = devices_per_weight;
  format.unit_column = unit_column;
  format.signed_input = signed_inputs;
  format.input = dac.input;
  format.accumulation = accumulation;
  format.accumulated_slices = accumulated_slices;
  format.zero_skipping = zero_skipping;
  format.cell_bits = std::bit_width(static_cast<unsigned>(cell->levels())) - 1;
  if (is_digital()) {
    // Whole weights in columns, signs told to the multipliers: slices as offset encoding counts
    // them, and no phases.
    format.dac_bits = digital.input_bits_per_cycle;
    format.encoding = Encoding::offset;
    format.subtraction = Subtraction::digital;
    format.signed_input = SignedInput::offset;
    format.cell_bits = digital.weight_bits;
  }
  // As many slices as the cells' levels ask for, of equal bits: fewer levels stand further apart.
  const int slices = format.magnitude_slices();
  format.cell_bits = (format.stored_bits() + slices - 1) / slices;
  return format;
}

}  // namespace mho
