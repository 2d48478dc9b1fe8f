#include "models/costs/float_logic.hpp"

#include <algorithm>
#include <bit>

namespace mho {

namespace {

constexpr double kLeadingOneGates = 2.8;

int levels(int values) { return std::bit_width(static_cast<unsigned>(std::max(1, values)) - 1U); }

/// By up to `bits`.
Logic shifts(int bits) {
  const int depth = levels(bits);
  return logic(kMultiplexerGates * bits * depth, kSelectActivity, depth);
}

}  // namespace

Logic shifter_logic(int bits) {
  return shifts(bits).then(logic(kAndGates * bits, kDataActivity, 1));
}

Logic aligner_logic(int mantissa_bits, int exponent_bits, int inputs) {
  const Logic compare = adder_logic(exponent_bits);
  const Logic choose = logic(kMultiplexerGates * exponent_bits, kSelectActivity, 1);
  Logic largest = compare.then(choose);
  largest.picoseconds *= levels(inputs);
  return largest.then(adder_logic(exponent_bits)).then(shifter_logic(mantissa_bits));
}

Logic normalizer_logic(int sum_bits, int exponent_bits) {
  const Logic leading = logic(kLeadingOneGates * sum_bits, kDataActivity, levels(sum_bits));
  return leading.then(shifts(sum_bits))
      .then(adder_logic(exponent_bits))
      .then(adder_logic(exponent_bits));
}

}  // namespace mho
