// The read noise of converted columns: standard normals keyed by what is read. Column j of an item
// in pass p (group-major, then polarity, then slice) takes word w = j % 16 / 4 of the counter
// {image, position, p, 4 (j / 16) + j % 4} under the array's noise key: words 0 and 1 make one
// Box-Muller pair, words 2 and 3 another, as in normal_lanes.hpp.
#pragma once

#include "sim/base/normal_lanes.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

/// normals[item][0..15] for 16 columns (block number `block`) of some items; rows are `stride`
/// floats apart.
inline void column_normals(const PhiloxKeys& keys, const std::uint32_t* image,
                           const std::uint32_t* position, int items, std::uint32_t pass,
                           std::uint32_t block, int stride, float* normals) {
  constexpr int kRows = kLanes / 4;
  const U32 fourth = lane_in_four() + 4 * block;
  const U32 third = U32{} + pass;
  for (int first = 0; first < items; first += kRows) {
    U32 images{};
    U32 positions{};
    for (int i = 0; i < kRows; ++i) {
      const int item = first + i < items ? first + i : first;
      for (int lane = 4 * i; lane < 4 * i + 4; ++lane) {
        images[lane] = image[item];
        positions[lane] = position[item];
      }
    }
    alignas(64) float rows[16 * kRows];
    store_normals(keys, {{images, positions, third, fourth}}, rows);
    for (int i = 0; i < kRows && first + i < items; ++i)
      __builtin_memcpy(normals + static_cast<std::int64_t>(first + i) * stride, rows + 16 * i,
                       16 * sizeof(float));
  }
}

}  // namespace
}  // namespace mho
