#include "sim/chip/mac_array_spec.hpp"

namespace mho {

void ScratchpadSpec::fields(Fields& f) {
  f.integer("filter_words", filter_words, {1, 65536}, "Weights that a PE holds.");
  f.integer("input_words", input_words, {1, 65536}, "Inputs that a PE holds.");
  f.integer("sum_words", sum_words, {1, 65536}, "Partial sums that a PE holds.");
  f.integer("filter_words_per_cycle", filter_words_per_cycle, {1, 65536},
            "Weights that enter the array per cycle.");
  f.integer("input_words_per_cycle", input_words_per_cycle, {1, 65536},
            "Inputs that enter the array per cycle.");
  f.integer("sum_words_per_cycle", sum_words_per_cycle, {1, 65536},
            "Partial sums that enter, and that leave, the array per cycle.");
  f.integer("sum_cycles", sum_cycles, {0, 16},
            "Cycles that a PE's adder takes for a sum from another PE; 0: beside its own.");
  f.text("source", source, "Where these values come from.");
}

void MacArraySpec::fields(Fields& f) {
  f.choice("dataflow", dataflow,
           {{"weight_stationary",
             "a block of weights stays in the array, input vectors stream through it, sums leave "
             "at the columns (systolic)"},
            {"output_stationary",
             "each MAC keeps the sum of one output, weights and inputs stream past"},
            {"row_stationary",
             "each MAC keeps a filter row and slides it along an input row (Eyeriss)"}},
           "Which operand stays in place.");
  f.integer("rows", rows, {1, 65536},
            "MACs in a column: inputs (weight_stationary), output positions (output_stationary).");
  f.integer("columns", columns, {1, 65536}, "MACs in a row: outputs.");
  f.quantity("clock", clock, {1e3, 1e11}, "Clock.");
  f.integer("weight_bits", weight_bits, {1, 32},
            "Weight bits that a MAC takes at once; wider weights take more cycles.");
  f.integer("input_bits", input_bits, {1, 32},
            "Input bits that a MAC takes at once; wider inputs take more cycles.");
  f.integer("sum_bits", sum_bits, {8, 64}, "Bits of an accumulated sum.");
  f.integer("fill_cycles", fill_cycles, {0, 1e6},
            "Cycles from the entry of a block's last vector to its last sum.");
  f.integer("load_cycles", load_cycles, {0, 1e6},
            "weight_stationary: cycles that bring a block of weights into the array; others: 0.",
            Presence::optional);
  f.flag("shadow_weights", shadow_weights,
         "The next block of weights is brought in while this one is used.");
  f.integer("accumulator_depth", accumulator_depth, {1, 1e9},
            "weight_stationary: sums held for each column, all banks; others: 1.");
  f.integer("accumulator_banks", accumulator_banks, {1, 2},
            "2: one half of the sums is finished while the other accumulates.");
  f.rule(accumulator_depth >= accumulator_banks || dataflow != Dataflow::weight_stationary,
         "accumulator_depth", "must hold a sum in each of the accumulator_banks");
  f.flag("padded_blocks", padded_blocks,
         "weight_stationary: blocks that do not fill the array are fetched with zeros around them.",
         Presence::optional);
  f.flag("zero_gating", zero_gating,
         "A zero input switches neither the multiplier nor the registers of weights and sums.",
         Presence::optional);
  f.flag("zero_compression", zero_compression,
         "Activations cross the off-chip port run-length coded: three pairs of a 5-bit run of "
         "zeros and a 16-bit value in 64 bits (Eyeriss).",
         Presence::optional);
  f.section("scratchpad", scratchpad, "row_stationary: memories and buses of the PEs.");
  f.rule((dataflow == Dataflow::row_stationary) == scratchpad.has_value(), "scratchpad",
         "must be given with dataflow: row_stationary, and only then");
  f.text("source", source, "Where sizes, clock and cycles come from.");
  f.section("mac", mac, "Multiplier and adder; action: one multiply-accumulate; one per MAC.");
  f.section("registers", registers,
            "Registers or scratchpads at a MAC; action: one operand read or written; one per MAC.");
  f.section("transfer", transfer,
            "Wires to and between MACs; action: one operand moved; one per MAC.");
  f.section("accumulators", accumulators,
            "Memory of sums below the array; action: one sum read, added to and written.");
  f.section("weight_fifo", weight_fifo, "Weights waiting for the array.");
}

}  // namespace mho
