// Logic of floats beside an integer array: what aligns mantissas to the largest exponent, and what
// makes a float of a sum. Made of the adders and cells of costs/gates.hpp; sizes as yosys maps them
// within 17 % (tests/models/costs/yosys_test.cpp), energies by the stated activities, which were
// not simulated.
#pragma once

#include "models/costs/gates.hpp"

namespace mho {

/// Right or left by any amount: ceil(log2 bits) levels of multiplexers, and an AND a bit for
/// amounts beyond.
Logic shifter_logic(int bits);

/// For one of `inputs` mantissas that are aligned together: its place in the tree that finds the
/// largest exponent (a comparison, and the choice of the larger), its exponent taken from that, and
/// its shifter. Delay: ceil(log2 inputs) levels of the tree, and the rest.
Logic aligner_logic(int mantissa_bits, int exponent_bits, int inputs);

/// For one sum: its leading one found (2.8 GE a bit), a shifter there, which needs no ANDs, and two
/// additions to the exponent.
Logic normalizer_logic(int sum_bits, int exponent_bits);

}  // namespace mho
