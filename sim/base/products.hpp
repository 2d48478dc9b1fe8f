// Matrix products in floating point whose sums have one order everywhere: along the depth, each
// product and each sum rounded by itself. The vectors of the instruction set hold several outputs.
#pragma once

#include <cstddef>

namespace mho {

/// A row-major matrix in someone else's memory; `step` elements from row to row, or, if transposed,
/// from column to column.
template <class Scalar>
struct MatrixView {
  const Scalar* data;
  std::ptrdiff_t rows, columns, step;
  bool transposed = false;
};

/// out = a * b, where out is row-major with `step` elements from row to row. Where b is transposed
/// and a is not, which makes an output a product of two rows, sixteen sums of every sixteenth
/// product are added up in the end, in pairs. The same bits on every machine. Thread-safe.
void multiply(const MatrixView<float>& a, const MatrixView<float>& b, float* out,
              std::ptrdiff_t step);
void multiply(const MatrixView<double>& a, const MatrixView<double>& b, double* out,
              std::ptrdiff_t step);

}  // namespace mho
