// Durations as integers: a femtosecond is the clock of all simulated time. A duration is rounded to
// the nearest one, once, before it is multiplied. 64 bits hold 9,223 s, so that times are kept far
// enough below it: sums of a few durations and a point of time never wrap.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/base/quantity.hpp"

namespace mho {

/// The longest duration: 2^61 fs are 2,305 s. What is longer counts as that, and is refused by the
/// simulation that meets it, which ends there (sim/engine/kernel/clock.hpp).
inline constexpr std::int64_t kLongestFs = std::int64_t{1} << 61;

/// A duration in femtoseconds.
inline std::int64_t femtoseconds(Time time) {
  return std::llround(std::min(time.value() * 1e15, static_cast<double>(kLongestFs)));
}

/// The period of a clock in femtoseconds.
inline std::int64_t femtoseconds(Frequency clock) {
  return std::llround(std::min(1e15 / clock.value(), static_cast<double>(kLongestFs)));
}

/// So many durations one after another.
inline std::int64_t times_fs(std::int64_t count, std::int64_t fs) {
  std::int64_t product = 0;
  const bool wraps = __builtin_mul_overflow(count, fs, &product);
  return wraps ? kLongestFs : std::min(product, kLongestFs);
}

/// What a sum of times of several instances is that does not fit.
inline constexpr std::int64_t kForeverFs = std::numeric_limits<std::int64_t>::max();

/// Adds to a sum of times, which stays kForeverFs where it does not fit.
inline void add_fs(std::int64_t& sum_fs, std::int64_t fs) {
  if (__builtin_add_overflow(sum_fs, fs, &sum_fs)) sum_fs = kForeverFs;
}

}  // namespace mho
