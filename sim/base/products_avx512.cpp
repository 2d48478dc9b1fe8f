// Matrix products compiled for AVX-512 (flags in CMakeLists.txt).
#include "sim/base/products_lanes.hpp"

namespace mho {

extern const ProductKernels products_avx512 = product_kernels();

}  // namespace mho
