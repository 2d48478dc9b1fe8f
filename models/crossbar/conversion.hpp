// The readout as the kernel and its twin compute it, and what the digital side needs to hold. A
// column sum is an integer number of fixed steps, so only these few floating-point operations
// decide a code; they are the same everywhere.
//
// Narrow arrays (nearly all) convert in single precision and accumulate codes in 32 bits: allowed
// when no column sum of exact cells is over 2^24 units (single precision then holds it exactly),
// codes are below 2^24, and the accumulated codes of one MVM stay below 2^31. Wide arrays convert
// in double precision and accumulate in 64 bits, which is exact for any 32-bit column sum. A
// readout that does not quantize is a wide one whose LSB is one fixed step.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "models/crossbar/mvm.hpp"

namespace mho {

/// What one converted column does, in codes.
struct ColumnConversion {
  double scale = 0;           ///< codes per fixed step of column sum
  double noise_variance = 0;  ///< codes^2 per step of the integer variance sum
  double floor_variance = 0;  ///< of column and converter, codes^2
  double limit = 0;           ///< of |value|, codes
  double saturation = 0;      ///< 1/codes
  std::int32_t table = 0;     ///< where its converter's threshold table begins
};

struct Conversion {
  bool narrow = true;
  bool uniform = true;   ///< all columns alike, rounded, unlimited: by_slice[0] is all
  bool limited = false;  ///< noise of column and converter joins after the limit
  std::int32_t code_min = 0;
  std::int32_t code_max = 0;
  std::vector<ColumnConversion> by_slice;  ///< table unset
  std::vector<std::int64_t> lsb;           ///< by slice, 2^-16 units
};

/// Throws Bug when the readout does not fit the array.
Conversion conversion_of(const ProgrammedArray& array, const Readout& readout);

/// Of every column, [columns_padded].
std::vector<ColumnConversion> columns_of(const ProgrammedArray& array, const Readout& readout,
                                         const Conversion& conversion);

/// The weight slice, or group of summed ones, that a converted column belongs to.
inline int slice_of(const ProgrammedArray& array, int column) {
  return column / (array.outputs + array.format.unit_outputs()) /
         array.format.converted_columns_per_slice();
}

/// The code of a column sum in fixed steps; noise in codes, already drawn: of the cells, and of
/// column and converter.
template <class Real>
std::int32_t code_of(const Conversion& c, const Thresholds& thresholds, int column,
                     const ColumnConversion& own, std::int32_t sum, Real cell_noise,
                     Real late_noise) {
  Real value = static_cast<Real>(sum) * static_cast<Real>(own.scale) + cell_noise;
  if (c.limited) {
    const Real limit = static_cast<Real>(own.limit);
    value = std::fmin(std::fmax(value, -limit), limit);
    value = value / (1 + static_cast<Real>(own.saturation) * std::fabs(value));
  }
  value = value + late_noise;
  if (!thresholds.empty()) return thresholds.code(column % thresholds.converters(), value);
  const Real low = static_cast<Real>(c.code_min), high = static_cast<Real>(c.code_max);
  return static_cast<std::int32_t>(std::nearbyint(std::fmin(std::fmax(value, low), high)));
}

/// The digital side of one column: its accumulated code, shifted, times LSB and gain.
std::int64_t column_value(const Readout& readout, const Conversion& conversion, int slice,
                          int column, int shift, std::int64_t accumulated);

}  // namespace mho
