// The threshold tables' layout.
#include "models/crossbar/readout.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Comparisons that surely find the code of any value. With steps s the search starts at the code
/// of floor(value) less 2^(s-1) - 1 and covers 2^s - 1 thresholds, which is enough when none is
/// 2^(s-1) - 1/2 codes or more from its ideal place. A 1/256 code covers rounding in single
/// precision of values up to 2^15 codes.
int steps_for(double largest_deviation) {
  int steps = 1;
  while (largest_deviation >= std::ldexp(1.0, steps - 1) - 0.5 - 1.0 / 256) ++steps;
  return steps;
}

}  // namespace

Thresholds::Thresholds(int converters, std::int32_t code_min, std::int32_t code_max,
                       std::span<const double> switching)
    : converters_(converters), code_min_(code_min), code_max_(code_max) {
  const std::int32_t count = code_max - code_min;
  require(converters > 0 && count > 0 && count < (1 << 15), "Thresholds: 1 to 15 bits");
  require(switching.size() == static_cast<std::size_t>(converters) * count,
          "Thresholds: not [converters][codes - 1]");
  double deviation = 0;
  for (std::size_t i = 0; i < switching.size(); ++i) {
    const auto k = static_cast<std::int32_t>(i % count);
    require(std::isfinite(switching[i]) && (k == 0 || switching[i] >= switching[i - 1]),
            "Thresholds: not finite and rising");
    deviation = std::max(deviation, std::abs(switching[i] - (code_min + k + 0.5)));
  }
  const int whole_table = std::bit_width(static_cast<unsigned>(count)) + 1;
  steps_ = std::min(steps_for(deviation), whole_table);
  stride_ = count + (1 << steps_);
  const float above = std::numeric_limits<float>::infinity();
  table_.assign(static_cast<std::size_t>(stride_) * converters, above);
  for (int c = 0; c < converters; ++c) {
    float* table = &table_[static_cast<std::size_t>(stride_) * c];
    std::fill_n(table, padding(), -above);
    for (std::int32_t k = 0; k < count; ++k)
      table[padding() + k] = static_cast<float>(switching[static_cast<std::size_t>(c) * count + k]);
  }
}

std::span<const float> Thresholds::of(int converter) const {
  const std::size_t first = static_cast<std::size_t>(stride_) * converter + padding();
  return std::span(table_).subspan(first, code_max_ - code_min_);
}

}  // namespace mho
