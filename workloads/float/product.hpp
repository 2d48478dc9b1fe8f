// The one matrix product of the float executor.
#pragma once

#include <Eigen/Core>

namespace mho {

/// A row-major matrix in someone else's memory; `step` elements from row to row, or, if transposed,
/// from column to column.
struct MatrixView {
  const float* data;
  Eigen::Index rows, columns, step;
  bool transposed = false;
};

/// out = a * b, where out is row-major with `step` elements from row to row. The order of sums
/// depends on the sizes alone, on every machine. Thread-safe.
void multiply(const MatrixView& a, const MatrixView& b, float* out, Eigen::Index step);

}  // namespace mho
