// Matrix products on vectors of outputs. Compiled once per instruction set (see sim/base/simd.hpp);
// every output is summed along the depth by itself, so that all give the same bits.
#pragma once

#include "sim/base/products_kernels.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

template <class Scalar>
struct VectorOf;
template <>
struct VectorOf<float> {
  using Type = F32;
  static constexpr int kCount = kLanes;
};
template <>
struct VectorOf<double> {
  using Type = F64;
  static constexpr int kCount = kLanes / 2;
};

/// Outputs [row, row + kRows) x [column, column + kVectors vectors); of one vector `count`
/// elements.
template <int kRows, int kVectors, bool kPart, class Scalar>
inline void multiply_outputs(const ProductJob<Scalar>& job, std::ptrdiff_t row,
                             std::ptrdiff_t column, int count) {
  using Vector = typename VectorOf<Scalar>::Type;
  constexpr int kCount = VectorOf<Scalar>::kCount;
  Vector sum[kRows][kVectors] = {};
  const Scalar* a = job.a + row * job.a_row;
  const Scalar* b = job.b + column;
  const std::ptrdiff_t a_row = job.a_row, a_column = job.a_column, b_step = job.b_step;
  for (std::ptrdiff_t k = job.depth; k > 0; --k, a += a_column, b += b_step) {
    Vector right[kVectors];
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      if constexpr (kPart)
        right[v] = load_front(b, count);
      else
        right[v] = load<Vector>(b + v * kCount);
    }
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r) {
      const Vector left = Vector{} + a[r * a_row];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) sum[r][v] = sum[r][v] + left * right[v];
    }
  }
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) {
      Scalar* out = job.out + (row + r) * job.out_step + column + v * kCount;
      if constexpr (kPart)
        for (int i = 0; i < count; ++i) out[i] = sum[r][v][i];
      else
        store(out, sum[r][v]);
    }
}

template <int kVectors, bool kPart, class Scalar>
inline void multiply_columns(const ProductJob<Scalar>& job, std::ptrdiff_t column, int count) {
  // As many sums as the registers hold: 32 of AVX-512, else 16.
  constexpr int kRows = (kLanes == 16 ? 24 : 8) / (kVectors == 1 ? 2 : kVectors);
  std::ptrdiff_t row = 0;
  for (; row + kRows <= job.rows; row += kRows)
    multiply_outputs<kRows, kVectors, kPart>(job, row, column, count);
  for (; row + 2 <= job.rows; row += 2)
    multiply_outputs<2, kVectors, kPart>(job, row, column, count);
  for (; row < job.rows; ++row) multiply_outputs<1, kVectors, kPart>(job, row, column, count);
}

template <class Scalar>
inline void multiply_rows(const ProductJob<Scalar>& job) {
  constexpr int kCount = VectorOf<Scalar>::kCount;
  std::ptrdiff_t column = 0;
  for (; column + 4 * kCount <= job.columns; column += 4 * kCount)
    multiply_columns<4, false>(job, column, 0);
  for (; column + 2 * kCount <= job.columns; column += 2 * kCount)
    multiply_columns<2, false>(job, column, 0);
  for (; column + kCount <= job.columns; column += kCount)
    multiply_columns<1, false>(job, column, 0);
  if (column < job.columns)
    multiply_columns<1, true>(job, column, static_cast<int>(job.columns - column));
}

constexpr int kPartialSums = 16;

/// sums[i] = sum of the products number i, i + 16, ... of two rows.
template <class Scalar>
inline Scalar dot(const Scalar* a, const Scalar* b, std::ptrdiff_t depth) {
  using Vector = typename VectorOf<Scalar>::Type;
  constexpr int kCount = VectorOf<Scalar>::kCount, kVectors = kPartialSums / kCount;
  Vector sum[kVectors] = {};
  std::ptrdiff_t k = 0;
  for (; k + kPartialSums <= depth; k += kPartialSums)
#pragma GCC unroll 8
    for (int v = 0; v < kVectors; ++v)
      sum[v] = sum[v] + load<Vector>(a + k + v * kCount) * load<Vector>(b + k + v * kCount);
  Scalar sums[kPartialSums];
  for (int v = 0; v < kVectors; ++v) store(sums + v * kCount, sum[v]);
  for (int i = 0; k < depth; ++k, ++i) sums[i] = sums[i] + a[k] * b[k];
  for (int half = kPartialSums / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) sums[i] = sums[i] + sums[i + half];
  return sums[0];
}

template <class Scalar>
inline void multiply_dots(const ProductJob<Scalar>& job) {
  for (std::ptrdiff_t row = 0; row < job.rows; ++row)
    for (std::ptrdiff_t column = 0; column < job.columns; ++column)
      job.out[row * job.out_step + column] =
          dot(job.a + row * job.a_row, job.b + column * job.b_step, job.depth);
}

constexpr ProductKernels product_kernels() {
  return {multiply_rows<float>, multiply_rows<double>, multiply_dots<float>, multiply_dots<double>};
}

}  // namespace
}  // namespace mho
