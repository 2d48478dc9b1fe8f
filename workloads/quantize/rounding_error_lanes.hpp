// Squared errors of rounding on vectors of scales: each sum is its own, so that all instruction
// sets give the same bits. Compiled once per instruction set (see sim/base/simd.hpp).
#pragma once

#include "sim/base/simd.hpp"
#include "workloads/quantize/rounding_error_kernels.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

inline void rounding_errors(const float* weights, std::size_t count, const double* scales,
                            double levels, double* errors) {
  constexpr int kVectors = kScalesTogether / (kLanes / 2);
  constexpr double kNoFraction = 6755399441055744.0;  // 1.5 * 2^52: rounds to nearest, ties to even
  F64 scale[kVectors], sum[kVectors];
  for (int v = 0; v < kVectors; ++v) {
    scale[v] = load<F64>(scales + v * (kLanes / 2));
    sum[v] = F64{};
  }
  for (std::size_t i = 0; i < count; ++i) {
    const F64 weight = F64{} + static_cast<double>(weights[i]);
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      F64 steps = (weight / scale[v] + kNoFraction) - kNoFraction;
      steps = steps < -levels ? F64{} - levels : steps;
      steps = steps > levels ? F64{} + levels : steps;
      const F64 error = weight - steps * scale[v];
      sum[v] = sum[v] + error * error;
    }
  }
  for (int v = 0; v < kVectors; ++v) store(errors + v * (kLanes / 2), sum[v]);
}

}  // namespace
}  // namespace mho
