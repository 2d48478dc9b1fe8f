#include "workloads/datasets/synthetic_weights.hpp"

#include <algorithm>

#include "sim/base/division.hpp"
#include "sim/base/parallel.hpp"

namespace mho {

namespace {

/// a z + b z^3 has variance 1 (a^2 + 6 a b + 15 b^2 = 1) and kurtosis 6
/// (3 a^4 + 60 a^3 b + 630 a^2 b^2 + 3780 a b^3 + 10395 b^4 = 6): Fleishman's equations for no
/// skew.
constexpr float kLinear = 0.78235622f;
constexpr float kCubic = 0.06790456f;

/// Values made at once by one thread; a constant, so that no bit depends on the threads.
constexpr std::int64_t kChunk = 1 << 16;

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): the same on every machine.
std::uint64_t hash(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char letter : text) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001b3u;
  }
  return hash;
}

}  // namespace

Stream synthetic_stream(std::uint64_t seed, const std::string& name) {
  return Stream(seed).child(Purpose::synthetic_data).child(hash(name));
}

void fill_trained_like(const Stream& stream, double deviation, std::span<float> out, int threads) {
  const auto size = static_cast<std::int64_t>(out.size());
  const float linear = kLinear * static_cast<float>(deviation);
  const float cubic = kCubic * static_cast<float>(deviation);
  parallel_for(threads, ceil_divide(size, kChunk), [&](std::int64_t chunk) {
    const std::int64_t first = chunk * kChunk;
    const auto part = out.subspan(static_cast<std::size_t>(first),
                                  static_cast<std::size_t>(std::min(kChunk, size - first)));
    stream.normals(static_cast<std::uint64_t>(first), part);
    for (float& value : part) value *= linear + cubic * value * value;
  });
}

}  // namespace mho
