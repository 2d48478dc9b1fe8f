// Calls of oneDNN where CMake found it.
#include "bench/plain_products.hpp"

#if MHO_ONEDNN
#include <omp.h>
#include <oneapi/dnnl/dnnl.h>
#endif

namespace mho {

namespace {

std::size_t size(int rows, int columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

}  // namespace

PlainProducts::PlainProducts(int items, int outputs, int rows)
    : items_(items),
      outputs_(outputs),
      rows_(rows),
      float_inputs_(size(items, rows), 1.25f),
      float_weights_(size(rows, outputs), 0.5f),
      float_sums_(size(items, outputs)),
      byte_inputs_(size(items, rows), 201),
      byte_weights_(size(rows, outputs), 57),
      byte_sums_(size(items, outputs)) {
#if MHO_ONEDNN
  omp_set_num_threads(1);
#endif
}

#if MHO_ONEDNN

bool PlainProducts::available() { return true; }

void PlainProducts::multiply_floats() {
  dnnl_sgemm('N', 'N', items_, outputs_, rows_, 1.0f, float_inputs_.data(), rows_,
             float_weights_.data(), outputs_, 0.0f, float_sums_.data(), outputs_);
}

void PlainProducts::multiply_bytes() {
  const std::int32_t offset = 0;
  dnnl_gemm_u8s8s32('N', 'N', 'F', items_, outputs_, rows_, 1.0f, byte_inputs_.data(), rows_, 0,
                    byte_weights_.data(), outputs_, 0, 0.0f, byte_sums_.data(), outputs_, &offset);
}

#else

bool PlainProducts::available() { return false; }
void PlainProducts::multiply_floats() {}
void PlainProducts::multiply_bytes() {}

#endif

}  // namespace mho
