// The crossbar kernel on vectors: DAC codes, column sums, read noise, conversion, accumulation, for
// one chunk of items. Compiled once per instruction set (see sim/base/simd.hpp); the work is exact
// integers up to the column sum, then the few single-precision operations of
// crossbar_conversion.hpp, so that all give the same bits.
//
// Loops: pass (group, phase, slice) > tile of 64 columns > tile of items. A tile of accumulators
// stays in registers over all rows of the group; conversion follows at once, out of L1.
#pragma once

#include "models/crossbar_codes_lanes.hpp"
#include "models/crossbar_noise_lanes.hpp"
#include "models/crossbar_products_lanes.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

constexpr int kItemTile = 12;

/// Converts one tile of column sums and accumulates the codes: single precision, 32 bits.
template <bool kNoisy>
inline void convert_narrow(const KernelJob& job, const PassOfChunk& pass, int first_item, int items,
                           int first_column, int width, const std::int32_t* sums,
                           const std::int32_t* variances, const float* normals) {
  const F32 scale = F32{} + static_cast<float>(job.scale);
  const F32 noise_variance = F32{} + static_cast<float>(job.noise_variance);
  const F32 low = F32{} + static_cast<float>(job.code_min);
  const F32 high = F32{} + static_cast<float>(job.code_max);
  const std::int32_t phase_sign = pass.phase == 1 ? -1 : 0;
  const I32 shift = I32{} + pass.shift;
  for (int c = 0; c < width; c += kLanes) {
    const I32 negative = (load<I32>(pass.sign + first_column + c) >> 31) ^ phase_sign;
    std::int32_t* accumulated = job.accumulated_32 +
                                static_cast<std::int64_t>(first_item) * job.columns_padded +
                                first_column + c;
    for (int i = 0; i < items; ++i, accumulated += job.columns_padded) {
      F32 value = to_float(load<I32>(sums + i * kTile + c)) * scale;
      if (kNoisy) {
        const F32 variance = to_float(load<I32>(variances + i * kTile + c)) * noise_variance;
        value = value + square_root(variance) * load<F32>(normals + i * kTile + c);
      }
      const I32 code = round_to_int(smaller(larger(value, low), high));
      const I32 signed_code = (code ^ negative) - negative;
      store(accumulated, load<I32>(accumulated) + (signed_code << shift));
    }
  }
}

/// The same in double precision and 64 bits, for sums or codes beyond 24 bits.
inline void convert_wide(const KernelJob& job, const PassOfChunk& pass, int first_item, int items,
                         int first_column, int width, const std::int32_t* sums,
                         const std::int32_t* variances, const float* normals) {
  const double low = job.code_min, high = job.code_max;
  for (int i = 0; i < items; ++i) {
    std::int64_t* accumulated = job.accumulated_64 +
                                static_cast<std::int64_t>(first_item + i) * job.columns_padded +
                                first_column;
    for (int c = 0; c < width; ++c) {
      double value = sums[i * kTile + c] * job.scale;
      if (job.variance != nullptr) {
        const double deviation =
            _mm_cvtsd_f64(_mm_sqrt_pd(_mm_set1_pd(variances[i * kTile + c] * job.noise_variance)));
        value = value + deviation * static_cast<double>(normals[i * kTile + c]);
      }
      value = value < low ? low : (value > high ? high : value);
      const std::int64_t code = _mm_cvtsd_si32(_mm_set_sd(value));
      const bool negative = (pass.sign[first_column + c] < 0) != (pass.phase == 1);
      accumulated[c] += (negative ? -code : code) * (std::int64_t{1} << pass.shift);
    }
  }
}

/// Column sums in units, for calibration.
inline void keep_sums(const KernelJob& job, const PassOfChunk& pass, int first_item, int items,
                      int first_column, int width, const std::int32_t* sums) {
  const int groups = (job.rows + job.active_rows - 1) / job.active_rows;
  const int passes = groups * job.phases * job.input_slices;
  for (int i = 0; i < items; ++i) {
    float* out = job.column_sums +
                 (static_cast<std::int64_t>(first_item + i) * passes + pass.index) * job.columns +
                 first_column;
    for (int c = 0; c < width && first_column + c < job.columns; ++c)
      out[c] = static_cast<float>(sums[i * kTile + c] * job.fixed_step);
  }
}

template <class Products>
inline void run_pass(KernelJob& job, const PhiloxKeys& keys, const PassOfChunk& pass) {
  alignas(64) std::int32_t sums[kItemTile * kTile];
  alignas(64) std::int32_t variances[kItemTile * kTile];
  alignas(64) float normals[kItemTile * kTile];
  for (int column = 0; column < job.columns_padded; column += kTile) {
    const int width = job.columns_padded - column < kTile ? job.columns_padded - column : kTile;
    const std::int64_t cells =
        pass.first_cell + static_cast<std::int64_t>(pass.steps) * column * Products::kRows;
    for (int item = 0; item < job.items; item += kItemTile) {
      const int items = job.items - item < kItemTile ? job.items - item : kItemTile;
      const std::int64_t code = static_cast<std::int64_t>(item) * job.code_stride;
      multiply<Products>({Products::codes(job) + code, job.code_stride, pass.steps,
                          Products::cells(job) + cells, width, job.small_shift},
                         items, sums);
      if (job.column_sums != nullptr) {
        keep_sums(job, pass, item, items, column, width, sums);
        continue;
      }
      if (Products::kRows == 2 && job.variance != nullptr) {
        multiply<Pairs>(
            {job.squares + code, job.code_stride, pass.steps, job.variance + cells, width, 0},
            items, variances);
        for (int c = 0; c < width; c += 16)
          column_normals(keys, job.image + item, job.position + item, items,
                         static_cast<std::uint32_t>(pass.index),
                         static_cast<std::uint32_t>((column + c) / 16), kTile, normals + c);
      }
      const auto convert_tile = !job.narrow               ? convert_wide
                                : job.variance != nullptr ? convert_narrow<true>
                                                          : convert_narrow<false>;
      convert_tile(job, pass, item, items, column, width, sums, variances, normals);
    }
  }
}

/// All input slices of one row group and phase.
template <class Products>
inline void run_phase(KernelJob& job, const PhiloxKeys& keys, PassOfChunk& pass) {
  const bool bytes = Products::kRows == 4 && job.magnitude_bits <= 8;
  if (bytes) pack_magnitudes(job, pass);
  for (pass.slice = 0; pass.slice < job.input_slices; ++pass.slice, ++pass.index) {
    pass.shift = pass.slice * job.dac_bits;
    if (bytes)
      slice_bytes(job, pass);
    else
      fill_codes<Products>(job, pass);
    run_pass<Products>(job, keys, pass);
  }
}

template <class Products>
inline void run_passes(KernelJob& job) {
  const PhiloxKeys keys = philox_keys(job.noise_key);
  const int group_rows = job.rows < job.active_rows ? job.rows : job.active_rows;
  const auto steps = [](int rows) { return (rows + Products::kRows - 1) / Products::kRows; };
  const std::int64_t group_cells =
      static_cast<std::int64_t>(steps(group_rows)) * job.columns_padded * Products::kRows;
  PassOfChunk pass;
  int group = 0;
  for (pass.first_row = 0; pass.first_row < job.rows; pass.first_row += job.active_rows, ++group) {
    const int left = job.rows - pass.first_row;
    pass.rows = left < job.active_rows ? left : job.active_rows;
    pass.steps = steps(pass.rows);
    pass.first_cell = group * group_cells;
    pass.sign = job.column_sign + static_cast<std::int64_t>(group) * job.columns_padded;
    for (pass.phase = 0; pass.phase < job.phases; ++pass.phase)
      run_phase<Products>(job, keys, pass);
  }
}

inline void run_chunk(KernelJob& job) {
#if defined(__AVX2__)
  if (job.small_cells != nullptr) return run_passes<Fours>(job);
#endif
  run_passes<Pairs>(job);
}

}  // namespace
}  // namespace mho
