// Squared errors of rounding compiled for AVX2 (flags in CMakeLists.txt).
#include "workloads/quantize/rounding_error_lanes.hpp"

namespace mho {

void rounding_errors_avx2(const float* weights, std::size_t count, const double* scales,
                          double levels, double* errors) {
  rounding_errors(weights, count, scales, levels, errors);
}

}  // namespace mho
