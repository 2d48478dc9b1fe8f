// The components of a digital macro: bit cells with a multiplier beside each weight, and an adder
// tree and an accumulator for each column of weights.
#include <algorithm>

#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"

namespace mho {

void MacroSpec::digital_components(Components& c) {
  const std::int64_t weights = std::int64_t{rows} * columns;
  const double bits = digital.weight_bits;
  const Time cycle = 1.0 / digital.clock;
  // A tree's model is of all that it adds at once, its price of one product.
  const int products = digital.adder_tree.model ? digital.adder_tree.model->inputs() : 1;

  c.add({.name = "cell",
         .section = "macro.cell",
         .level = Level::macro,
         .costs = &cell_cost,
         .instances = weights * digital.weight_bits,
         .actions = {{Action::cell_write, "write", "one cell written"}},
         .lies = Lies::in_cell,
         .waiting = Waiting::keeps_weights});
  c.add({.name = "multiplier",
         .section = "macro.multiplier",
         .level = Level::macro,
         .costs = &digital.multiplier,
         .instances = weights,
         .use = {.bits = digital.weight_bits,
                 .other_bits = digital.input_bits_per_cycle,
                 .time = cycle},
         .sizes = {"macro.weight_bits", "macro.input_bits_per_cycle"},
         .actions = {{Action::digital_multiply, "multiply", "one weight times one input slice"}},
         .lies = Lies::in_cell,
         .serves = bits});
  c.add({.name = "adder_tree",
         .section = "macro.adder_tree",
         .level = Level::macro,
         .costs = &digital.adder_tree,
         .instances = columns,
         .use = {.bits = digital.product_bits(),
                 .copies = products > 1 ? 1.0 : active_rows - 1,
                 .time = static_cast<double>(std::max(1, digital.pipeline_cycles)) * cycle,
                 .actions = products},
         .sizes = {"macro.active_rows", "macro.weight_bits", "macro.input_bits_per_cycle"},
         .actions = {{Action::tree_add, "add", "one product added up"}},
         .lies = Lies::at_columns,
         .serves = bits});
  c.add({.name = "column_accumulator",
         .section = "macro.accumulator",
         .level = Level::macro,
         .costs = &digital.accumulator,
         .instances = columns,
         .use = {.bits = kPartialSumBits, .time = cycle},
         .actions = {{Action::digital_accumulate, "add", "one column sum shifted and added"}},
         .lies = Lies::at_columns,
         .serves = bits});
  c.add_time({"macro.clock", &digital.clock, digital.source, true, true});
}

}  // namespace mho
