// Squared errors of rounding compiled for SSE2.
#include "workloads/quantize/rounding_error_lanes.hpp"

namespace mho {

void rounding_errors_sse2(const float* weights, std::size_t count, const double* scales,
                          double levels, double* errors) {
  rounding_errors(weights, count, scales, levels, errors);
}

}  // namespace mho
