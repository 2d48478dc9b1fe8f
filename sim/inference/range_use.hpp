// What a converter's range makes of the column sums that training images give on error-free arrays:
// how much is rounded away, how much is clipped, and why.
#pragma once

#include <vector>

#include "models/crossbar/readout.hpp"
#include "sim/inference/magnitude_histogram.hpp"

namespace mho {

/// One range of one layer. Errors are mean squares relative to the variance of the sums; of signed
/// sums, whose mean is about zero, to their mean square.
struct RangeUse {
  int layer = 0;  ///< of the graph
  double rounding_error = 0;
  double clipping_error = 0;
  double times_largest = 0;  ///< the range over the largest sum
  int codes_in_use = 0;      ///< from the smallest to the largest sum
  int codes = 0;             ///< of the converter
  double clipped = 0;        ///< share of conversions

  double error() const { return rounding_error + clipping_error; }
};

/// Of sums whose magnitudes were counted; all zero where they are.
RangeUse range_use(int layer, const AdcRange& range, const MagnitudeHistogram& sums);

}  // namespace mho
