#include "sim/chip/macro_actions.hpp"

namespace mho {

ActionCounts macro_actions(const MvmActivity& activity, const AnalogMacroSpec& macro,
                           std::int64_t input_bits, std::int64_t partial_sums) {
  ActionCounts counts;
  counts[Action::dac_drive] = activity.row_drives;
  switch (macro.read_energy) {
    case ReadEnergy::ohmic:
      counts[Action::cell_read] = activity.driven_conductance;
      break;
    case ReadEnergy::constant:
      counts[Action::array_read] = activity.drives;
      break;
    case ReadEnergy::capacitive:
      counts[Action::array_read] = activity.drives;
      counts[Action::row_charge] = activity.row_charge;
      counts[Action::cell_read] = activity.driven_conductance;
      break;
  }
  if (macro.slice_adder) counts[Action::slice_add] = activity.samples;
  counts[Action::sample_hold] = activity.samples;
  counts[Action::column_select] = activity.conversions;
  counts[Action::adc_convert] = activity.conversions;
  counts[Action::adc_step] = activity.adc_steps;
  counts[Action::shift_add] = activity.shift_adds;
  counts[Action::input_register_bit] = input_bits;
  counts[Action::output_register_sum] = partial_sums;
  return counts;
}

}  // namespace mho
