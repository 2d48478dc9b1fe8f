// The integers that a value of a float graph is rounded to where its file says so: what
// QuantizeLinear, DequantizeLinear, QONNX's Quant and their like come to once a file is read.
#pragma once

#include <cstdint>
#include <vector>

namespace mho {

/// x -> (code - zero_point) * scale, code = x / scale rounded to nearest, ties to even, plus
/// zero_point, moved into [low, high]; each step in float32, as ONNX's operators compute it.
struct NumberFormat {
  std::vector<float> scale;              ///< one, or one for each index of `axis`
  std::vector<std::int32_t> zero_point;  ///< as many as scales
  int axis = 0;
  std::int32_t low = 0, high = 0;  ///< codes
  bool bipolar = false;            ///< codes are -1, of numbers below 0, and 1; low is -1, high 1

  bool operator==(const NumberFormat&) const = default;
  bool is_single() const { return scale.size() == 1; }
};

/// The code of `x` by scale and zero point `at`.
std::int32_t code_of(const NumberFormat& format, float x, std::size_t at = 0);

/// The value of a code less its zero point.
float value_of(const NumberFormat& format, std::int32_t steps, std::size_t at = 0);

}  // namespace mho
