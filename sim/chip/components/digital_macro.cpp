// The components of a digital macro: bit cells, multipliers beside them, and an adder tree for each
// column of weights with an accumulator behind it, or one behind each multiplier. A part whose
// costs are a model's has the share that goes with its operands as an action of its own: energy x
// toggle_share x (toggle rate of the part's inputs for one count).
//   multiplier  its moving operand's bits toggle against weights of which half of the bits are
//   ones:
//               a partial product of k x w bits stands for 2 / (k w) of the input's rate
//   tree        where a product changes half of its bits do, but for single input bits, where those
//               do that are ones of the weight: 2 (1 - 2^-k) of the partial products' rate
//   accumulator half of its bits, where anything changes; of an input register: its bits
#include <cmath>

#include "sim/chip/components/components.hpp"
#include "sim/chip/components/widths.hpp"
#include "sim/chip/digital_macro.hpp"

namespace mho {

namespace {

/// Partial products of a weight and an input slice.
double partial_products(const DigitalMacroSpec& macro) {
  return static_cast<double>(macro.weight_bits) * macro.input_bits_per_cycle;
}

/// Toggle rate of the tree's inputs that one count stands for.
double rate_in_tree(const DigitalMacroSpec& macro) {
  if (macro.accumulation == SliceSum::before_tree) return 0.5;
  return 2 * (1 - std::exp2(-macro.input_bits_per_cycle)) / partial_products(macro);
}

}  // namespace

void DigitalMacroSpec::components(Components& c, ArraySpec& array) {
  const std::int64_t weights = std::int64_t{array.rows} * array.columns;
  const std::int64_t multipliers = std::int64_t{multiplied_rows(array)} * array.columns;
  const double bits = weight_bits;
  const double multiplied_bits =
      bits * static_cast<double>(weights) / static_cast<double>(multipliers);
  const bool after = accumulation == SliceSum::after_tree;
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
  if (floating_point) {
    c.add({.name = "aligner",
           .section = "macro.floating_point.aligner",
           .level = Level::macro,
           .costs = &floating_point->aligner,
           .instances = array.active_rows,
           .use = {.bits = floating_point->format().aligned_bits,
                   .other_bits = floating_point->exponent_bits},
           .sizes = {"macro.active_rows"},
           .actions = {{Action::float_align, "align", "one input aligned"}}});
    c.add({.name = "normalizer",
           .section = "macro.floating_point.normalizer",
           .level = Level::macro,
           .costs = &floating_point->normalizer,
           .instances = array.columns,
           .use = {.bits = sum_bits(array), .other_bits = floating_point->exponent_bits},
           .sizes = {"macro.columns"},
           .actions = {{Action::float_normalize, "normalize", "one sum made a float"}}});
  }
  c.add({.name = "multiplier",
         .section = "macro.multiplier",
         .level = Level::macro,
         .costs = &multiplier,
         .instances = multipliers,
         .use = {.bits = weight_bits,
                 .other_bits = input_bits_per_cycle,
                 .speedup = speedup,
                 .abuts = true},
         .sizes = {"macro.weight_bits", "macro.input_bits_per_cycle"},
         .actions = with_toggles(
             {Action::digital_multiply, "multiply", "one weight times one input slice"},
             {Action::digital_multiply_toggle, "toggle", "one partial product that toggled"},
             multiplier, 2 / partial_products(*this)),
         .lies = Lies::in_cell,
         .serves = multiplied_bits});
  c.add({.name = "adder_tree",
         .section = "macro.adder_tree",
         .level = Level::macro,
         .costs = &adder_tree,
         .instances = array.columns,
         .use = {.bits = tree_bits(),
                 .copies = products > 1 ? 1.0 : array.active_rows - 1,
                 .actions = products,
                 .speedup = speedup},
         .sizes = {"macro.active_rows", "macro.weight_bits", "macro.input_bits_per_cycle"},
         .actions = with_toggles(
             {Action::tree_add, "add", "one product added up"},
             {Action::tree_toggle, "toggle",
              after ? "one partial product that toggled" : "one product that is not zero"},
             adder_tree, rate_in_tree(*this)),
         .lies = Lies::at_columns,
         .serves = bits});
  c.add({.name = "column_accumulator",
         .section = "macro.accumulator",
         .level = Level::macro,
         .costs = &accumulator,
         .instances = after ? array.columns : multipliers,
         .use = {.bits = accumulator_bits(array), .speedup = speedup, .abuts = !after},
         .actions = with_toggles(
             {Action::digital_accumulate, "add", "one sum of a slice shifted and added"},
             {Action::digital_accumulate_toggle, "toggle", "one of them that changed"}, accumulator,
             0.5),
         .lies = after ? Lies::at_columns : Lies::in_cell,
         .serves = after ? bits : multiplied_bits});
  c.add_time({"macro.clock", &clock, source, true, true});
}

}  // namespace mho
