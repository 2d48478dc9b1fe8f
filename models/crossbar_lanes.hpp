// The crossbar kernel on vectors: DAC codes, column sums, read noise, conversion, accumulation, for
// one chunk of items. Compiled once per instruction set (see sim/base/simd.hpp); the work is exact
// integers up to the column sum, then the few single-precision operations of
// crossbar_conversion.hpp, so that all give the same bits.
//
// Loops: pass (group, phase, slice) > tile of 64 columns > tile of items. A tile of accumulators
// stays in registers over all rows of the group; conversion follows at once, out of L1.
#pragma once

#include "models/crossbar_kernel.hpp"
#include "models/crossbar_noise_lanes.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

constexpr int kItemTile = 12;
constexpr int kTile = 64;

struct PassOfChunk {
  int first_row = 0;
  int rows = 0;
  int pairs = 0;  ///< of driven rows
  int phase = 0;
  int slice = 0;
  int shift = 0;          ///< of the input slice
  bool negative = false;  ///< its codes are subtracted
  int index = 0;
  const std::int16_t* conductance = nullptr;  ///< of the row group
  const std::int16_t* variance = nullptr;
  const std::int32_t* sign = nullptr;
};

/// The codes of kLanes inputs, and their exact squares.
struct Codes {
  I32 code;
  I32 square;
};

[[gnu::always_inline]] inline Codes codes_of(const KernelJob& job, const PassOfChunk& pass,
                                             I32 input, I32& magnitudes) {
  I32 magnitude = input + job.input_offset;
  if (job.phases == 2) {
    const I32 negative = input >> 31;
    magnitude = (input ^ negative) - negative;
    magnitudes |= magnitude;
    magnitude &= pass.phase == 1 ? negative : ~negative;
  } else {
    magnitudes |= job.twos_complement ? input ^ (input >> 31) : magnitude;
  }
  const I32 code = (magnitude >> pass.shift) & ((1 << job.dac_bits) - 1);
  return {code, add_pair_products(I32{}, code, code)};
}

/// Fills codes (and squares) of all items for one pass, zeros beyond the group's rows.
inline void fill_codes(KernelJob& job, const PassOfChunk& pass) {
  I32 magnitudes{};
  const I32 half = I32{} + ((1 << job.square_shift) >> 1);
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* input =
        job.inputs + static_cast<std::int64_t>(item) * job.rows + pass.first_row;
    std::int16_t* codes = job.codes + static_cast<std::int64_t>(item) * job.code_stride;
    std::int16_t* squares = job.squares + static_cast<std::int64_t>(item) * job.code_stride;
    for (int r = 0; r < pass.rows; r += kLanes) {
      std::int32_t tail[kLanes] = {};
      const std::int32_t* from = input + r;
      const bool partial = r + kLanes > pass.rows;
      if (partial) {
        for (int i = 0; i < kLanes; ++i)
          tail[i] = i < pass.rows - r ? from[i] : -job.input_offset;
        from = tail;
      }
      const Codes c = codes_of(job, pass, load<I32>(from), magnitudes);
      store_16(codes + r, c.code);
      if (job.variance != nullptr) store_16(squares + r, (c.square + half) >> job.square_shift);
      if (job.row_squares != nullptr) {
        std::int32_t* sums = job.row_squares + pass.first_row + r;  // padded by the caller
        store(sums, load<I32>(sums) + c.square);
      }
    }
  }
  for (int i = 0; i < kLanes; ++i) job.magnitudes |= static_cast<std::uint32_t>(magnitudes[i]);
}

/// sums[item][column] = sum over pairs of rows of codes x cells, for kItems items and kVectors
/// vectors of columns of one tile.
template <int kItems, int kVectors>
inline void multiply_tile(const std::int16_t* codes, int code_stride, int pairs,
                          const std::int16_t* cells, int width, std::int32_t* sums) {
  I32 sum[kItems][kVectors] = {};
  for (int p = 0; p < pairs; ++p) {
    I32 cell[kVectors];
#pragma GCC unroll 12
    for (int v = 0; v < kVectors; ++v)
      cell[v] = load<I32>(cells + (static_cast<std::int64_t>(p) * width + v * kLanes) * 2);
#pragma GCC unroll 12
    for (int i = 0; i < kItems; ++i) {
      std::int32_t pair;
      __builtin_memcpy(&pair, codes + static_cast<std::int64_t>(i) * code_stride + 2 * p, 4);
      const I32 both = I32{} + pair;
#pragma GCC unroll 12
      for (int v = 0; v < kVectors; ++v) sum[i][v] = add_pair_products(sum[i][v], both, cell[v]);
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < kItems; ++i)
#pragma GCC unroll 12
    for (int v = 0; v < kVectors; ++v) store(sums + i * kTile + v * kLanes, sum[i][v]);
}

template <int kVectors>
inline void multiply_items(const std::int16_t* codes, int code_stride, int items, int pairs,
                           const std::int16_t* cells, int width, std::int32_t* sums) {
  // As many sums as the registers hold: 32 of AVX-512, else 16.
  constexpr int kMost = kLanes < 16 ? 4 : (kVectors <= 2 ? 12 : 6);
  int i = 0;
  const auto step = [&]<int kCount>() {
    multiply_tile<kCount, kVectors>(codes + static_cast<std::int64_t>(i) * code_stride, code_stride,
                                    pairs, cells, width, sums + i * kTile);
    i += kCount;
  };
  while (i + kMost <= items) step.template operator()<kMost>();
  if (kMost == 12 && i + 6 <= items) step.template operator()<6>();
  if (i + 4 <= items) step.template operator()<4>();
  if (i + 2 <= items) step.template operator()<2>();
  if (i < items) step.template operator()<1>();
}

/// sums [items][kTile] of one tile of columns.
inline void multiply(const std::int16_t* codes, int code_stride, int items, int pairs,
                     const std::int16_t* cells, int width, std::int32_t* sums) {
  if constexpr (kLanes == 16) {
    switch (width / kLanes) {
      case 4:
        return multiply_items<4>(codes, code_stride, items, pairs, cells, width, sums);
      case 3:
        return multiply_items<3>(codes, code_stride, items, pairs, cells, width, sums);
      case 2:
        return multiply_items<2>(codes, code_stride, items, pairs, cells, width, sums);
      case 1:
        return multiply_items<1>(codes, code_stride, items, pairs, cells, width, sums);
    }
  } else {
    for (int column = 0; column < width; column += 2 * kLanes)
      multiply_items<2>(codes, code_stride, items, pairs, cells + 2 * column, width, sums + column);
  }
}

/// Converts one tile of column sums and accumulates the codes: single precision, 32 bits.
inline void convert_narrow(const KernelJob& job, const PassOfChunk& pass, int first_item, int items,
                           int first_column, int width, const std::int32_t* sums,
                           const std::int32_t* variances, const float* normals) {
  const F32 scale = F32{} + static_cast<float>(job.scale);
  const F32 noise_variance = F32{} + static_cast<float>(job.noise_variance);
  const F32 low = F32{} + static_cast<float>(job.code_min);
  const F32 high = F32{} + static_cast<float>(job.code_max);
  const std::int32_t phase_sign = pass.negative ? -1 : 0;
  for (int i = 0; i < items; ++i) {
    std::int32_t* accumulated = job.accumulated_32 +
                                static_cast<std::int64_t>(first_item + i) * job.columns_padded +
                                first_column;
    for (int c = 0; c < width; c += kLanes) {
      F32 value = to_float(load<I32>(sums + i * kTile + c)) * scale;
      if (job.variance != nullptr) {
        const F32 variance = to_float(load<I32>(variances + i * kTile + c)) * noise_variance;
        value = value + square_root(variance) * load<F32>(normals + i * kTile + c);
      }
      const I32 code = round_to_int(smaller(larger(value, low), high));
      const I32 negative = (load<I32>(pass.sign + first_column + c) >> 31) ^ phase_sign;
      const I32 signed_code = (code ^ negative) - negative;
      store(accumulated + c, load<I32>(accumulated + c) + (signed_code << pass.shift));
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
      const bool negative = (pass.sign[first_column + c] < 0) != pass.negative;
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

inline void run_pass(KernelJob& job, const PhiloxKeys& keys, const PassOfChunk& pass) {
  alignas(64) std::int32_t sums[kItemTile * kTile];
  alignas(64) std::int32_t variances[kItemTile * kTile];
  alignas(64) float normals[kItemTile * kTile];
  if (job.driven != nullptr)
    drive_rows(job, {pass.first_row, pass.rows, pass.phase, pass.slice});
  else
    fill_codes(job, pass);
  for (int column = 0; column < job.columns_padded; column += kTile) {
    const int width = job.columns_padded - column < kTile ? job.columns_padded - column : kTile;
    const std::int64_t cells = static_cast<std::int64_t>(pass.pairs) * column * 2;
    for (int item = 0; item < job.items; item += kItemTile) {
      const int items = job.items - item < kItemTile ? job.items - item : kItemTile;
      const std::int64_t code = static_cast<std::int64_t>(item) * job.code_stride;
      multiply(job.codes + code, job.code_stride, items, pass.pairs, pass.conductance + cells,
               width, sums);
      if (job.column_sums != nullptr) {
        keep_sums(job, pass, item, items, column, width, sums);
        continue;
      }
      if (job.variance != nullptr) {
        multiply(job.squares + code, job.code_stride, items, pass.pairs, pass.variance + cells,
                 width, variances);
        for (int c = 0; c < width; c += 16)
          column_normals(keys, job.image + item, job.position + item, items,
                         static_cast<std::uint32_t>(pass.index),
                         static_cast<std::uint32_t>((column + c) / 16), kTile, normals + c);
      }
      (job.narrow ? convert_narrow : convert_wide)(job, pass, item, items, column, width, sums,
                                                   variances, normals);
    }
  }
}

inline void run_chunk(KernelJob& job) {
  const PhiloxKeys keys = philox_keys(job.noise_key);
  const int group_rows = job.rows < job.active_rows ? job.rows : job.active_rows;
  const std::int64_t group_cells =
      static_cast<std::int64_t>((group_rows * job.driven_per_input + 1) / 2) * job.columns_padded *
      2;
  PassOfChunk pass;
  int group = 0;
  for (pass.first_row = 0; pass.first_row < job.rows; pass.first_row += job.active_rows, ++group) {
    const int left = job.rows - pass.first_row;
    pass.rows = left < job.active_rows ? left : job.active_rows;
    pass.pairs = (pass.rows * job.driven_per_input + 1) / 2;
    pass.conductance = job.conductance + group * group_cells;
    pass.variance = job.variance == nullptr ? nullptr : job.variance + group * group_cells;
    pass.sign = job.column_sign + static_cast<std::int64_t>(group) * job.columns_padded;
    for (pass.phase = 0; pass.phase < job.phases; ++pass.phase) {
      for (pass.slice = 0; pass.slice < job.input_slices; ++pass.slice, ++pass.index) {
        pass.shift = pass.slice * job.dac_bits;
        pass.negative =
            pass.phase == 1 || (job.twos_complement && pass.slice == job.input_slices - 1);
        run_pass(job, keys, pass);
      }
    }
  }
}

}  // namespace
}  // namespace mho
