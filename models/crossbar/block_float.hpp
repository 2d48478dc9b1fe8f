// Block floating point: what a digital macro for floats multiplies. A float keeps its mantissa's
// leading bits, wherever its own leading one is; those that are added up together (the active rows)
// are shifted to the exponent of the largest of them, and what falls off below is cut, as a shifter
// does. Floats are here the integers of a quantized network: their grid holds what floats of more
// exponent would, so that exponents have no range.
//
//   x_f = round(x / 2^s) 2^s, s = max(0, bits of |x| - mantissa_bits), ties to even
//   x_a = trunc(x_f / 2^e) 2^e, e = max(0, bits of the largest |x_f| of the group - aligned_bits)
//
// Integers of at most as many bits as both are left as they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mho {

struct FloatFormat {
  int mantissa_bits = 0;  ///< with the hidden one; 0: integers
  int aligned_bits = 0;   ///< of a magnitude that is left after alignment

  bool operator==(const FloatFormat&) const = default;
};

/// The value of each, with its exponent (x_a), or without (x_a / 2^e): what is multiplied.
enum class Exponent { kept, dropped };

/// Of values [n][rows], aligned within `active_rows` of them.
std::vector<std::int32_t> aligned(std::span<const std::int32_t> values, int rows, int active_rows,
                                  const FloatFormat& format, Exponent exponent);

}  // namespace mho
