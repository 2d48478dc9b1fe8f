// From numbers seen to number ranges: histograms of activations, and the clipping range that a rule
// takes from them; ranges of weights. Private to quantize().
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "workloads/quantize/quantize.hpp"

namespace mho {

/// Counts of magnitudes in 8192 equal bins over [0, 2^e), with the smallest e that holds them all:
/// doubling the range merges pairs of bins exactly, so that neither the order of values nor the way
/// they are split over threads changes the result. Zeros are counted apart (after Relu they are
/// many and have no rounding error).
class Histogram {
 public:
  void add(std::span<const float> values);
  void merge(const Histogram& other);

  std::int64_t values() const { return values_; }
  double min() const { return min_; }  ///< smallest value, not magnitude; 0 when there is none
  double max_magnitude() const { return max_magnitude_; }

  /// Smallest bin edge (or the largest magnitude) such that at least `share` of all values have a
  /// magnitude within it.
  double percentile(double share) const;

  /// Mean square of the rounding and clipping error with steps of clip / levels, values beyond
  /// `clip` moved to it, and values taken as uniform within a bin.
  double mean_square_error(double clip, int levels) const;

  /// The clip among max_magnitude() * k / 128, k = 1 ... 128, with the smallest error.
  double best_clip(int levels) const;

 private:
  static constexpr int kBins = 8192;
  void widen(int exponent);
  double bin_width() const;

  std::int64_t values_ = 0;
  std::int64_t zeros_ = 0;
  double min_ = 0;
  double max_magnitude_ = 0;
  int exponent_ = 0;
  std::vector<std::int64_t> counts_;  ///< empty: no value but zeros
};

/// The largest magnitude that the rule keeps, of values rounded to `levels` steps from 0 to there.
double clipping_range(const Histogram& histogram, const QuantizationSpec& spec, int levels);

/// Scale of weights that share one, those of an output channel or of a layer: largest magnitude /
/// levels (rules max and percentile), or the one with the smallest square error among clips of k /
/// 64 of the largest magnitude, k = 16 ... 64 (rule mse). Zeros alone have scale 1.
/// A `clip` above 0 lowers the largest magnitude to that many root mean squares of the weights that
/// are not zero: outliers are cut, so that the others get more of the cells' range (Joshi et al.,
/// Nature Communications 11, 2473, 2020, clip to alpha standard deviations; there those of a layer
/// whose training goes on; the root mean square is the standard deviation around the range's
/// center, 0).
double weight_scale(std::span<const float> weights, CalibrationRule rule, int levels,
                    double clip = 0);

}  // namespace mho
