// What a range makes of column sums, against sums of which it is known.
#include "sim/inference/range_use.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace mho {
namespace {

constexpr int kLargest = 1000;

/// Every sum from -largest to largest units, or from 0, in hundredths.
MagnitudeHistogram uniform_sums(bool is_signed) {
  std::vector<float> sums;
  for (int i = is_signed ? -100 * kLargest : 0; i <= 100 * kLargest; ++i)
    sums.push_back(static_cast<float>(i) / 100);
  MagnitudeHistogram histogram(kLargest);
  histogram.count(sums);
  return histogram;
}

AdcRange range_of(double lsb, int bits, bool is_signed) {
  AdcRange range;
  range.code_max = (1 << (is_signed ? bits - 1 : bits)) - 1;
  range.code_min = is_signed ? -range.code_max - 1 : 0;
  range.lsb = static_cast<std::int64_t>(lsb * (1 << kPartialSumFraction));
  return range;
}

TEST_CASE("rounding uniform sums takes a twelfth of the step squared") {
  const double lsb = 50, variance = kLargest * kLargest / 3.0;
  const RangeUse use = range_use(3, range_of(lsb, 8, true), uniform_sums(true));
  CHECK(use.layer == 3);
  CHECK(use.rounding_error == Approx(lsb * lsb / 12 / variance).epsilon(0.01));
  CHECK(use.clipping_error == 0);
  CHECK(use.clipped == 0);
  CHECK(use.times_largest == Approx(127 * lsb / kLargest));
  CHECK(use.codes_in_use == 41);  // -20 to 20
  CHECK(use.codes == 256);
}

TEST_CASE("a range far above the sums rounds all of them to one code") {
  const RangeUse use = range_use(0, range_of(2 * kLargest + 1, 6, true), uniform_sums(true));
  CHECK(use.rounding_error == Approx(1));
  CHECK(use.codes_in_use == 1);
}

TEST_CASE("a range of half the largest sum clips half of uniform sums, by the squares beyond it") {
  // Between a and L, uniform: the mean of (x - a)^2 over 0 .. L is (L - a)^3 / 3 L. Of unsigned
  // sums the variance is L^2 / 12. The range ends half a step above its highest code.
  const int bits = 10;
  const double lsb = 0.5 * kLargest / 1023;
  const RangeUse use = range_use(0, range_of(lsb, bits, false), uniform_sums(false));
  CHECK(use.clipped == Approx(0.5).epsilon(0.01));
  CHECK(use.clipping_error == Approx(0.125 / 3 * 12).epsilon(0.01));
  CHECK(use.rounding_error < 1e-3);
  CHECK(use.codes_in_use == 1024);
  CHECK(use.times_largest == Approx(0.5).epsilon(0.001));
}

TEST_CASE("sums that are all zero lose nothing") {
  MagnitudeHistogram zeros(kLargest);
  zeros.count(std::vector<float>(10, 0.0F));
  CHECK(range_use(0, range_of(10, 4, true), zeros).error() <= 1);
  CHECK(range_use(0, range_of(10, 4, true), zeros).clipped == 0);
}

}  // namespace
}  // namespace mho
