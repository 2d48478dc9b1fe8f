#include "sim/explore/paired_difference.hpp"

#include <catch2/catch.hpp>

namespace mho {

namespace {

/// Right on the first `right` of 100 images.
Correctness first(int right) {
  std::vector<int> predicted(100, 0);
  for (int i = right; i < 100; ++i) predicted[i] = 1;
  return {predicted, std::vector<std::int32_t>(100, 0)};
}

}  // namespace

TEST_CASE("a paired difference changes its sign with the order of the machines") {
  const JudgedImages good{first(95), first(95), {first(94), first(92), first(93)}};
  const JudgedImages bad{first(95), first(90), {first(80), first(84), first(82)}};
  const CrossedMean below = paired_difference(good, bad);
  const CrossedMean above = paired_difference(bad, good);
  REQUIRE(below.ci95);
  REQUIRE(above.ci95);
  CHECK(below.mean == Approx(0.11));
  CHECK(above.mean == Approx(-below.mean));
  CHECK(above.ci95->low == Approx(-below.ci95->high));
  CHECK(above.ci95->high == Approx(-below.ci95->low));
  CHECK(below.ci95->low > 0);
}

TEST_CASE("an exact machine is paired with every trial of the other, or with another exact one") {
  const JudgedImages exact{first(95), first(95), {}};
  const JudgedImages noisy{first(95), first(95), {first(90), first(86)}};
  CHECK(paired_difference(exact, noisy).mean == Approx(0.07));
  CHECK(paired_difference(exact, noisy).trials == 2);
  CHECK(paired_difference(noisy, exact).mean == Approx(-0.07));
  const CrossedMean same = paired_difference(exact, exact);
  CHECK(same.mean == 0);
  REQUIRE(same.ci95);  // 100 images without a difference do not exclude one of 1 point
  CHECK(same.ci95->high > 0.01);
}

TEST_CASE("a pair of machines has as many trials as both; one of them has no interval") {
  const JudgedImages three{first(95), first(95), {first(90), first(86), first(88)}};
  const JudgedImages one{first(95), first(95), {first(80)}};
  CHECK(paired_difference(three, one).trials == 1);
  CHECK(paired_difference(three, one).mean == Approx(0.10));
  CHECK_FALSE(paired_difference(three, one).ci95);
}

}  // namespace mho
