#include "sim/base/products.hpp"

#include <type_traits>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/instruction_set.hpp"
#include "sim/base/products_kernels.hpp"

namespace mho {

namespace {

const ProductKernels& kernels() {
  return loops_of(instruction_set(), products_sse2, products_avx2, products_avx512);
}

template <class Scalar>
void multiply_any(const MatrixView<Scalar>& a, const MatrixView<Scalar>& b, Scalar* out,
                  std::ptrdiff_t step) {
  require(a.columns == b.rows, "multiply: the matrices do not fit");
  ProductJob<Scalar> job;
  job.a = a.data;
  job.a_row = a.transposed ? 1 : a.step;
  job.a_column = a.transposed ? a.step : 1;
  job.b = b.data;
  job.b_step = b.step;
  job.out = out;
  job.out_step = step;
  job.rows = a.rows;
  job.depth = a.columns;
  job.columns = b.columns;
  std::vector<Scalar> turned;
  if (b.transposed && a.transposed) {
    turned.resize(static_cast<std::size_t>(b.rows * b.columns));
    for (std::ptrdiff_t k = 0; k < b.rows; ++k)
      for (std::ptrdiff_t n = 0; n < b.columns; ++n)
        turned[static_cast<std::size_t>(k * b.columns + n)] = b.data[n * b.step + k];
    job.b = turned.data();
    job.b_step = b.columns;
  }
  const bool dots = b.transposed && !a.transposed;
  if constexpr (std::is_same_v<Scalar, float>)
    (dots ? kernels().dots_32 : kernels().rows_32)(job);
  else
    (dots ? kernels().dots_64 : kernels().rows_64)(job);
}

}  // namespace

void multiply(const MatrixView<float>& a, const MatrixView<float>& b, float* out,
              std::ptrdiff_t step) {
  multiply_any(a, b, out, step);
}

void multiply(const MatrixView<double>& a, const MatrixView<double>& b, double* out,
              std::ptrdiff_t step) {
  multiply_any(a, b, out, step);
}

}  // namespace mho
