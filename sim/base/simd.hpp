// Vectors of the instruction set that the including file is compiled for: SSE2, AVX2 or AVX-512
// (BW, DQ, VL), with VNNI where the flags say so. Arithmetic is the compiler's vector extension;
// here is only what that cannot say.
//
// For files compiled with instruction-set flags (sim/base/normals_*.cpp, models/crossbar_*.cpp) and
// for them alone. All is in an unnamed namespace, and such files call no inline function of the
// standard library: the linker could else take a copy with AVX-512 in it for the whole program.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace mho {
namespace {  // NOLINT(google-build-namespaces): one copy per instruction set is the point

#if defined(__AVX512BW__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

using F32 [[gnu::vector_size(4 * kLanes)]] = float;
using I32 [[gnu::vector_size(4 * kLanes)]] = std::int32_t;
using U32 [[gnu::vector_size(4 * kLanes)]] = std::uint32_t;
using U16 [[gnu::vector_size(4 * kLanes)]] = std::uint16_t;
using U64 [[gnu::vector_size(4 * kLanes)]] = std::uint64_t;
using F64 [[gnu::vector_size(4 * kLanes)]] = double;
using I64 [[gnu::vector_size(4 * kLanes)]] = std::int64_t;
/// As many integers as there are lanes of 64 bits.
using HalfI32 [[gnu::vector_size(2 * kLanes)]] = std::int32_t;

template <class Vector, class Element>
[[gnu::always_inline]] inline Vector load(const Element* from) {
  Vector v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

template <class Vector, class Element>
[[gnu::always_inline]] inline void store(Element* to, Vector v) {
  __builtin_memcpy(to, &v, sizeof v);
}

[[gnu::always_inline]] inline F32 to_float(I32 v) { return __builtin_convertvector(v, F32); }

/// Lane number modulo 4: 0 1 2 3 0 1 2 3 ...
[[gnu::always_inline]] inline U32 lane_in_four() {
  U32 v;
  for (int i = 0; i < kLanes; ++i) v[i] = static_cast<std::uint32_t>(i % 4);
  return v;
}

#if defined(__AVX512BW__)

[[gnu::always_inline]] inline F32 square_root(F32 v) { return _mm512_sqrt_ps(v); }
[[gnu::always_inline]] inline F32 smaller(F32 a, F32 b) { return _mm512_min_ps(a, b); }
[[gnu::always_inline]] inline F32 larger(F32 a, F32 b) { return _mm512_max_ps(a, b); }
/// Nearest integers, ties to even.
[[gnu::always_inline]] inline I32 round_to_int(F32 v) {
  return reinterpret_cast<I32>(_mm512_cvtps_epi32(v));
}
/// from[index] of every lane.
[[gnu::always_inline]] inline F32 gather(const float* from, I32 index) {
  return _mm512_i32gather_ps(reinterpret_cast<__m512i>(index), from, 4);
}
/// 64-bit products of the low halves of 64-bit lanes.
[[gnu::always_inline]] inline U64 multiply_low_halves(U64 a, U64 b) {
  return reinterpret_cast<U64>(
      _mm512_mul_epu32(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
}
/// sum + products of adjacent 16-bit pairs.
[[gnu::always_inline]] inline I32 add_pair_products(I32 sum, I32 a, I32 b) {
#if defined(__AVX512VNNI__)
  return reinterpret_cast<I32>(_mm512_dpwssd_epi32(
      reinterpret_cast<__m512i>(sum), reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#else
  return sum + reinterpret_cast<I32>(
                   _mm512_madd_epi16(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#endif
}
/// Stores kLanes values of less than 2^15 as 16-bit integers.
[[gnu::always_inline]] inline void store_16(std::int16_t* to, I32 v) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                      _mm512_cvtepi32_epi16(reinterpret_cast<__m512i>(v)));
}
/// The first `count` elements, zeros in the other lanes; reads no more than those.
[[gnu::always_inline]] inline I32 load_front(const std::int32_t* from, int count) {
  const auto lanes = static_cast<__mmask16>(count < kLanes ? (1 << count) - 1 : 0xffff);
  return reinterpret_cast<I32>(_mm512_maskz_loadu_epi32(lanes, from));
}
[[gnu::always_inline]] inline F32 load_front(const float* from, int count) {
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>(count < kLanes ? (1 << count) - 1 : 0xffff),
                               from);
}
[[gnu::always_inline]] inline __mmask8 first_halves(int count) {
  return static_cast<__mmask8>(count < kLanes / 2 ? (1 << count) - 1 : 0xff);
}
[[gnu::always_inline]] inline F64 load_front(const double* from, int count) {
  return _mm512_maskz_loadu_pd(first_halves(count), from);
}
/// Adds to the first `count` elements.
[[gnu::always_inline]] inline void add_front(std::int64_t* to, I64 v, int count) {
  const __mmask8 lanes = first_halves(count);
  const __m512i sum =
      _mm512_add_epi64(_mm512_maskz_loadu_epi64(lanes, to), reinterpret_cast<__m512i>(v));
  _mm512_mask_storeu_epi64(to, lanes, sum);
}
/// Stores kLanes values of 0..255 as bytes.
[[gnu::always_inline]] inline void store_8(std::uint8_t* to, I32 v) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm512_cvtepi32_epi8(reinterpret_cast<__m512i>(v)));
}
/// Sums of products of four unsigned by four signed bytes: add_quad_products accumulates in
/// whatever form is fastest, which quad_total turns into 32-bit sums. Without VNNI the form is
/// 16-bit sums of two products each, which the caller keeps from overflowing.
[[gnu::always_inline]] inline I32 add_quad_products(I32 sum, I32 codes, I32 cells) {
  const __m512i s = reinterpret_cast<__m512i>(sum);
  const __m512i a = reinterpret_cast<__m512i>(codes), b = reinterpret_cast<__m512i>(cells);
#if defined(__AVX512VNNI__)
  return reinterpret_cast<I32>(_mm512_dpbusd_epi32(s, a, b));
#else
  return reinterpret_cast<I32>(_mm512_add_epi16(s, _mm512_maddubs_epi16(a, b)));
#endif
}
[[gnu::always_inline]] inline I32 quad_total(I32 sum) {
#if defined(__AVX512VNNI__)
  return sum;
#else
  return reinterpret_cast<I32>(
      _mm512_madd_epi16(reinterpret_cast<__m512i>(sum), _mm512_set1_epi16(1)));
#endif
}
/// Four vectors hold, in their groups of four lanes, four parts of kLanes / 4 rows of 16: stores
/// the rows, `stride` floats apart.
[[gnu::always_inline]] inline void store_rows_of_16(float* to, int stride, F32 v0, F32 v1, F32 v2,
                                                    F32 v3) {
  const __m512 a = _mm512_shuffle_f32x4(v0, v1, 0x44), b = _mm512_shuffle_f32x4(v2, v3, 0x44);
  const __m512 c = _mm512_shuffle_f32x4(v0, v1, 0xee), d = _mm512_shuffle_f32x4(v2, v3, 0xee);
  _mm512_storeu_ps(to, _mm512_shuffle_f32x4(a, b, 0x88));
  _mm512_storeu_ps(to + stride, _mm512_shuffle_f32x4(a, b, 0xdd));
  _mm512_storeu_ps(to + 2 * stride, _mm512_shuffle_f32x4(c, d, 0x88));
  _mm512_storeu_ps(to + 3 * stride, _mm512_shuffle_f32x4(c, d, 0xdd));
}

#elif defined(__AVX2__)

[[gnu::always_inline]] inline F32 square_root(F32 v) { return _mm256_sqrt_ps(v); }
[[gnu::always_inline]] inline F32 smaller(F32 a, F32 b) { return _mm256_min_ps(a, b); }
[[gnu::always_inline]] inline F32 larger(F32 a, F32 b) { return _mm256_max_ps(a, b); }
[[gnu::always_inline]] inline I32 round_to_int(F32 v) {
  return reinterpret_cast<I32>(_mm256_cvtps_epi32(v));
}
[[gnu::always_inline]] inline F32 gather(const float* from, I32 index) {
  return _mm256_i32gather_ps(from, reinterpret_cast<__m256i>(index), 4);
}
[[gnu::always_inline]] inline U64 multiply_low_halves(U64 a, U64 b) {
  return reinterpret_cast<U64>(
      _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}
[[gnu::always_inline]] inline I32 add_pair_products(I32 sum, I32 a, I32 b) {
  return sum + reinterpret_cast<I32>(
                   _mm256_madd_epi16(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}
[[gnu::always_inline]] inline void store_16(std::int16_t* to, I32 v) {
  const __m256i w = reinterpret_cast<__m256i>(v);
  const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi32(w, w), 0x08);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(packed));
}
[[gnu::always_inline]] inline I32 load_front(const std::int32_t* from, int count) {
  const I32 lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return reinterpret_cast<I32>(
      _mm256_maskload_epi32(from, reinterpret_cast<__m256i>(lane < count)));
}
[[gnu::always_inline]] inline F32 load_front(const float* from, int count) {
  const I32 lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return _mm256_maskload_ps(from, reinterpret_cast<__m256i>(lane < count));
}
[[gnu::always_inline]] inline F64 load_front(const double* from, int count) {
  F64 v{};
  for (int i = 0; i < kLanes / 2 && i < count; ++i) v[i] = from[i];
  return v;
}
[[gnu::always_inline]] inline void add_front(std::int64_t* to, I64 v, int count) {
  for (int i = 0; i < kLanes / 2 && i < count; ++i) to[i] += v[i];
}
[[gnu::always_inline]] inline void store_8(std::uint8_t* to, I32 v) {
  const __m256i w = reinterpret_cast<__m256i>(v);
  const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(w), _mm256_extracti128_si256(w, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(words, words));
}
[[gnu::always_inline]] inline I32 add_quad_products(I32 sum, I32 codes, I32 cells) {
  const __m256i products =
      _mm256_maddubs_epi16(reinterpret_cast<__m256i>(codes), reinterpret_cast<__m256i>(cells));
  return reinterpret_cast<I32>(_mm256_add_epi16(reinterpret_cast<__m256i>(sum), products));
}
[[gnu::always_inline]] inline I32 quad_total(I32 sum) {
  return reinterpret_cast<I32>(
      _mm256_madd_epi16(reinterpret_cast<__m256i>(sum), _mm256_set1_epi16(1)));
}
[[gnu::always_inline]] inline void store_rows_of_16(float* to, int stride, F32 v0, F32 v1, F32 v2,
                                                    F32 v3) {
  _mm256_storeu_ps(to, _mm256_permute2f128_ps(v0, v1, 0x20));
  _mm256_storeu_ps(to + 8, _mm256_permute2f128_ps(v2, v3, 0x20));
  _mm256_storeu_ps(to + stride, _mm256_permute2f128_ps(v0, v1, 0x31));
  _mm256_storeu_ps(to + stride + 8, _mm256_permute2f128_ps(v2, v3, 0x31));
}

#else

[[gnu::always_inline]] inline F32 square_root(F32 v) { return _mm_sqrt_ps(v); }
[[gnu::always_inline]] inline F32 smaller(F32 a, F32 b) { return _mm_min_ps(a, b); }
[[gnu::always_inline]] inline F32 larger(F32 a, F32 b) { return _mm_max_ps(a, b); }
[[gnu::always_inline]] inline I32 round_to_int(F32 v) {
  return reinterpret_cast<I32>(_mm_cvtps_epi32(v));
}
[[gnu::always_inline]] inline F32 gather(const float* from, I32 index) {
  return F32{from[index[0]], from[index[1]], from[index[2]], from[index[3]]};
}
[[gnu::always_inline]] inline U64 multiply_low_halves(U64 a, U64 b) {
  return reinterpret_cast<U64>(
      _mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
}
[[gnu::always_inline]] inline I32 add_pair_products(I32 sum, I32 a, I32 b) {
  return sum + reinterpret_cast<I32>(
                   _mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
}
[[gnu::always_inline]] inline void store_16(std::int16_t* to, I32 v) {
  const __m128i w = reinterpret_cast<__m128i>(v);
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packs_epi32(w, w));
}
[[gnu::always_inline]] inline I32 load_front(const std::int32_t* from, int count) {
  if (count >= kLanes) return load<I32>(from);
  I32 v{};
  for (int i = 0; i < count; ++i) v[i] = from[i];
  return v;
}
[[gnu::always_inline]] inline F32 load_front(const float* from, int count) {
  F32 v{};
  for (int i = 0; i < kLanes && i < count; ++i) v[i] = from[i];
  return v;
}
[[gnu::always_inline]] inline F64 load_front(const double* from, int count) {
  F64 v{};
  for (int i = 0; i < kLanes / 2 && i < count; ++i) v[i] = from[i];
  return v;
}
[[gnu::always_inline]] inline void add_front(std::int64_t* to, I64 v, int count) {
  for (int i = 0; i < kLanes / 2 && i < count; ++i) to[i] += v[i];
}
[[gnu::always_inline]] inline void store_8(std::uint8_t* to, I32 v) {
  const __m128i w = reinterpret_cast<__m128i>(v);
  const __m128i words = _mm_packs_epi32(w, w);
  const std::int32_t bytes = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
  __builtin_memcpy(to, &bytes, sizeof bytes);
}
[[gnu::always_inline]] inline void store_rows_of_16(float* to, int stride, F32 v0, F32 v1, F32 v2,
                                                    F32 v3) {
  static_cast<void>(stride);  // one row
  _mm_storeu_ps(to, v0);
  _mm_storeu_ps(to + 4, v1);
  _mm_storeu_ps(to + 8, v2);
  _mm_storeu_ps(to + 12, v3);
}

#endif

}  // namespace
}  // namespace mho
