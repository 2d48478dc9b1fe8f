// Shift-and-add of a chunk's accumulated codes on vectors: exact integers. Compiled once per
// instruction set (see sim/base/simd.hpp).
#pragma once

#include "models/crossbar/kernel/kernel.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

inline void add_codes(const CodesJob& job) {
  constexpr int kHalf = kLanes / 2;
  const int outputs = job.outputs;
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* codes = job.codes + static_cast<std::int64_t>(item) * job.columns_padded;
    std::int64_t* sums = job.sums + static_cast<std::int64_t>(item) * outputs;
    for (int o = 0; o < outputs; o += kHalf) {
      I64 sum{};
      for (int first = 0; first < job.columns; first += outputs)
        sum += __builtin_convertvector(load<HalfI32>(codes + first + o), I64)
               << job.column_shift[first];
      add_front(sums + o, sum * job.factor, outputs - o);
    }
  }
}

}  // namespace
}  // namespace mho
