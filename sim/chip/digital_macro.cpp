#include "sim/chip/digital_macro.hpp"

#include <algorithm>
#include <bit>

#include "sim/chip/components/widths.hpp"
#include "sim/chip/macro_spec.hpp"

namespace mho {

namespace {

/// Of sums of so many values, beyond one value's.
int carry_bits(int values) {
  return std::bit_width(static_cast<unsigned>(std::max(1, values) - 1));
}

}  // namespace

void FloatingPointSpec::fields(Fields& f) {
  f.integer("exponent_bits", exponent_bits, {1, 15}, "BF16: 8, FP16: 5, FP8: 4 or 5.");
  f.integer("mantissa_bits", mantissa_bits, {1, 15},
            "With the hidden one. BF16: 8, FP16: 11, FP8: 4 or 3.");
  f.integer("aligned_bits", aligned_bits, {0, 15},
            "Bits of a magnitude that are left after alignment, and multiplied; 0: mantissa_bits.",
            Presence::optional);
  f.section("aligner", aligner,
            "Finds the largest exponent and shifts a mantissa to it, one per active row; action: "
            "one input.");
  f.section("normalizer", normalizer, "Makes a float of a row group's sum, one per column.");
}

void DigitalMacroSpec::fields(Fields& f, const ArraySpec& array) {
  f.integer("weight_bits", weight_bits, {1, 8},
            "Bits of a column's weights; wider weights take several columns.");
  f.integer("input_bits_per_cycle", input_bits_per_cycle, {1, 8},
            "Input bits that are multiplied at once; 1: bit-serial.");
  sharing_fields(f, array);
  f.quantity(
      "clock", clock, {0, 1e11},
      "Clock; all active rows are added up in each cycle; 0 Hz: the fastest of the models of "
      "multiplier, adder tree and accumulator.",
      Presence::optional);
  f.integer("pipeline_cycles", pipeline_cycles, {0, 1000},
            "Cycles from an input's last slice to its sum.");
  f.text("digital_source", source, "Where sizes, clock and cycles come from.");
  f.section("floating_point", floating_point,
            "Operands are floats whose mantissas are aligned before they are multiplied; absent: "
            "integers. pipeline_cycles have the cycles of alignment and normalization.");
  f.section("multiplier", multiplier,
            "Multiplier at a weight; action: one weight times one input slice.");
  f.section("adder_tree", adder_tree,
            "Adder tree of a column; action: one product added, with all that the tree does.");
  f.section("accumulator", accumulator,
            "Shifts and adds a column's sums, or a multiplier's products, of all slices; action: "
            "one of them.");
  if (f.documents()) return;
  f.rule(clock.value() > 0 || (multiplier.model && adder_tree.model), "clock",
         "must be stated where multiplier and adder_tree have no models that tell their delay");
  if (!adder_tree.model) return;
  const int inputs = adder_tree.model->inputs();
  f.rule(inputs == 1 || inputs == array.active_rows, "adder_tree",
         "has a model that sums " + std::to_string(inputs) +
             " products at once; allowed: all of active_rows, " +
             std::to_string(array.active_rows) + ", or an adder for each");
}

void DigitalMacroSpec::sharing_fields(Fields& f, const ArraySpec& array) {
  f.integer("weights_per_multiplier", weights_per_multiplier, {0, 8192},
            "Weights of a column that share a multiplier, in turns; 0: as rows take turns.",
            Presence::optional);
  const int most = array.rows / std::max(1, array.active_rows);
  f.rule(weights_per_multiplier <= std::max(1, most), "weights_per_multiplier",
         "leaves fewer multipliers in a column than the " + std::to_string(array.active_rows) +
             " rows that are active; allowed: up to " + std::to_string(most));
  f.choice("accumulation", accumulation,
           {{"after_tree", "of a column, whose tree adds up every slice"},
            {"before_tree", "of each product; the tree adds up once for all slices"}},
           "Where the sums of an input's slices are accumulated.", Presence::optional);
  f.rule(accumulation == SliceSum::after_tree || array.active_rows == array.rows, "accumulation",
         "before_tree needs all rows at once; allowed: active_rows left out, or after_tree");
}

MvmFormat DigitalMacroSpec::format(const ArraySpec& array, int bits_of_weight, int input_bits,
                                   bool is_signed) const {
  // Whole weights in columns, signs told to the multipliers: slices as offset encoding counts
  // them, and one polarity.
  MvmFormat format;
  if (floating_point) {
    format.floats = floating_point->format();
    bits_of_weight = format.floats.aligned_bits + 1;
    input_bits = format.floats.aligned_bits + (is_signed ? 1 : 0);
  }
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

int DigitalMacroSpec::multiplied_rows(const ArraySpec& array) const {
  if (weights_per_multiplier == 0) return array.active_rows;
  return (array.rows + weights_per_multiplier - 1) / weights_per_multiplier;
}

int DigitalMacroSpec::product_bits() const {
  return input_bits_per_cycle == 1 ? weight_bits : weight_bits + input_bits_per_cycle;
}

int DigitalMacroSpec::usual_input_bits() const {
  return floating_point ? floating_point->format().aligned_bits + 1 : kActivationBits;
}

int DigitalMacroSpec::whole_product_bits() const {
  return weight_bits + std::max(usual_input_bits(), input_bits_per_cycle);
}

int DigitalMacroSpec::tree_bits() const {
  return accumulation == SliceSum::after_tree ? product_bits() : whole_product_bits();
}

int DigitalMacroSpec::sum_bits(const ArraySpec& array) const {
  return whole_product_bits() + carry_bits(array.rows);
}

int DigitalMacroSpec::accumulator_bits(const ArraySpec& array) const {
  return accumulation == SliceSum::after_tree ? sum_bits(array) : whole_product_bits();
}

bool MacroSpec::follows_operands() const {
  return digital() &&
         (digital()->multiplier.follows_operands() || digital()->adder_tree.follows_operands() ||
          digital()->accumulator.follows_operands() || input_register.follows_operands());
}

ActionCounts digital_macro_actions(const DigitalMacroSpec& macro, const MvmFormat& format, int rows,
                                   int outputs, std::int64_t mvms) {
  const std::int64_t columns = format.cell_columns(outputs);
  const std::int64_t products = mvms * rows * format.input_slices() * columns;
  const bool after = macro.accumulation == SliceSum::after_tree;
  ActionCounts counts;
  counts[Action::digital_multiply] = products;
  counts[Action::tree_add] = after ? products : mvms * rows * columns;
  counts[Action::digital_accumulate] = after ? mvms * format.passes(rows) * columns : products;
  counts[Action::input_register_bit] = mvms * rows * format.input_bits;
  counts[Action::output_register_sum] = mvms * outputs;
  if (macro.floating_point) {
    counts[Action::input_register_bit] += mvms * rows * macro.floating_point->exponent_bits;
    counts[Action::float_align] = mvms * rows;
    counts[Action::float_normalize] = mvms * format.row_groups(rows) * outputs;
  }
  return counts;
}

ActionCounts operand_actions(const MacroSpec& macro, const MvmActivity& activity) {
  const DigitalMacroSpec& digital = *macro.digital();
  const bool after = digital.accumulation == SliceSum::after_tree;
  ActionCounts counts;
  const auto count = [&](Action action, const Component& part, std::int64_t number) {
    if (part.follows_operands()) counts[action] = number;
  };
  count(Action::input_register_toggle, macro.input_register, activity.input_toggles);
  count(Action::digital_multiply_toggle, digital.multiplier, activity.product_toggles);
  count(Action::tree_toggle, digital.adder_tree,
        after ? activity.product_toggles : activity.nonzero_products);
  count(Action::digital_accumulate_toggle, digital.accumulator,
        after ? activity.changed_sums : activity.changed_products);
  return counts;
}

}  // namespace mho
