// Squared errors of rounding compiled for AVX-512 (flags in CMakeLists.txt).
#include "workloads/quantize/rounding_error_lanes.hpp"

namespace mho {

void rounding_errors_avx512(const float* weights, std::size_t count, const double* scales,
                            double levels, double* errors) {
  rounding_errors(weights, count, scales, levels, errors);
}

}  // namespace mho
