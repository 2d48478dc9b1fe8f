// Magnitudes counted in fine equal bins: quantiles of very many values in bounded memory, the same
// for any order of counting.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mho {

class MagnitudeHistogram {
 public:
  /// Bins of largest / 2^16; larger magnitudes are counted in the last bin. `largest` > 0.
  explicit MagnitudeHistogram(double largest);

  void count(std::span<const float> values);  ///< by magnitude
  void add(const MagnitudeHistogram& other);  ///< which has the same bins

  /// The least value known to be no smaller than `share` (in (0, 1]) of the magnitudes: the upper
  /// edge of a bin, at most the largest magnitude counted. 0 when nothing was counted.
  double quantile(double share) const;

  /// The mean square error of rounding the magnitudes to multiples of `lsb` up to code_max of them;
  /// each counts as the middle of its bin. 0 when nothing was counted.
  double square_error(double lsb, double code_max) const;
  double mean() const;                         ///< of the magnitudes; 0 when nothing was counted
  double mean_square() const;                  ///< the same of their squares
  double maximum() const { return maximum_; }  ///< 0 when nothing was counted
  double share_above(double value) const;      ///< of the magnitudes, to a bin; 0 the same
  /// The largest value code_max * lsb, of lsb >= least_lsb, with about the least square_error: the
  /// best of 96 values down to 1/256 of the largest magnitude in steps of 6 %, then of 24 around
  /// it. The largest magnitude when that is less.
  double least_error_range(double code_max, double least_lsb) const;

 private:
  /// Mean of a function of each magnitude; 0 when nothing was counted.
  double mean_of(double (*of)(double)) const;

  double width_;
  double maximum_ = 0;
  std::vector<std::int64_t> counts_;
};

}  // namespace mho
