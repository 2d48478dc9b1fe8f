// The vector loops of MatrixFinish, one per instruction set (workloads/integer/finish_lanes.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace mho {

/// OutputRounding in double precision.
struct RoundingJob {
  double clamp_low = 0, clamp_high = 0;
  double scale = 1, low = 0, high = 0;  ///< of the output
};

struct FinishJob {
  const std::int64_t* sums = nullptr;  ///< [count], outputs of a pixel together
  std::int32_t* to = nullptr;          ///< [count]
  std::size_t count = 0;
  double step = 1;  ///< of the sums
  /// Elements of what follows, by output, of as many pixels as fill whole vectors.
  std::size_t period = 0;
  const double* offset_sum = nullptr;  ///< taken off
  const double* scale = nullptr;       ///< of a sum's real value
  const double* bias = nullptr;
  RoundingJob rounding;
};

struct FinishKernels {
  void (*finish)(const FinishJob& job);
  void (*round)(const RoundingJob& job, const double* values, std::size_t count, std::int32_t* to);
};
extern const FinishKernels finish_sse2;
extern const FinishKernels finish_avx2;
extern const FinishKernels finish_avx512;

/// Those of the instruction set in use.
const FinishKernels& finish_kernels();

}  // namespace mho
