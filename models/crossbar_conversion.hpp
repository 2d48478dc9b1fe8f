// The converter's transfer as the kernel and its twin compute it, and what the digital side needs
// to hold. A column sum is an integer number of fixed steps, so only these few floating-point
// operations decide a code; they are the same everywhere.
//
// Narrow arrays (nearly all) convert in single precision and accumulate codes in 32 bits: allowed
// when no column sum of exact cells is over 2^24 units (single precision then holds it exactly),
// codes are below 2^24, and the accumulated codes of one MVM stay below 2^31. Wide arrays convert
// in double precision and accumulate in 64 bits, which is exact for any 32-bit column sum.
#pragma once

#include <cmath>
#include <cstdint>

#include "models/crossbar.hpp"

namespace mho {

struct Conversion {
  bool narrow = true;
  double scale = 0;           ///< codes per fixed step of column sum
  double noise_variance = 0;  ///< codes^2 per step of the integer variance sum
  std::int32_t code_min = 0;
  std::int32_t code_max = 0;
};

Conversion conversion_of(const ProgrammedArray& array, const AdcRange& range);

/// The code of a column sum in fixed steps, with a noise in codes already drawn.
inline std::int32_t convert(const Conversion& c, std::int32_t sum, double noise_codes) {
  if (c.narrow) {
    const float value =
        static_cast<float>(sum) * static_cast<float>(c.scale) + static_cast<float>(noise_codes);
    const float low = static_cast<float>(c.code_min), high = static_cast<float>(c.code_max);
    return static_cast<std::int32_t>(std::nearbyint(std::fmin(std::fmax(value, low), high)));
  }
  const double value = sum * c.scale + noise_codes;
  const double low = c.code_min, high = c.code_max;
  return static_cast<std::int32_t>(std::nearbyint(std::fmin(std::fmax(value, low), high)));
}

}  // namespace mho
