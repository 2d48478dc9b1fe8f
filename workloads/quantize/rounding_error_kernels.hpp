// What rounding weights to steps of several sizes costs, one per instruction set
// (workloads/quantize/rounding_error_lanes.hpp).
#pragma once

#include <cstddef>

namespace mho {

/// Step sizes that are tried together.
inline constexpr int kScalesTogether = 8;

/// errors[s] = sum over weights of (weight - scales[s] x the nearest of -levels..levels)^2, each
/// along the weights. [kScalesTogether].
using RoundingErrors = void (*)(const float* weights, std::size_t count, const double* scales,
                                double levels, double* errors);

void rounding_errors_sse2(const float* weights, std::size_t count, const double* scales,
                          double levels, double* errors);
void rounding_errors_avx2(const float* weights, std::size_t count, const double* scales,
                          double levels, double* errors);
void rounding_errors_avx512(const float* weights, std::size_t count, const double* scales,
                            double levels, double* errors);

}  // namespace mho
