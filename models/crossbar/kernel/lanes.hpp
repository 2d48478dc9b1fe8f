// The crossbar kernel on vectors: DAC codes, column sums, read noise, conversion, accumulation, for
// one chunk of items. Compiled once per instruction set (see sim/base/simd.hpp); the work is exact
// integers up to the column sum, then the few single-precision operations of
// crossbar/conversion.hpp, so that all give the same bits.
//
// Loops: pass (group, polarity, slice, turn of a group formed at run time) > tile of 64 columns >
// tile of items. A tile of accumulators stays in registers over all rows of the group; conversion
// follows at once, out of L1.
#pragma once

#include "models/crossbar/kernel/codes_lanes.hpp"
#include "models/crossbar/kernel/noise_lanes.hpp"
#include "models/crossbar/kernel/products_lanes.hpp"
#include "models/crossbar/kernel/readout_lanes.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

constexpr int kItemTile = 12;

/// Column sums in units, for calibration.
inline void keep_sums(const KernelJob& job, const PassOfChunk& pass, int first_item, int items,
                      int first_column, int width, const std::int32_t* sums) {
  const int groups = (job.rows + job.active_rows - 1) / job.active_rows;
  const int passes = groups * job.input_polarities * job.input_slices * job.turns_per_slice;
  for (int i = 0; i < items; ++i) {
    float* out = job.column_sums +
                 (static_cast<std::int64_t>(first_item + i) * passes + pass.index) * job.columns +
                 first_column;
    for (int c = 0; c < width && first_column + c < job.columns; ++c)
      out[c] = static_cast<float>(sums[i * kTile + c] * job.fixed_step);
  }
}

/// Normals of one tile of columns in one pass.
inline void tile_normals(const PhiloxKeys& keys, const ItemLanes& lanes, const PassOfChunk& pass,
                         const TileOfSums& tile, int columns, float* normals) {
  for (int c = 0; c < tile.width; c += 16)
    column_normals(keys, lanes, tile.first_item, tile.items, static_cast<std::uint32_t>(pass.index),
                   static_cast<std::uint32_t>((tile.first_column + c) / 16),
                   columns - tile.first_column - c, kTile, normals + c);
}

inline void convert(const KernelJob& job, const TileOfSums& tile) {
  if (!job.narrow) return convert_wide(job, tile);
  (job.uniform ? convert_uniform : convert_columns)(job, tile);
}

struct NoiseKeys {
  PhiloxKeys early;
  PhiloxKeys late;
  ItemLanes items;
};

template <class Products>
inline void run_pass(KernelJob& job, const NoiseKeys& keys, const PassOfChunk& pass) {
  alignas(64) std::int32_t sums[kItemTile * kTile];
  alignas(64) std::int32_t variances[kItemTile * kTile];
  alignas(64) float normals[kItemTile * kTile];
  alignas(64) float late_normals[kItemTile * kTile];
  TileOfSums tile;
  tile.negative = pass.negative;
  tile.shift = pass.shift;
  tile.sign = pass.sign;
  tile.sums = sums;
  tile.variances = variances;
  if (job.early_noise) tile.normals = normals;
  if (job.late_noise) tile.late_normals = late_normals;
  const bool words = job.row_stride != 0;
  const std::int64_t item_stride = words ? Products::kRows : job.code_stride;
  const std::int64_t step_stride = words ? kChunkWords * Products::kRows : Products::kRows;
  for (int column = 0; column < job.columns_padded; column += kTile) {
    const int width = job.columns_padded - column < kTile ? job.columns_padded - column : kTile;
    tile.first_column = column;
    tile.width = width;
    const std::int64_t cells =
        pass.first_cell + static_cast<std::int64_t>(pass.steps) * column * Products::kRows;
    for (int item = 0; item < job.items; item += kItemTile) {
      const int items = job.items - item < kItemTile ? job.items - item : kItemTile;
      const std::int64_t code = item * item_stride;
      tile.first_item = item;
      tile.items = items;
      multiply<Products>({Products::codes(job) + code, item_stride, step_stride, pass.steps,
                          Products::cells(job) + cells, width, job.small_shift},
                         items, sums);
      if (job.column_sums != nullptr) {
        keep_sums(job, pass, item, items, column, width, sums);
        continue;
      }
      if (Products::kRows == 2 && job.variance != nullptr)
        multiply<Pairs>({job.squares + code, item_stride, step_stride, pass.steps,
                         job.variance + cells, width, 0},
                        items, variances);
      if (job.early_noise) tile_normals(keys.early, keys.items, pass, tile, job.columns, normals);
      if (job.late_noise)
        tile_normals(keys.late, keys.items, pass, tile, job.columns, late_normals);
      convert(job, tile);
    }
  }
}

/// The passes of one row group, polarity and slice, whose codes are in the job: one, or a turn each
/// of the groups that are formed at run time.
template <class Products>
inline void run_turns(KernelJob& job, const NoiseKeys& keys, PassOfChunk& pass) {
  if (job.turns == nullptr) {
    run_pass<Products>(job, keys, pass);
    ++pass.index;
    return;
  }
  const DrivePass drive{pass.first_row, pass.rows, pass.polarity, pass.slice};
  for (int turn = 0; turn < job.turns_per_slice; ++turn, ++pass.index) {
    if (!begin_turn(job, drive, turn)) continue;
    run_pass<Products>(job, keys, pass);
    end_turn(job, drive, pass.index);
  }
}

/// All input slices of one row group and polarity.
template <class Products>
inline void run_polarity(KernelJob& job, const NoiseKeys& keys, PassOfChunk& pass) {
  const bool bytes = Products::kRows == 4 && job.magnitude_bits <= 8;
  const bool words = job.row_stride != 0;
  const bool pairs = Products::kRows == 2 && words && job.magnitude_bits <= 16 &&
                     job.dac_bits <= 8 && job.row_squares == nullptr;
  if (bytes) words ? pack_words(job, pass) : pack_magnitudes(job, pass);
  if (pairs) pack_pairs(job, pass);
  for (pass.slice = 0; pass.slice < job.input_slices; ++pass.slice) {
    pass.shift = pass.slice * job.dac_bits;
    pass.negative =
        pass.polarity == 1 || (job.twos_complement && pass.slice == job.input_slices - 1);
    if (job.driven != nullptr)
      drive_rows(job, {pass.first_row, pass.rows, pass.polarity, pass.slice});
    else if (bytes)
      slice_bytes(job, pass);
    else if (pairs)
      slice_pairs(job, pass);
    else if (words)
      fill_words<Products>(job, pass);
    else
      fill_codes<Products>(job, pass);
    run_turns<Products>(job, keys, pass);
  }
}

template <class Products>
inline void run_passes(KernelJob& job) {
  NoiseKeys keys;
  if (job.early_noise || job.late_noise) {
    keys.early = philox_keys(job.noise_key);
    keys.late = philox_keys(job.late_noise_key);
    fill_item_lanes(job, keys.items);
  }
  const int group_rows = job.rows < job.active_rows ? job.rows : job.active_rows;
  const auto steps = [](int rows) { return (rows + Products::kRows - 1) / Products::kRows; };
  const std::int64_t group_cells =
      static_cast<std::int64_t>(steps(group_rows * job.driven_per_input)) * job.columns_padded *
      Products::kRows;
  PassOfChunk pass;
  int group = 0;
  for (pass.first_row = 0; pass.first_row < job.rows; pass.first_row += job.active_rows, ++group) {
    const int left = job.rows - pass.first_row;
    pass.rows = left < job.active_rows ? left : job.active_rows;
    pass.steps = steps(pass.rows * job.driven_per_input);
    pass.first_cell = group * group_cells;
    pass.sign = job.column_sign + static_cast<std::int64_t>(group) * job.columns_padded;
    for (pass.polarity = 0; pass.polarity < job.input_polarities; ++pass.polarity)
      run_polarity<Products>(job, keys, pass);
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
