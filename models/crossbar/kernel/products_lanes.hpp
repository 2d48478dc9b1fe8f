// Column sums of the crossbar kernel: codes of some items times the cells of one tile of columns,
// all accumulators in registers. Two forms, 16-bit pairs of rows and bytes of four rows, give the
// same sums.
#pragma once

#include "models/crossbar/kernel/kernel.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

constexpr int kTile = 64;

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

/// What one tile of columns is multiplied with: codes of some items, cells of the tile.
template <class Products>
struct Operands {
  const typename Products::Code* codes = nullptr;
  std::int64_t item_stride = 0;  ///< of the codes
  std::int64_t step_stride = 0;
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
      __builtin_memcpy(&rows, o.codes + i * o.item_stride + s * o.step_stride, 4);
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
    o.codes += kCount * o.item_stride;
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

}  // namespace
}  // namespace mho
