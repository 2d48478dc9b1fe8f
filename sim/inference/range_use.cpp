#include "sim/inference/range_use.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mho {

RangeUse range_use(int layer, const AdcRange& range, const MagnitudeHistogram& sums) {
  const double lsb = static_cast<double>(range.lsb) / (1 << kPartialSumFraction);
  const double code_max = range.code_max;
  const bool is_signed = range.code_min < 0;
  const double mean = is_signed ? 0 : sums.mean();
  const double variance = sums.mean_square() - mean * mean;
  RangeUse use;
  use.layer = layer;
  use.codes = range.code_max - range.code_min + 1;
  if (variance <= 0) return use;
  const double rounding = sums.square_error(lsb, std::numeric_limits<double>::infinity());
  use.rounding_error = rounding / variance;
  use.clipping_error = std::max(0.0, sums.square_error(lsb, code_max) - rounding) / variance;
  use.times_largest = lsb * code_max / sums.maximum();
  const int highest = static_cast<int>(std::min(std::rint(sums.maximum() / lsb), code_max));
  use.codes_in_use = is_signed ? 2 * highest + 1 : highest + 1;
  use.clipped = sums.share_above(lsb * (code_max + 0.5));
  return use;
}

}  // namespace mho
