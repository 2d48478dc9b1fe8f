#include "sim/chip/digital_macro.hpp"

namespace mho {

void DigitalMacroSpec::fields(Fields& f, const ArraySpec& array) {
  f.integer("weight_bits", weight_bits, {1, 8},
            "Bits of a column's weights; wider weights take several columns.");
  f.integer("input_bits_per_cycle", input_bits_per_cycle, {1, 8},
            "Input bits that are multiplied at once; 1: bit-serial.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock; all active rows are added up in each cycle.");
  f.integer("pipeline_cycles", pipeline_cycles, {0, 1000},
            "Cycles from an input's last slice to its sum.");
  f.text("digital_source", source, "Where sizes, clock and cycles come from.");
  f.section("multiplier", multiplier,
            "Multiplier at a weight; action: one weight times one input slice.");
  f.section("adder_tree", adder_tree,
            "Adder tree of a column; action: one product added, with all that the tree does.");
  f.section("accumulator", accumulator,
            "Shifts and adds a column's sums of all slices; action: one sum.");
  if (!adder_tree.model || f.documents()) return;
  const int inputs = adder_tree.model->inputs();
  f.rule(inputs == 1 || inputs == array.active_rows, "adder_tree",
         "has a model that sums " + std::to_string(inputs) +
             " products at once; allowed: all of active_rows, " +
             std::to_string(array.active_rows) + ", or an adder for each");
}

MvmFormat DigitalMacroSpec::format(const ArraySpec& array, int bits_of_weight, int input_bits,
                                   bool is_signed) const {
  // Whole weights in columns, signs told to the multipliers: slices as offset encoding counts
  // them, and one polarity.
  MvmFormat format;
  format.weight_bits = bits_of_weight;
  format.input_bits = input_bits;
  format.inputs_are_signed = is_signed;
  format.dac_bits = input_bits_per_cycle;
  format.active_rows = array.active_rows;
  format.encoding = Encoding::offset;
  format.subtraction = Subtraction::digital;
  format.signed_inputs = SignedInput::offset;
  format.cell_bits = weight_bits;
  return with_even_slices(format);
}

ActionCounts digital_macro_actions(const MvmFormat& format, int rows, int outputs,
                                   std::int64_t mvms) {
  const std::int64_t columns = format.cell_columns(outputs);
  const std::int64_t products = mvms * rows * format.input_slices() * columns;
  ActionCounts counts;
  counts[Action::digital_multiply] = products;
  counts[Action::tree_add] = products;
  counts[Action::digital_accumulate] = mvms * format.passes(rows) * columns;
  counts[Action::input_register_bit] = mvms * rows * format.input_bits;
  counts[Action::output_register_sum] = mvms * outputs;
  return counts;
}

}  // namespace mho
