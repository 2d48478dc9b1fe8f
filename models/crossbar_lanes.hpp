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
#include "models/crossbar_readout_lanes.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

constexpr int kItemTile = 12;

/// Products of 16-bit codes and cells, two rows at once.
struct Pairs {
  using Code = std::int16_t;
  using Cell = std::int16_t;
  static constexpr int kRows = 2;
  [[gnu::always_inline]] static Code* codes(const KernelJob& job) { return job.codes; }
  [[gnu::always_inline]] static const Cell* cells(const KernelJob& job) { return job.conductance; }
  [[gnu::always_inline]] static void store_codes(Code* to, I32 v) { store_16(to, v); }
  [[gnu::always_inline]] static I32 add(I32 sum, I32 codes, I32 cells) {
    return add_pair_products(sum, codes, cells);
  }
  [[gnu::always_inline]] static I32 total(I32 sum, int) { return sum; }
};

#if defined(__AVX2__)
/// Products of byte codes and small cells, four rows at once.
struct Fours {
  using Code = std::uint8_t;
  using Cell = std::int8_t;
  static constexpr int kRows = 4;
  [[gnu::always_inline]] static Code* codes(const KernelJob& job) {
    return reinterpret_cast<Code*>(job.codes);
  }
  [[gnu::always_inline]] static const Cell* cells(const KernelJob& job) { return job.small_cells; }
  [[gnu::always_inline]] static void store_codes(Code* to, I32 v) { store_8(to, v); }
  [[gnu::always_inline]] static I32 add(I32 sum, I32 codes, I32 cells) {
    return add_quad_products(sum, codes, cells);
  }
  [[gnu::always_inline]] static I32 total(I32 sum, int shift) { return quad_total(sum) << shift; }
};
#endif

struct PassOfChunk {
  int first_row = 0;
  int rows = 0;
  int steps = 0;  ///< multiply-adds of Products::kRows rows
  int phase = 0;
  int shift = 0;  ///< of the input slice
  int index = 0;
  std::int64_t first_cell = 0;  ///< of the row group, in cells and variances
  const std::int32_t* sign = nullptr;
};

/// The codes of kLanes inputs, and their exact squares.
struct Codes {
  I32 code;
  I32 square;
};

[[gnu::always_inline]] inline Codes codes_of(const KernelJob& job, const PassOfChunk& pass,
                                             I32 input, I32& magnitudes) {
  I32 magnitude = input;
  if (job.signed_inputs) {
    const I32 negative = input >> 31;
    magnitude = (input ^ negative) - negative;
    magnitudes |= magnitude;
    magnitude &= pass.phase == 1 ? negative : ~negative;
  } else {
    magnitudes |= magnitude;
  }
  const I32 code = (magnitude >> pass.shift) & ((1 << job.dac_bits) - 1);
  return {code, add_pair_products(I32{}, code, code)};
}

/// Fills codes (and squares) of all items for one pass, zeros beyond the group's rows.
template <class Products>
inline void fill_codes(KernelJob& job, const PassOfChunk& pass) {
  I32 magnitudes{};
  const I32 half = I32{} + ((1 << job.square_shift) >> 1);
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* input =
        job.inputs + static_cast<std::int64_t>(item) * job.rows + pass.first_row;
    auto* codes = Products::codes(job) + static_cast<std::int64_t>(item) * job.code_stride;
    std::int16_t* squares = job.squares + static_cast<std::int64_t>(item) * job.code_stride;
    for (int r = 0; r < pass.rows; r += kLanes) {
      std::int32_t tail[kLanes] = {};
      const std::int32_t* from = input + r;
      const bool partial = r + kLanes > pass.rows;
      if (partial) {
        for (int i = 0; i < pass.rows - r; ++i) tail[i] = from[i];
        from = tail;
      }
      const Codes c = codes_of(job, pass, load<I32>(from), magnitudes);
      Products::store_codes(codes + r, c.code);
      if (job.variance != nullptr) store_16(squares + r, (c.square + half) >> job.square_shift);
      if (job.row_squares != nullptr) {
        std::int32_t* sums = job.row_squares + pass.first_row + r;  // padded by the caller
        store(sums, load<I32>(sums) + c.square);
      }
    }
  }
  for (int i = 0; i < kLanes; ++i) job.magnitudes |= static_cast<std::uint32_t>(magnitudes[i]);
}

/// What one tile of columns is multiplied with: codes of some items, cells of the tile.
template <class Products>
struct Operands {
  const typename Products::Code* codes = nullptr;
  int code_stride = 0;
  int steps = 0;
  const typename Products::Cell* cells = nullptr;
  int width = 0;  ///< columns of the tile
  int shift = 0;  ///< of the small cells
};

/// sums[item][column] = sum over rows of codes x cells, for kItems items and kVectors vectors of
/// columns of one tile.
template <int kItems, int kVectors, class Products>
inline void multiply_tile(const Operands<Products>& o, std::int32_t* sums) {
  I32 sum[kItems][kVectors] = {};
  for (int s = 0; s < o.steps; ++s) {
    I32 cell[kVectors];
    const auto* cells = o.cells + static_cast<std::int64_t>(s) * o.width * Products::kRows;
#pragma GCC unroll 12
    for (int v = 0; v < kVectors; ++v) cell[v] = load<I32>(cells + v * kLanes * Products::kRows);
#pragma GCC unroll 12
    for (int i = 0; i < kItems; ++i) {
      std::int32_t rows;
      __builtin_memcpy(
          &rows, o.codes + static_cast<std::int64_t>(i) * o.code_stride + s * Products::kRows, 4);
      const I32 all = I32{} + rows;
#pragma GCC unroll 12
      for (int v = 0; v < kVectors; ++v) sum[i][v] = Products::add(sum[i][v], all, cell[v]);
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < kItems; ++i)
#pragma GCC unroll 12
    for (int v = 0; v < kVectors; ++v)
      store(sums + i * kTile + v * kLanes, Products::total(sum[i][v], o.shift));
}

template <int kVectors, class Products>
inline void multiply_items(Operands<Products> o, int items, std::int32_t* sums) {
  // As many sums as the registers hold: 32 of AVX-512, else 16.
  constexpr int kMost = kLanes < 16 ? 4 : (kVectors <= 2 ? 12 : 6);
  int i = 0;
  const auto step = [&]<int kCount>() {
    multiply_tile<kCount, kVectors>(o, sums + i * kTile);
    o.codes += static_cast<std::int64_t>(kCount) * o.code_stride;
    i += kCount;
  };
  while (i + kMost <= items) step.template operator()<kMost>();
  if (kMost == 12 && i + 6 <= items) step.template operator()<6>();
  if (i + 4 <= items) step.template operator()<4>();
  if (i + 2 <= items) step.template operator()<2>();
  if (i < items) step.template operator()<1>();
}

/// sums [items][kTile] of one tile of columns.
template <class Products>
inline void multiply(Operands<Products> o, int items, std::int32_t* sums) {
  if constexpr (kLanes == 16) {
    switch (o.width / kLanes) {
      case 4:
        return multiply_items<4>(o, items, sums);
      case 3:
        return multiply_items<3>(o, items, sums);
      case 2:
        return multiply_items<2>(o, items, sums);
      case 1:
        return multiply_items<1>(o, items, sums);
    }
  } else {
    const int width = o.width;
    for (int column = 0; column < width; column += 2 * kLanes) {
      multiply_items<2>(o, items, sums + column);
      o.cells += static_cast<std::ptrdiff_t>(2) * kLanes * Products::kRows;
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

/// Normals of one tile of columns in one pass.
inline void tile_normals(const KernelJob& job, const PhiloxKeys& keys, const PassOfChunk& pass,
                         const TileOfSums& tile, float* normals) {
  for (int c = 0; c < tile.width; c += 16)
    column_normals(keys, job.image + tile.first_item, job.position + tile.first_item, tile.items,
                   static_cast<std::uint32_t>(pass.index),
                   static_cast<std::uint32_t>((tile.first_column + c) / 16), kTile, normals + c);
}

inline void convert(const KernelJob& job, const TileOfSums& tile) {
  if (!job.narrow) return convert_wide(job, tile);
  (job.uniform ? convert_uniform : convert_columns)(job, tile);
}

struct NoiseKeys {
  PhiloxKeys early;
  PhiloxKeys late;
};

template <class Products>
inline void run_pass(KernelJob& job, const NoiseKeys& keys, const PassOfChunk& pass) {
  alignas(64) std::int32_t sums[kItemTile * kTile];
  alignas(64) std::int32_t variances[kItemTile * kTile];
  alignas(64) float normals[kItemTile * kTile];
  alignas(64) float late_normals[kItemTile * kTile];
  fill_codes<Products>(job, pass);
  TileOfSums tile;
  tile.negative = pass.phase == 1;
  tile.shift = pass.shift;
  tile.sign = pass.sign;
  tile.sums = sums;
  tile.variances = variances;
  if (job.early_noise) tile.normals = normals;
  if (job.late_noise) tile.late_normals = late_normals;
  for (int column = 0; column < job.columns_padded; column += kTile) {
    const int width = job.columns_padded - column < kTile ? job.columns_padded - column : kTile;
    tile.first_column = column;
    tile.width = width;
    const std::int64_t cells =
        pass.first_cell + static_cast<std::int64_t>(pass.steps) * column * Products::kRows;
    for (int item = 0; item < job.items; item += kItemTile) {
      const int items = job.items - item < kItemTile ? job.items - item : kItemTile;
      tile.first_item = item;
      tile.items = items;
      const std::int64_t code = static_cast<std::int64_t>(item) * job.code_stride;
      multiply<Products>({Products::codes(job) + code, job.code_stride, pass.steps,
                          Products::cells(job) + cells, width, job.small_shift},
                         items, sums);
      if (job.column_sums != nullptr) {
        keep_sums(job, pass, item, items, column, width, sums);
        continue;
      }
      if (Products::kRows == 2 && job.variance != nullptr)
        multiply<Pairs>(
            {job.squares + code, job.code_stride, pass.steps, job.variance + cells, width, 0},
            items, variances);
      if (job.early_noise) tile_normals(job, keys.early, pass, tile, normals);
      if (job.late_noise) tile_normals(job, keys.late, pass, tile, late_normals);
      convert(job, tile);
    }
  }
}

template <class Products>
inline void run_passes(KernelJob& job) {
  const NoiseKeys keys{philox_keys(job.noise_key), philox_keys(job.late_noise_key)};
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
    for (pass.phase = 0; pass.phase < job.phases; ++pass.phase) {
      for (int slice = 0; slice < job.input_slices; ++slice, ++pass.index) {
        pass.shift = slice * job.dac_bits;
        run_pass<Products>(job, keys, pass);
      }
    }
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
