// The readout of one tile of column sums on vectors: noise, limit, conversion, accumulation of
// codes, with the few floating-point operations of crossbar/conversion.hpp, so that all instruction
// sets give the same bits. Compiled once per instruction set (see sim/base/simd.hpp).
#pragma once

#include "models/crossbar/kernel/products_lanes.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

/// Column sums of some items, [items][kTile], with what is drawn for them.
struct TileOfSums {
  int first_item = 0;
  int items = 0;
  int first_column = 0;
  int width = 0;
  bool negative = false;  ///< the pass is subtracted
  int shift = 0;          ///< of the input slice
  const std::int32_t* sign = nullptr;
  const std::int32_t* sums = nullptr;
  const std::int32_t* variances = nullptr;
  const float* normals = nullptr;       ///< of the noise before the limit, or of all
  const float* late_normals = nullptr;  ///< of the noise after it
};

/// Adds the signed, shifted codes of kLanes columns, c counted from the tile's first.
[[gnu::always_inline]] inline void accumulate(const KernelJob& job, const TileOfSums& tile,
                                              int item, int c, I32 code) {
  std::int32_t* to = job.accumulated_32 +
                     static_cast<std::int64_t>(tile.first_item + item) * job.columns_padded +
                     tile.first_column + c;
  const std::int32_t polarity_sign = tile.negative ? -1 : 0;
  const I32 negative = (load<I32>(tile.sign + tile.first_column + c) >> 31) ^ polarity_sign;
  store(to, load<I32>(to) + (((code ^ negative) - negative) << tile.shift));
}

/// All columns alike, rounded: single precision, 32 bits.
inline void convert_uniform(const KernelJob& job, const TileOfSums& tile) {
  const F32 scale = F32{} + static_cast<float>(job.scale);
  const F32 noise_variance = F32{} + static_cast<float>(job.noise_variance);
  const F32 floor_variance = F32{} + static_cast<float>(job.floor_variance);
  const F32 low = F32{} + static_cast<float>(job.code_min);
  const F32 high = F32{} + static_cast<float>(job.code_max);
  for (int i = 0; i < tile.items; ++i) {
    for (int c = 0; c < tile.width; c += kLanes) {
      F32 value = to_float(load<I32>(tile.sums + i * kTile + c)) * scale;
      if (job.early_noise) {
        F32 variance = floor_variance;
        if (job.variance != nullptr)
          variance =
              to_float(load<I32>(tile.variances + i * kTile + c)) * noise_variance + variance;
        value = value + square_root(variance) * load<F32>(tile.normals + i * kTile + c);
      }
      accumulate(job, tile, i, c, round_to_int(smaller(larger(value, low), high)));
    }
  }
}

/// The number of thresholds <= value, above code_min: a search among the 2^steps - 1 thresholds
/// around it (Thresholds).
[[gnu::always_inline]] inline I32 threshold_code(const KernelJob& job, F32 value, I32 table,
                                                 F32 low, F32 high) {
  const I32 first = round_to_int(smaller(larger(value - 0.5F, low), high)) - job.code_min + table;
  I32 at = first;
  for (int step = 1 << job.threshold_steps >> 1; step > 0; step >>= 1) {
    const I32 passed = gather(job.thresholds, at + (step - 1)) <= value;  // -1 where true
    at = at + (passed & step);
  }
  return at - table - job.threshold_padding + job.code_min;
}

/// Every column for itself, limited, rounded or by thresholds: single precision, 32 bits.
inline void convert_columns(const KernelJob& job, const TileOfSums& tile) {
  const F32 low = F32{} + static_cast<float>(job.code_min);
  const F32 high = F32{} + static_cast<float>(job.code_max);
  const NarrowColumns& own = job.narrow_columns;
  for (int c = 0; c < tile.width; c += kLanes) {
    const int column = tile.first_column + c;
    const F32 scale = load<F32>(own.scale + column);
    const F32 noise_variance = load<F32>(own.noise_variance + column);
    const F32 floor_variance = load<F32>(own.floor_variance + column);
    const F32 limit = load<F32>(own.limit + column);
    const F32 saturation = load<F32>(own.saturation + column);
    const F32 late = square_root(floor_variance);
    const I32 table = load<I32>(own.table + column);
    for (int i = 0; i < tile.items; ++i) {
      const int at = i * kTile + c;
      F32 value = to_float(load<I32>(tile.sums + at)) * scale;
      if (tile.normals != nullptr) {
        F32 variance = job.limited ? F32{} : floor_variance;
        if (job.variance != nullptr)
          variance = to_float(load<I32>(tile.variances + at)) * noise_variance + variance;
        value = value + square_root(variance) * load<F32>(tile.normals + at);
      }
      if (job.limited) {
        value = smaller(larger(value, -limit), limit);
        value = value / (1.0F + saturation * larger(value, -value));
      }
      if (tile.late_normals != nullptr) value = value + late * load<F32>(tile.late_normals + at);
      accumulate(job, tile, i, c,
                 job.thresholds != nullptr ? threshold_code(job, value, table, low, high)
                                           : round_to_int(smaller(larger(value, low), high)));
    }
  }
}

[[gnu::always_inline]] inline double square_root(double v) {
  return _mm_cvtsd_f64(_mm_sqrt_sd(_mm_setzero_pd(), _mm_set_sd(v)));
}

/// The column value of one column before its code, in double precision.
inline double wide_value(const KernelJob& job, const TileOfSums& tile, const ColumnConversion& own,
                         int at) {
  double value = tile.sums[at] * own.scale;
  if (tile.normals != nullptr) {
    double variance = job.limited ? 0 : own.floor_variance;
    if (job.variance != nullptr) variance = tile.variances[at] * own.noise_variance + variance;
    value = value + square_root(variance) * static_cast<double>(tile.normals[at]);
  }
  if (job.limited) {
    value = value < -own.limit ? -own.limit : (value > own.limit ? own.limit : value);
    value = value / (1 + own.saturation * (value < 0 ? -value : value));
  }
  if (tile.late_normals != nullptr)
    value = value + square_root(own.floor_variance) * static_cast<double>(tile.late_normals[at]);
  return value;
}

/// The same in double precision and 64 bits, for sums or codes beyond 24 bits.
inline void convert_wide(const KernelJob& job, const TileOfSums& tile) {
  const double low = job.code_min, high = job.code_max;
  for (int i = 0; i < tile.items; ++i) {
    std::int64_t* accumulated =
        job.accumulated_64 + static_cast<std::int64_t>(tile.first_item + i) * job.columns_padded +
        tile.first_column;
    for (int c = 0; c < tile.width; ++c) {
      const ColumnConversion& own = job.columns_of[tile.first_column + c];
      const double value = wide_value(job, tile, own, i * kTile + c);
      std::int64_t code = 0;
      if (job.thresholds != nullptr) {
        const float* threshold = job.thresholds + own.table + job.threshold_padding;
        code = job.code_min;
        for (int k = 0; k < job.code_max - job.code_min; ++k)
          code += static_cast<double>(threshold[k]) <= value ? 1 : 0;
      } else {
        code = _mm_cvtsd_si32(_mm_set_sd(value < low ? low : (value > high ? high : value)));
      }
      const bool negative = (tile.sign[tile.first_column + c] < 0) != tile.negative;
      accumulated[c] += (negative ? -code : code) * (std::int64_t{1} << tile.shift);
    }
  }
}

}  // namespace
}  // namespace mho
