// Counting and quantiles of magnitudes.
#include "sim/inference/magnitude_histogram.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {
namespace {
constexpr std::size_t kBins = std::size_t{1} << 16;
}

MagnitudeHistogram::MagnitudeHistogram(double largest)
    : width_(largest / static_cast<double>(kBins)), counts_(kBins, 0) {
  require(largest > 0, "MagnitudeHistogram: needs a positive range");
}

void MagnitudeHistogram::count(std::span<const float> values) {
  for (const float value : values) {
    const double magnitude = std::abs(static_cast<double>(value));
    maximum_ = std::max(maximum_, magnitude);
    // Bin n holds (n, n + 1] widths, so that its upper edge bounds what it holds.
    const double bin = std::ceil(magnitude / width_) - 1;
    ++counts_[static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(kBins - 1)))];
  }
}

void MagnitudeHistogram::add(const MagnitudeHistogram& other) {
  require(width_ == other.width_, "MagnitudeHistogram: different bins");
  maximum_ = std::max(maximum_, other.maximum_);
  for (std::size_t n = 0; n < kBins; ++n) counts_[n] += other.counts_[n];
}

double MagnitudeHistogram::quantile(double share) const {
  require(share > 0 && share <= 1, "MagnitudeHistogram: share outside (0, 1]");
  std::int64_t total = 0;
  for (const std::int64_t n : counts_) total += n;
  const auto rank = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(total)));
  std::int64_t below = 0;
  for (std::size_t n = 0; n + 1 < kBins; ++n) {
    below += counts_[n];
    if (below >= rank) return std::min(maximum_, width_ * static_cast<double>(n + 1));
  }
  return maximum_;
}

double MagnitudeHistogram::square_error(double lsb, double code_max) const {
  double sum = 0;
  std::int64_t total = 0;
  for (std::size_t n = 0; n < kBins; ++n) {
    if (counts_[n] == 0) continue;
    const double value = width_ * (static_cast<double>(n) + 0.5);
    const double error = lsb * std::min(std::rint(value / lsb), code_max) - value;
    sum += static_cast<double>(counts_[n]) * error * error;
    total += counts_[n];
  }
  return total == 0 ? 0 : sum / static_cast<double>(total);
}

double MagnitudeHistogram::mean_of(double (*of)(double)) const {
  double sum = 0;
  std::int64_t total = 0;
  for (std::size_t n = 0; n < kBins; ++n) {
    sum += static_cast<double>(counts_[n]) * of(width_ * (static_cast<double>(n) + 0.5));
    total += counts_[n];
  }
  return total == 0 ? 0 : sum / static_cast<double>(total);
}

double MagnitudeHistogram::mean() const {
  return mean_of([](double value) { return value; });
}

double MagnitudeHistogram::mean_square() const {
  return mean_of([](double value) { return value * value; });
}

double MagnitudeHistogram::share_above(double value) const {
  std::int64_t above = 0, total = 0;
  for (std::size_t n = 0; n < kBins; ++n) {
    if (width_ * (static_cast<double>(n) + 0.5) > value) above += counts_[n];
    total += counts_[n];
  }
  return total == 0 ? 0 : static_cast<double>(above) / static_cast<double>(total);
}

double MagnitudeHistogram::least_error_range(double code_max, double least_lsb) const {
  const double least = least_lsb * code_max;
  double best = maximum_;
  if (maximum_ <= least) return best;
  double least_error = square_error(maximum_ / code_max, code_max);
  const auto look_at = [&](double range) {
    if (range < least || range > maximum_) return;
    const double error = square_error(range / code_max, code_max);
    if (error >= least_error) return;
    least_error = error;
    best = range;
  };
  constexpr double kStepsPerOctave = 12;
  for (int i = 1; i <= 8 * kStepsPerOctave; ++i)
    look_at(maximum_ * std::exp2(-i / kStepsPerOctave));
  look_at(least);
  const double coarse = best;
  for (int i = -12; i <= 12; ++i) look_at(coarse * std::exp2(i / 12.0 / kStepsPerOctave));
  return best;
}

}  // namespace mho
