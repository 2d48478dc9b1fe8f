// Stream::normals compiled for AVX-512 (flags in CMakeLists.txt).
#include "sim/base/normal_lanes.hpp"
#include "sim/base/normals_kernels.hpp"

namespace mho {

void normals_avx512(std::uint64_t key, std::uint32_t domain, std::uint64_t first_block,
                    std::int64_t blocks, float* out) {
  stream_normals(key, domain, first_block, blocks, out);
}

}  // namespace mho
