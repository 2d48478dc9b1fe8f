#include "models/crossbar/digital_array.hpp"

#include <catch2/catch.hpp>

namespace mho {

TEST_CASE("a digital array adds exact products, in steps of 2^-fraction") {
  const DigitalArray array({}, 3, 2, {1, -2, 3, 0, 5, -7});
  std::vector<std::int64_t> sums{100, 0, 0, 0};
  array.add_products(std::vector<std::int32_t>{1, 1, 1, -4, 0, 2}, 4, sums);
  CHECK(sums == std::vector<std::int64_t>{100 + 16 * 2, 16 * -2, 16 * 2, 16 * -14});
}

TEST_CASE("sums on both sides of 31 bits are exact") {
  const std::int32_t weight = 32767;
  const DigitalArray array({}, 2, 1, {weight, weight});
  for (const std::int32_t input : {32767, 32768, 32769, 65535}) {
    std::vector<std::int64_t> sums{0};
    array.add_products(std::vector<std::int32_t>{input, input}, 0, sums);
    CHECK(sums[0] == std::int64_t{2} * weight * input);
  }
}

}  // namespace mho
