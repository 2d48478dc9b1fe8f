#include "workloads/float/product.hpp"

namespace mho {

namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Transposed = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;
template <class Layout>
using View = Eigen::Map<const Layout, Eigen::Unaligned, Eigen::OuterStride<>>;

template <class Layout>
View<Layout> view(const MatrixView& matrix) {
  return {matrix.data, matrix.rows, matrix.columns, Eigen::OuterStride<>(matrix.step)};
}

float element(const MatrixView& matrix, Eigen::Index row, Eigen::Index column) {
  return matrix.data[matrix.transposed ? column * matrix.step + row : row * matrix.step + column];
}

/// Eigen sums small products in an order that depends on where the memory begins.
bool small(const MatrixView& a, const MatrixView& b) {
  return a.rows + a.columns + b.columns < 32 || (a.rows == 1 && b.columns == 1);
}

void multiply_plainly(const MatrixView& a, const MatrixView& b, float* out, Eigen::Index step) {
  for (Eigen::Index row = 0; row < a.rows; ++row) {
    for (Eigen::Index column = 0; column < b.columns; ++column) {
      float sum = 0;
      for (Eigen::Index k = 0; k < a.columns; ++k)
        sum += element(a, row, k) * element(b, k, column);
      out[row * step + column] = sum;
    }
  }
}

/// Eigen blocks its products, and so orders their sums, by the sizes of the caches. Any fixed sizes
/// give the same bits on every machine; these are common ones.
void fix_blocking() {
  static const bool fixed = [] {
    Eigen::setCpuCacheSizes(32 << 10, 1 << 20, 16 << 20);
    return true;
  }();
  static_cast<void>(fixed);
}

}  // namespace

void multiply(const MatrixView& a, const MatrixView& b, float* out, Eigen::Index step) {
  if (small(a, b)) return multiply_plainly(a, b, out, step);
  fix_blocking();
  Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>> result(out, a.rows, b.columns,
                                                                    Eigen::OuterStride<>(step));
  if (a.transposed && b.transposed) {
    result.noalias() = view<Transposed>(a) * view<Transposed>(b);
  } else if (a.transposed) {
    result.noalias() = view<Transposed>(a) * view<Matrix>(b);
  } else if (b.transposed) {
    result.noalias() = view<Matrix>(a) * view<Transposed>(b);
  } else {
    result.noalias() = view<Matrix>(a) * view<Matrix>(b);
  }
}

}  // namespace mho
