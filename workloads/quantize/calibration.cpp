#include "workloads/quantize/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/base/instruction_set.hpp"
#include "workloads/quantize/rounding_error_kernels.hpp"

namespace mho {

namespace {

/// std::nearbyint for |x| < 2^51, without a call: the sum leaves no bits for the fraction.
double nearest(double x) {
  constexpr double kNoFraction = 6755399441055744.0;  // 1.5 * 2^52
  return (x + kNoFraction) - kNoFraction;
}

/// Integral of the squared error of rounding to multiples of `step` from 0 to x, where multiples
/// end at `clip`: whole steps give step^3 / 12 each, the rest is around the nearest multiple.
double error_integral(double x, double step, int levels) {
  const double k = std::min<double>(nearest(x / step), levels);
  const double rest = x - k * step;
  return k * step * step * step / 12 + rest * rest * rest / 3;
}

/// Smallest e with value < 2^e.
int exponent_above(double value) {
  int exponent = 0;
  std::frexp(value, &exponent);
  return exponent;
}

/// Of the weights that are not zero.
double root_mean_square(std::span<const float> weights) {
  double squares = 0;
  std::int64_t count = 0;
  for (float weight : weights) {
    squares += static_cast<double>(weight) * static_cast<double>(weight);
    count += weight != 0;
  }
  return count > 0 ? std::sqrt(squares / static_cast<double>(count)) : 0;
}

}  // namespace

double Histogram::bin_width() const { return std::ldexp(1.0 / kBins, exponent_); }

void Histogram::widen(int exponent) {
  if (counts_.empty()) {
    counts_.resize(kBins, 0);
    exponent_ = exponent;
  }
  for (; exponent_ < exponent; ++exponent_) {
    for (std::size_t i = 0; i < kBins / 2; ++i) counts_[i] = counts_[2 * i] + counts_[2 * i + 1];
    std::fill(counts_.begin() + kBins / 2, counts_.end(), 0);
  }
}

void Histogram::add(std::span<const float> values) {
  float low = 0, high = 0;
  for (float value : values) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const auto largest = static_cast<double>(std::max(high, -low));
  min_ = std::min(min_, static_cast<double>(low));
  max_magnitude_ = std::max(max_magnitude_, largest);
  values_ += static_cast<std::int64_t>(values.size());
  if (largest > 0) widen(exponent_above(largest));
  const double bins_per_unit = counts_.empty() ? 0 : 1 / bin_width();
  for (float value : values) {
    if (value == 0.0f)
      ++zeros_;
    else
      ++counts_[static_cast<std::size_t>(static_cast<double>(std::abs(value)) * bins_per_unit)];
  }
}

void Histogram::merge(const Histogram& other) {
  values_ += other.values_;
  zeros_ += other.zeros_;
  min_ = std::min(min_, other.min_);
  max_magnitude_ = std::max(max_magnitude_, other.max_magnitude_);
  if (other.counts_.empty()) return;
  widen(other.exponent_);
  const int shift = exponent_ - other.exponent_;  // bins of ours are this much wider
  for (std::size_t i = 0; i < kBins; ++i) counts_[shift < 31 ? i >> shift : 0] += other.counts_[i];
}

double Histogram::percentile(double share) const {
  const auto wanted = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(values_)));
  std::int64_t inside = zeros_;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    inside += counts_[i];
    if (inside >= wanted && counts_[i] > 0)
      return std::min(static_cast<double>(i + 1) * bin_width(), max_magnitude_);
  }
  return max_magnitude_;
}

double Histogram::mean_square_error(double clip, int levels) const {
  if (counts_.empty()) return 0;
  const double step = clip / levels;
  const double width = bin_width();
  const auto integral = [&](std::size_t bin) {  // up to the bin's lower edge
    return error_integral(static_cast<double>(bin) * width, step, levels);
  };
  double sum = 0;
  double above = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0) continue;
    const double below = i > 0 && counts_[i - 1] > 0 ? above : integral(i);
    above = integral(i + 1);
    sum += static_cast<double>(counts_[i]) * (above - below) / width;
  }
  return sum / static_cast<double>(values_);
}

double Histogram::best_clip(int levels) const {
  constexpr int kCandidates = 128;
  double best = max_magnitude_;
  double smallest = std::numeric_limits<double>::infinity();
  for (int k = kCandidates; k >= 1; --k) {
    const double clip = max_magnitude_ * k / kCandidates;
    const double error = mean_square_error(clip, levels);
    if (error < smallest) {
      smallest = error;
      best = clip;
    }
  }
  return best;
}

double clipping_range(const Histogram& histogram, const QuantizationSpec& spec, int levels) {
  switch (spec.rule) {
    case CalibrationRule::max:
      return histogram.max_magnitude();
    case CalibrationRule::percentile:
      return histogram.percentile(spec.percentile);
    case CalibrationRule::mse:
      return histogram.best_clip(levels);
  }
  return histogram.max_magnitude();
}

double weight_scale(std::span<const float> weights, CalibrationRule rule, int levels, double clip) {
  constexpr int kCandidates = 64, kSmallest = 16;
  double largest = 0;
  for (float weight : weights) largest = std::max(largest, std::abs(static_cast<double>(weight)));
  if (largest == 0) return 1;
  if (clip > 0) largest = std::min(largest, clip * root_mean_square(weights));
  double best = largest / levels;
  if (rule != CalibrationRule::mse) return best;
  std::vector<double> scales;
  for (int k = kCandidates; k >= kSmallest; --k)
    scales.push_back(k == kCandidates ? best : largest * k / kCandidates / levels);
  // The last group is filled up with the first scale, which cannot be less than itself.
  while (scales.size() % kScalesTogether != 0) scales.push_back(best);
  const RoundingErrors errors_of = loops_of<RoundingErrors>(
      instruction_set(), rounding_errors_sse2, rounding_errors_avx2, rounding_errors_avx512);
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t first = 0; first < scales.size(); first += kScalesTogether) {
    double errors[kScalesTogether];
    errors_of(weights.data(), weights.size(), &scales[first], levels, errors);
    for (std::size_t s = 0; s < kScalesTogether; ++s)
      if (errors[s] < smallest) {
        smallest = errors[s];
        best = scales[first + s];
      }
  }
  return best;
}

}  // namespace mho
