// One pair of standard normals from two uniform words: Box and Muller, "A Note on the Generation of
// Random Normal Deviates", Ann. Math. Statist. 29 (1958) 610. This is the definition in plain code;
// normal_lanes.hpp does the same operations on whole vectors and gives the same bits.
//
// Only IEEE additions, multiplications and square roots in a fixed order (no contraction, no libm):
// ln and sin/cos are the single-precision polynomials of S. Moshier, Cephes 2.2 (logf.c, sinf.c).
// Absolute error of a normal against exact arithmetic on the same words: below 2e-6. The radius
// uses 31 bits of its word, so |normal| <= sqrt(64 ln 2) = 6.66; a true normal is beyond it once in
// 4e10 draws.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace mho {

struct NormalPair {
  float cosine;
  float sine;
};

/// Coefficients shared by the plain and the vector code.
namespace normal_coefficients {
inline constexpr float kLog[9] = {7.0376836292e-2f,  -1.1514610310e-1f, 1.1676998740e-1f,
                                  -1.2420140846e-1f, 1.4249322787e-1f,  -1.6668057665e-1f,
                                  2.0000714765e-1f,  -2.4999993993e-1f, 3.3333331174e-1f};
inline constexpr float kLn2High = 0.693359375f;
inline constexpr float kLn2Low = -2.12194440e-4f;
inline constexpr float kSin[3] = {-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f};
inline constexpr float kCos[3] = {2.443315711809948e-5f, -1.388731625493765e-3f,
                                  4.166664568298827e-2f};
inline constexpr float kUnitFromWord = 0x1p-31f;    ///< of the radius word's upper 31 bits
inline constexpr float kHalfUnit = 0x1p-32f;        ///< keeps the logarithm's argument off zero
inline constexpr float kAngle = 1.46291807927e-9f;  ///< pi / 2^31: a word is a full turn
inline constexpr std::int32_t kSqrtHalfBits = 0x3f3504f3;  ///< of sqrt(1/2) as a float
}  // namespace normal_coefficients

/// Two independent standard normals: radius sqrt(-2 ln u) from one word, angle from the other.
inline NormalPair box_muller(std::uint32_t radius_word, std::uint32_t angle_word) {
  using namespace normal_coefficients;
  // u = 2^exponent (1 + f), with 1 + f in [sqrt(1/2), sqrt(2)).
  const float u =
      static_cast<float>(static_cast<std::int32_t>(radius_word >> 1)) * kUnitFromWord + kHalfUnit;
  const std::int32_t bits = std::bit_cast<std::int32_t>(u);
  const std::int32_t exponent = (bits - kSqrtHalfBits) >> 23;
  const float f = std::bit_cast<float>(bits - exponent * (1 << 23)) - 1.0f;
  const float e = static_cast<float>(exponent);
  const float ff = f * f;
  float log = kLog[0];
  for (int i = 1; i < 9; ++i) log = log * f + kLog[i];
  log = log * f * ff;
  log = log + e * kLn2Low;
  log = log - 0.5f * ff;
  log = (f + log) + e * kLn2High;
  const float radius = std::sqrt(-2.0f * log);

  // angle = quadrant pi/2 + t, with t in [-pi/4, pi/4): exact in integers.
  const std::uint32_t quadrant = (angle_word + 0x20000000u) >> 30;
  const float t =
      static_cast<float>(static_cast<std::int32_t>(angle_word - (quadrant << 30))) * kAngle;
  const float tt = t * t;
  const float sine = ((kSin[0] * tt + kSin[1]) * tt + kSin[2]) * tt * t + t;
  const float cosine = ((kCos[0] * tt + kCos[1]) * tt + kCos[2]) * tt * tt - 0.5f * tt + 1.0f;
  const bool swap = (quadrant & 1u) != 0;
  const float x = swap ? sine : cosine;
  const float y = swap ? cosine : sine;
  const bool negative_x = ((quadrant + 1u) & 2u) != 0;
  const bool negative_y = (quadrant & 2u) != 0;
  return {radius * (negative_x ? -x : x), radius * (negative_y ? -y : y)};
}

}  // namespace mho
