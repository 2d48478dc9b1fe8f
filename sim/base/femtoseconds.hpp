// Durations as integers: a femtosecond is the clock of all simulated time. A duration is rounded to
// the nearest one, once, before it is multiplied.
#pragma once

#include <cmath>
#include <cstdint>

#include "sim/base/quantity.hpp"

namespace mho {

/// A duration in femtoseconds.
inline std::int64_t femtoseconds(Time time) { return std::llround(time.value() * 1e15); }

/// The period of a clock in femtoseconds.
inline std::int64_t femtoseconds(Frequency clock) { return std::llround(1e15 / clock.value()); }

}  // namespace mho
