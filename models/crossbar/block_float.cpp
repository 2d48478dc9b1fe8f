#include "models/crossbar/block_float.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "sim/base/error.hpp"

namespace mho {

namespace {

int bits_of_magnitude(std::int32_t value) {
  return std::bit_width(static_cast<std::uint32_t>(std::abs(value)));
}

/// To the nearest multiple of 2^shift, ties to even.
std::int32_t rounded(std::int32_t magnitude, int shift) {
  if (shift <= 0) return magnitude;
  const std::int32_t half = std::int32_t{1} << (shift - 1);
  const std::int32_t quotient = magnitude >> shift;
  const std::int32_t rest = magnitude - (quotient << shift);
  const bool up = rest > half || (rest == half && quotient % 2 == 1);
  return (quotient + (up ? 1 : 0)) << shift;
}

std::int32_t as_float(std::int32_t value, int mantissa_bits) {
  const std::int32_t magnitude = rounded(std::abs(value), bits_of_magnitude(value) - mantissa_bits);
  return value < 0 ? -magnitude : magnitude;
}

}  // namespace

std::vector<std::int32_t> aligned(std::span<const std::int32_t> values, int rows, int active_rows,
                                  const FloatFormat& format, Exponent exponent) {
  const auto width = static_cast<std::size_t>(rows);
  require(format.mantissa_bits > 0 && format.aligned_bits > 0, "aligned: not a float's format");
  require(values.size() % width == 0, "aligned: values are not [n][rows]");
  std::vector<std::int32_t> result(values.size());
  for (std::size_t row = 0; row < values.size(); row += width)
    for (std::size_t first = 0; first < width; first += static_cast<std::size_t>(active_rows)) {
      const std::size_t end = std::min(width, first + static_cast<std::size_t>(active_rows));
      int largest = 0;
      for (std::size_t i = row + first; i < row + end; ++i) {
        result[i] = as_float(values[i], format.mantissa_bits);
        largest = std::max(largest, bits_of_magnitude(result[i]));
      }
      const int shift = std::max(0, largest - format.aligned_bits);
      // Division cuts towards zero, as shifting a magnitude does.
      for (std::size_t i = row + first; i < row + end; ++i) {
        result[i] /= std::int32_t{1} << shift;
        if (exponent == Exponent::kept) result[i] *= std::int32_t{1} << shift;
      }
    }
  return result;
}

}  // namespace mho
