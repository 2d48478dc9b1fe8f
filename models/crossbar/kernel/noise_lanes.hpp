// The read noise of converted columns: standard normals keyed by what is read. Column j of an item
// in pass p (group-major, then polarity, then slice) takes word w = j % 16 / 4 of the counter
// {image, position, p, 4 (j / 16) + j % 4} under the array's noise key: words 0 and 1 make one
// Box-Muller pair, words 2 and 3 another, as in normal_lanes.hpp.
#pragma once

#include "models/crossbar/kernel/kernel.hpp"
#include "sim/base/normal_lanes.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

/// Image and position of each item of a chunk, in four lanes each.
struct ItemLanes {
  std::uint32_t image[4 * kChunkWords];
  std::uint32_t position[4 * kChunkWords];
};

inline void fill_item_lanes(const KernelJob& job, ItemLanes& lanes) {
  for (int item = 0; item < kChunkWords; ++item) {
    const int known = item < job.items ? item : 0;
    for (int lane = 4 * item; lane < 4 * item + 4; ++lane) {
      lanes.image[lane] = job.image[known];
      lanes.position[lane] = job.position[known];
    }
  }
}

/// normals[item][0..15] for the `columns` first of 16 columns (block number `block`) of `items`
/// items from number `first_item` on, and of those up to a multiple of kLanes / 4; rows are
/// `stride` floats apart.
inline void column_normals(const PhiloxKeys& keys, const ItemLanes& lanes, int first_item,
                           int items, std::uint32_t pass, std::uint32_t block, int columns,
                           int stride, float* normals) {
  constexpr int kRows = kLanes / 4;
  const U32 fourth = lane_in_four() + 4 * block;
  const U32 third = U32{} + pass;
  for (int first = 0; first < items; first += kRows) {
    const int lane = 4 * (first_item + first);
    const U32 images = load<U32>(lanes.image + lane);
    const U32 positions = load<U32>(lanes.position + lane);
    store_normals(keys, {{images, positions, third, fourth}}, normals + first * stride, stride,
                  columns);
  }
}

}  // namespace
}  // namespace mho
