// Philox4x32-10 and the normals of normal.hpp on whole vectors: lane by lane the same operations in
// the same order, hence the same bits. For files compiled with instruction-set flags (see
// simd.hpp).
//
// Sixteen normals come from four counters 4b + c (c = 0..3): number 16b + 4w + c is made of word w
// of counter 4b + c (words 0 and 1 are one Box-Muller pair, words 2 and 3 the other). Lane l of a
// vector has counter number l % 4 of row l / 4, so that kLanes / 4 rows of 16 normals come out of
// one call in order, whatever the vector's width.
#pragma once

#include "sim/base/normal.hpp"
#include "sim/base/simd.hpp"

namespace mho {
namespace {  // NOLINT(google-build-namespaces): see simd.hpp

/// The ten round keys of Philox4x32-10 (Salmon et al., SC 2011, section 2.2), in 64-bit lanes' low
/// halves.
struct PhiloxKeys {
  std::uint64_t first[10];
  std::uint64_t second[10];
};

inline PhiloxKeys philox_keys(std::uint64_t key) {
  PhiloxKeys keys;
  std::uint32_t first = static_cast<std::uint32_t>(key);
  std::uint32_t second = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    keys.first[round] = first;
    keys.second[round] = second;
    first += 0x9E3779B9u;
    second += 0xBB67AE85u;
  }
  return keys;
}

/// Four words of kLanes counters, or four counter words of them.
struct Quad {
  U32 word[4];
};

/// Ten rounds on the low halves of 64-bit lanes. Upper halves hold leftovers: the multiplication
/// reads low halves only, so they need no clearing.
[[gnu::always_inline]] inline void philox_rounds(const PhiloxKeys& keys, U64& a, U64& b, U64& c,
                                                 U64& d) {
  const U64 multiplier_a = U64{} + 0xD2511F53u;
  const U64 multiplier_c = U64{} + 0xCD9E8D57u;
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const U64 product_a = multiply_low_halves(a, multiplier_a);
    const U64 product_c = multiply_low_halves(c, multiplier_c);
    a = (product_c >> 32) ^ b ^ keys.first[round];
    b = product_c;
    c = (product_a >> 32) ^ d ^ keys.second[round];
    d = product_a;
  }
}

[[gnu::always_inline]] inline Quad philox(const PhiloxKeys& keys, const Quad& counter) {
  U64 even[4];
  U64 odd[4];
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    even[i] = reinterpret_cast<U64>(counter.word[i]);
    odd[i] = even[i] >> 32;
  }
  philox_rounds(keys, even[0], even[1], even[2], even[3]);
  philox_rounds(keys, odd[0], odd[1], odd[2], odd[3]);
  Quad out;
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
    out.word[i] = reinterpret_cast<U32>((even[i] & 0xFFFFFFFFu) | (odd[i] << 32));
  return out;
}

/// box_muller of normal.hpp, which explains the steps.
[[gnu::always_inline]] inline void box_muller(U32 radius_word, U32 angle_word, F32& first,
                                              F32& second) {
  using namespace normal_coefficients;
  const F32 u = to_float(reinterpret_cast<I32>(radius_word >> 1)) * kUnitFromWord + kHalfUnit;
  const I32 bits = reinterpret_cast<I32>(u);
  const I32 exponent = (bits - kSqrtHalfBits) >> 23;
  const F32 f = reinterpret_cast<F32>(bits - (exponent << 23)) - 1.0f;
  const F32 e = to_float(exponent);
  const F32 ff = f * f;
  F32 log = F32{} + kLog[0];
#pragma GCC unroll 8
  for (int i = 1; i < 9; ++i) log = log * f + kLog[i];
  log = log * f * ff;
  log = log + e * kLn2Low;
  log = log - 0.5f * ff;
  log = (f + log) + e * kLn2High;
  const F32 radius = square_root(-2.0f * log);

  const U32 quadrant = (angle_word + 0x20000000u) >> 30;
  const F32 t = to_float(reinterpret_cast<I32>(angle_word - (quadrant << 30))) * kAngle;
  const F32 tt = t * t;
  const F32 sine = ((kSin[0] * tt + kSin[1]) * tt + kSin[2]) * tt * t + t;
  const F32 cosine = ((kCos[0] * tt + kCos[1]) * tt + kCos[2]) * tt * tt - 0.5f * tt + 1.0f;
  const I32 swap = (quadrant & 1u) != 0u;
  const U32 x = reinterpret_cast<U32>(swap ? sine : cosine);
  const U32 y = reinterpret_cast<U32>(swap ? cosine : sine);
  first = radius * reinterpret_cast<F32>(x ^ (((quadrant + 1u) & 2u) << 30));
  second = radius * reinterpret_cast<F32>(y ^ ((quadrant & 2u) << 30));
}

/// kLanes / 4 rows of 16 normals, stored `stride` floats apart, from kLanes counters; of a row the
/// first `wanted` count, and others may be 0.
[[gnu::always_inline]] inline void store_normals(const PhiloxKeys& keys, const Quad& counter,
                                                 float* to, int stride = 16, int wanted = 16) {
  const Quad words = philox(keys, counter);
  F32 part[4] = {};
  box_muller(words.word[0], words.word[1], part[0], part[1]);
  if (wanted > 8) box_muller(words.word[2], words.word[3], part[2], part[3]);
  store_rows_of_16(to, stride, part[0], part[1], part[2], part[3]);
}

/// `blocks` times 16 normals of a stream, from counter number 4 * first_block on; the counter is
/// {number low, number high, 0, domain}. `out` must have room for whole vectors' worth: a multiple
/// of 4 kLanes floats.
inline void stream_normals(std::uint64_t key, std::uint32_t domain, std::uint64_t first_block,
                           std::int64_t blocks, float* out) {
  const PhiloxKeys keys = philox_keys(key);
  U32 lane;
  for (int i = 0; i < kLanes; ++i) lane[i] = static_cast<std::uint32_t>(i);
  constexpr int kRows = kLanes / 4;
  for (std::int64_t b = 0; b < blocks; b += kRows) {
    const std::uint64_t number = 4 * (first_block + static_cast<std::uint64_t>(b));
    const U32 low = lane + static_cast<std::uint32_t>(number);
    const U32 carry = reinterpret_cast<U32>(low < lane);
    const U32 high = static_cast<std::uint32_t>(number >> 32) - carry;
    store_normals(keys, {{low, high, U32{}, U32{} + domain}}, out + 16 * b);
  }
}

}  // namespace
}  // namespace mho
