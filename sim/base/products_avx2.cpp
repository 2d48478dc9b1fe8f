// Matrix products compiled for AVX2 (flags in CMakeLists.txt).
#include "sim/base/products_lanes.hpp"

namespace mho {

extern const ProductKernels products_avx2 = product_kernels();

}  // namespace mho
