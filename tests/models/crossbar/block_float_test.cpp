// Floats of a digital macro: rounding and alignment by hand, against the processor's own floats,
// and in products.
#include "models/crossbar/block_float.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "models/crossbar/digital_array.hpp"
#include "sim/base/random.hpp"

namespace mho {
namespace {

using Integers = std::vector<std::int32_t>;

TEST_CASE("floats round to their mantissa, ties to even, and align to the largest") {
  // Four bits: 0b10111 is halfway between 22 and 24, 0b10101 between 20 and 22.
  CHECK(aligned(Integers{23}, 1, 1, {4, 4}, Exponent::kept) == Integers{24});
  CHECK(aligned(Integers{-21}, 1, 1, {4, 4}, Exponent::kept) == Integers{-20});
  CHECK(aligned(Integers{31}, 1, 1, {4, 4}, Exponent::kept) == Integers{32});
  // 200 has eight bits, of which four are left: steps of 16; what is below is cut.
  CHECK(aligned(Integers{200, 31, -15}, 3, 3, {8, 4}, Exponent::kept) == Integers{192, 16, 0});
  CHECK(aligned(Integers{200, 31, -15}, 3, 3, {8, 4}, Exponent::dropped) == Integers{12, 1, 0});
  // Row groups have exponents of their own.
  CHECK(aligned(Integers{200, 31, -15}, 3, 2, {8, 4}, Exponent::kept) == Integers{192, 16, -15});
}

TEST_CASE("integers of no more bits than the mantissa are left as they are") {
  Integers values(500);
  Stream(3).integers(0, 255, values);
  for (auto& value : values) value -= 127;
  CHECK(aligned(values, 50, 20, {7, 7}, Exponent::kept) == values);
  CHECK(aligned(values, 50, 20, {6, 6}, Exponent::kept) != values);
}

TEST_CASE("a mantissa of 24 bits rounds as the processor's single precision does") {
  Integers values(2000);
  Stream(4).integers(0, 1U << 30, values);
  for (const std::int32_t value : values)
    REQUIRE(aligned(Integers{value}, 1, 1, {24, 30}, Exponent::kept)[0] ==
            static_cast<std::int32_t>(static_cast<float>(value)));
}

/// The upper half of single precision, rounded to nearest, ties to even.
float as_bfloat16(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  bits = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000;
  std::memcpy(&value, &bits, sizeof bits);
  return value;
}

TEST_CASE("a mantissa of 8 bits rounds as bfloat16 does") {
  Integers values(2000);
  Stream(5).integers(0, 1U << 16, values);
  for (const std::int32_t value : values)
    REQUIRE(static_cast<float>(aligned(Integers{value}, 1, 1, {8, 15}, Exponent::kept)[0]) ==
            as_bfloat16(static_cast<float>(value)));
}

TEST_CASE("products of floats are those of the aligned operands") {
  MvmFormat format;
  format.floats = {3, 3};
  format.active_rows = 2;
  // Of two rows weights 9 and 2 become 8 and 2, inputs 5 and 12 become 4 and 12; the third row stays.
  const DigitalArray array(format, 3, 1, {9, 2, 3});
  std::vector<std::int64_t> sums{0};
  array.add_products(Integers{5, 12, 7}, 0, sums);
  CHECK(sums[0] == 8 * 4 + 2 * 12 + 3 * 7);
}

TEST_CASE("alignment cuts at most one step of the largest float's last bit") {
  Integers values(640);
  Stream(6).integers(0, 1U << 15, values);
  for (const int bits : {4, 8, 11}) {
    const Integers floats = aligned(values, 64, 64, {15, bits}, Exponent::kept);
    for (std::size_t i = 0; i < values.size(); ++i) {
      REQUIRE(values[i] - floats[i] >= 0);
      REQUIRE(values[i] - floats[i] < std::ldexp(1.0, 15 - bits));
    }
  }
}

}  // namespace
}  // namespace mho
