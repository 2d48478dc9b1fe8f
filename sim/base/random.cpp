// Streams on Random123's Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2,
// 3", SC 2011). The counters that a stream uses for itself have the top bit of their last word set,
// and differ in that word by what they are for; counters given to words() should leave it clear.
#include "sim/base/random.hpp"

#include <Random123/philox.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/instruction_set.hpp"
#include "sim/base/normal.hpp"
#include "sim/base/normals_kernels.hpp"

namespace mho {

namespace {

enum class Domain : std::uint32_t { child = 0x80000001, normal = 0x80000002, integer = 0x80000003 };

std::array<std::uint32_t, 4> counter_of(Domain domain, std::uint64_t number) {
  return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32), 0,
          static_cast<std::uint32_t>(domain)};
}

NormalsKernel normals_kernel() {
  return loops_of<NormalsKernel>(instruction_set(), normals_sse2, normals_avx2, normals_avx512);
}

}  // namespace

std::array<std::uint32_t, 4> Stream::words(const std::array<std::uint32_t, 4>& counter) const {
  const r123::Philox4x32::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
  const r123::Philox4x32::key_type k = {
      {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32)}};
  const auto w = r123::Philox4x32()(c, k);
  return {w[0], w[1], w[2], w[3]};
}

Stream Stream::child(std::uint64_t index) const {
  const auto w = words(counter_of(Domain::child, index));
  return Stream(w[0] | static_cast<std::uint64_t>(w[1]) << 32);
}

void Stream::normals(std::uint64_t first, std::span<float> out) const {
  const NormalsKernel kernel = normals_kernel();
  const auto domain = static_cast<std::uint32_t>(Domain::normal);
  while (!out.empty()) {
    const std::size_t offset = first % 16;
    std::size_t count = out.size() / 64 * 64;
    if (offset == 0 && count > 0) {
      kernel(key_, domain, first / 16, static_cast<std::int64_t>(count / 16), out.data());
    } else {
      std::array<float, 64> block;
      kernel(key_, domain, first / 16, 4, block.data());
      count = std::min(out.size(), block.size() - offset);
      std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(offset), count, out.begin());
    }
    first += count;
    out = out.subspan(count);
  }
}

float Stream::normal_by_definition(std::uint64_t n) const {
  const auto w = words(counter_of(Domain::normal, n / 16 * 4 + n % 4));
  const std::size_t word = n % 16 / 4;
  const NormalPair pair = box_muller(w[word & 2u], w[(word & 2u) + 1]);
  return word % 2 == 0 ? pair.cosine : pair.sine;
}

void Stream::integers(std::uint64_t first, std::uint32_t bound, std::span<std::int32_t> out) const {
  require(bound > 0 && bound <= 0x80000000u, "Stream::integers: bound out of range");
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint64_t n = first + i;
    const auto w = words(counter_of(Domain::integer, n / 4));
    out[i] = static_cast<std::int32_t>(static_cast<std::uint64_t>(w[n % 4]) * bound >> 32);
  }
}

}  // namespace mho
