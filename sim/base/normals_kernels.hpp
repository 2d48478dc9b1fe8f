// The vector loops of Stream::normals, one per instruction set; see normal_lanes.hpp for the
// counters. All give the same bits.
#pragma once

#include <cstdint>

namespace mho {

/// 16 x blocks normals from counter number 4 * first_block on; blocks is a multiple of 4.
using NormalsKernel = void (*)(std::uint64_t key, std::uint32_t domain, std::uint64_t first_block,
                               std::int64_t blocks, float* out);

void normals_sse2(std::uint64_t key, std::uint32_t domain, std::uint64_t first_block,
                  std::int64_t blocks, float* out);
void normals_avx2(std::uint64_t key, std::uint32_t domain, std::uint64_t first_block,
                  std::int64_t blocks, float* out);
void normals_avx512(std::uint64_t key, std::uint32_t domain, std::uint64_t first_block,
                    std::int64_t blocks, float* out);

}  // namespace mho
