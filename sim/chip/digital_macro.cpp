#include "sim/chip/digital_macro.hpp"

namespace mho {

void DigitalMacroSpec::fields(Fields& f) {
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
