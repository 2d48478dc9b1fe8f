// What the calibration rules promise about the values they saw.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/random.hpp"
#include "workloads/quantize/calibration.hpp"

namespace mho {

namespace {

/// Normal numbers, with a few far outside.
std::vector<float> long_tailed(int count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  Stream(11).normals(0, values);
  for (std::size_t i = 0; i < values.size(); i += 500) values[i] *= 4;
  return values;
}

double error_of(std::span<const float> values, double clip, int levels) {
  double sum = 0;
  const double step = clip / levels;
  for (float value : values) {
    const double x = static_cast<double>(value);
    const double error = x - std::clamp<double>(std::nearbyint(x / step), -levels, levels) * step;
    sum += error * error;
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("a histogram does not depend on the order of values or the split over threads") {
  const auto values = long_tailed(5000);
  Histogram whole, parts, backwards;
  whole.add(values);
  for (std::size_t begin = 0; begin < values.size(); begin += 100) {
    Histogram part;
    part.add(std::span(values).subspan(begin, 100));
    parts.merge(part);
  }
  for (std::size_t i = values.size(); i-- > 0;) backwards.add({&values[i], 1});
  for (const Histogram* other : {&parts, &backwards}) {
    CHECK(other->values() == 5000);
    CHECK(other->min() == whole.min());
    CHECK(other->max_magnitude() == whole.max_magnitude());
    for (double share : {0.5, 0.9, 0.999, 1.0})
      CHECK(other->percentile(share) == whole.percentile(share));
    CHECK(other->mean_square_error(1, 127) == whole.mean_square_error(1, 127));
  }
}

TEST_CASE("rule max clips nothing that it saw") {
  const auto values = long_tailed(3000);
  Histogram histogram;
  histogram.add(values);
  const double clip = clipping_range(histogram, {8, 8, CalibrationRule::max, 0.9, 1}, 127);
  CHECK(std::all_of(values.begin(), values.end(),
                    [&](float v) { return std::abs(static_cast<double>(v)) <= clip; }));
}

TEST_CASE("rule percentile keeps the stated share, to the resolution of a bin") {
  const auto values = long_tailed(20000);
  Histogram histogram;
  histogram.add(values);
  const double share = GENERATE(0.5, 0.9, 0.99, 0.9999, 1.0);
  const double clip = clipping_range(histogram, {8, 8, CalibrationRule::percentile, share, 1}, 127);
  // Bins are 1/8192 of a range of at most twice the largest value.
  const double bin = 2 * histogram.max_magnitude() / 8192;
  const auto within = [&](double limit) {
    return static_cast<double>(
               std::count_if(values.begin(), values.end(),
                             [&](float v) { return std::abs(static_cast<double>(v)) <= limit; })) /
           static_cast<double>(values.size());
  };
  CHECK(within(clip) >= share);
  CHECK(within(clip - bin) < share);
}

TEST_CASE("the error that the histogram states is that of rounding the values") {
  const auto values = long_tailed(20000);
  Histogram histogram;
  histogram.add(values);
  const int levels = GENERATE(1, 7, 127);
  for (double clip : {0.7, 2.0, 5.0}) {
    CAPTURE(levels, clip);
    // Values are taken as uniform in a bin; steps are at least 3 bins wide here, so that this
    // changes the mean of 20,000 values by little.
    constexpr double kBinShare = 0.03;
    CHECK(histogram.mean_square_error(clip, levels) ==
          Approx(error_of(values, clip, levels)).epsilon(kBinShare));
  }
}

TEST_CASE("rule mse takes the candidate with the smallest error, below the largest value") {
  const auto values = long_tailed(20000);
  Histogram histogram;
  histogram.add(values);
  const int levels = GENERATE(1, 7);
  const double best = clipping_range(histogram, {8, 8, CalibrationRule::mse, 1, 1}, levels);
  double smallest = 1e300;
  for (int k = 1; k <= 128; ++k)
    smallest = std::min(smallest,
                        histogram.mean_square_error(histogram.max_magnitude() * k / 128, levels));
  CHECK(histogram.mean_square_error(best, levels) == smallest);
  CHECK(best < histogram.max_magnitude());
  CHECK(error_of(values, best, levels) < error_of(values, histogram.max_magnitude(), levels));
}

TEST_CASE("zeros have no error, and nothing but zeros no range") {
  Histogram histogram;
  histogram.add(std::vector<float>(100, 0.0f));
  CHECK(histogram.max_magnitude() == 0);
  CHECK(histogram.percentile(0.5) == 0);
  CHECK(histogram.mean_square_error(1, 127) == 0);
  CHECK(histogram.best_clip(127) == 0);
}

TEST_CASE("weights reach the last level, or have a smaller square error") {
  const auto weights = long_tailed(600);
  double largest = 0;
  for (float w : weights) largest = std::max(largest, std::abs(static_cast<double>(w)));
  CHECK(weight_scale(weights, CalibrationRule::max, 7) == largest / 7);
  CHECK(weight_scale(weights, CalibrationRule::percentile, 7) == largest / 7);
  const double best = weight_scale(weights, CalibrationRule::mse, 7);
  CHECK(best < largest / 7);
  for (int k = 16; k <= 64; ++k)
    CHECK(error_of(weights, best * 7, 7) <= error_of(weights, largest * k / 64, 7));
  CHECK(weight_scale(std::vector<float>{0, 0}, CalibrationRule::mse, 7) == 1);
}

}  // namespace mho
