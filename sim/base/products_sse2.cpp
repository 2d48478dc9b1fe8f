// Matrix products compiled for SSE2.
#include "sim/base/products_lanes.hpp"

namespace mho {

extern const ProductKernels products_sse2 = product_kernels();

}  // namespace mho
