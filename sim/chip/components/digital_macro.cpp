// The components of a digital macro: bit cells with a multiplier beside each weight, and an adder
// tree and an accumulator for each column of weights.
#include <algorithm>

#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"
#include "sim/chip/digital_macro.hpp"

namespace mho {

void DigitalMacroSpec::components(Components& c, ArraySpec& array) {
  const std::int64_t weights = std::int64_t{array.rows} * array.columns;
  const double bits = weight_bits;
  const Time cycle = 1.0 / clock;
  // A tree's model is of all that it adds at once, its price of one product.
  const int products = adder_tree.model ? adder_tree.model->inputs() : 1;

  c.add({.name = "cell",
         .section = "macro.cell",
         .level = Level::macro,
         .costs = &array.cell_cost,
         .instances = weights * weight_bits,
         .actions = {{Action::cell_write, "write", "one cell written"}},
         .lies = Lies::in_cell,
         .waiting = Waiting::keeps_weights});
  c.add({.name = "multiplier",
         .section = "macro.multiplier",
         .level = Level::macro,
         .costs = &multiplier,
         .instances = weights,
         .use = {.bits = weight_bits, .other_bits = input_bits_per_cycle, .time = cycle},
         .sizes = {"macro.weight_bits", "macro.input_bits_per_cycle"},
         .actions = {{Action::digital_multiply, "multiply", "one weight times one input slice"}},
         .lies = Lies::in_cell,
         .serves = bits});
  c.add({.name = "adder_tree",
         .section = "macro.adder_tree",
         .level = Level::macro,
         .costs = &adder_tree,
         .instances = array.columns,
         .use = {.bits = product_bits(),
                 .copies = products > 1 ? 1.0 : array.active_rows - 1,
                 .time = static_cast<double>(std::max(1, pipeline_cycles)) * cycle,
                 .actions = products},
         .sizes = {"macro.active_rows", "macro.weight_bits", "macro.input_bits_per_cycle"},
         .actions = {{Action::tree_add, "add", "one product added up"}},
         .lies = Lies::at_columns,
         .serves = bits});
  c.add({.name = "column_accumulator",
         .section = "macro.accumulator",
         .level = Level::macro,
         .costs = &accumulator,
         .instances = array.columns,
         .use = {.bits = kPartialSumBits, .time = cycle},
         .actions = {{Action::digital_accumulate, "add", "one column sum shifted and added"}},
         .lies = Lies::at_columns,
         .serves = bits});
  c.add_time({"macro.clock", &clock, source, true, true});
}

}  // namespace mho
