// The vector loops of multiply(), one per instruction set (sim/base/products_lanes.hpp).
#pragma once

#include <cstddef>

namespace mho {

template <class Scalar>
struct ProductJob {
  const Scalar* a = nullptr;
  std::ptrdiff_t a_row = 0, a_column = 0;  ///< elements from row to row, from column to column
  const Scalar* b = nullptr;
  std::ptrdiff_t b_step = 0;  ///< from row to row; of dots from column to column
  Scalar* out = nullptr;
  std::ptrdiff_t out_step = 0;
  std::ptrdiff_t rows = 0, depth = 0, columns = 0;
};

struct ProductKernels {
  void (*rows_32)(const ProductJob<float>&);
  void (*rows_64)(const ProductJob<double>&);
  /// b is transposed, and a's columns are neighbours.
  void (*dots_32)(const ProductJob<float>&);
  void (*dots_64)(const ProductJob<double>&);
};
extern const ProductKernels products_sse2;
extern const ProductKernels products_avx2;
extern const ProductKernels products_avx512;

}  // namespace mho
