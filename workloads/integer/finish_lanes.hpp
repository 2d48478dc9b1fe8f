// The end of matrix layers on vectors of outputs: the operations of finish_matrix and
// OutputRounding, in their order. Compiled once per instruction set (see sim/base/simd.hpp).
#pragma once

#include "sim/base/simd.hpp"
#include "workloads/integer/finish_kernels.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

constexpr int kDoubles = kLanes / 2;

[[gnu::always_inline]] inline F64 rounded(const RoundingJob& job, F64 real) {
  constexpr double kNoFraction = 6755399441055744.0;  // OutputRounding::round_to_even
  F64 active = real < job.clamp_low ? F64{} + job.clamp_low : real;
  active = job.clamp_high < active ? F64{} + job.clamp_high : active;
  F64 steps = active / job.scale;
  steps = steps < job.low ? F64{} + job.low : steps;
  steps = job.high < steps ? F64{} + job.high : steps;
  return (steps + kNoFraction) - kNoFraction;
}

[[gnu::always_inline]] inline F64 finished(const FinishJob& job, F64 sum, F64 offset_sum, F64 scale,
                                           F64 bias) {
  return rounded(job.rounding, (sum * job.step - offset_sum) * scale + bias);
}

inline void round_all(const RoundingJob& own, const double* values, std::size_t count,
                      std::int32_t* to) {
  const RoundingJob job = own;  // which what is stored cannot change
  std::size_t i = 0;
  for (; i + kDoubles <= count; i += kDoubles)
    store(to + i, __builtin_convertvector(rounded(job, load<F64>(values + i)), HalfI32));
  for (; i < count; ++i) to[i] = static_cast<std::int32_t>(rounded(job, F64{} + values[i])[0]);
}

inline void finish(const FinishJob& own) {
  const FinishJob job = own;  // which what is stored cannot change
  std::size_t i = 0, o = 0;
  for (; i + kDoubles <= job.count; i += kDoubles) {
    const F64 sum = __builtin_convertvector(load<I64>(job.sums + i), F64);
    const F64 value = finished(job, sum, load<F64>(job.offset_sum + o), load<F64>(job.scale + o),
                               load<F64>(job.bias + o));
    store(job.to + i, __builtin_convertvector(value, HalfI32));
    o += kDoubles;
    if (o == job.period) o = 0;
  }
  for (; i < job.count; ++i, ++o) {
    const F64 value =
        finished(job, F64{} + static_cast<double>(job.sums[i]), F64{} + job.offset_sum[o],
                 F64{} + job.scale[o], F64{} + job.bias[o]);
    job.to[i] = static_cast<std::int32_t>(value[0]);
  }
}

}  // namespace
}  // namespace mho
