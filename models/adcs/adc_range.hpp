// What a converter's range spans: the rules as YAML names them, and the transfer that a largest
// value asks for. Where the largest value of a layer comes from (full scale, calibration) is not
// known here.
#pragma once

#include <cstdint>

#include "models/crossbar/readout.hpp"
#include "sim/config/fields.hpp"

namespace mho {

enum class RangeRule { full_scale, granular, fixed, calibrated, calibrated_mse };

/// Whether all weight slices of a layer share a range.
enum class RangePer { layer, slice };

struct AdcRangeRule {
  RangeRule rule = RangeRule::full_scale;
  RangePer per = RangePer::layer;
  /// calibrated: share of column sums that the range holds, in (0, 1].
  double percentile = 1;
  /// fixed: the largest value in units of one full cell at full input.
  double full_cells = 0;

  void fields(Fields& f);

  /// Needs column sums of training images.
  bool measured() const {
    return rule == RangeRule::calibrated || rule == RangeRule::calibrated_mse;
  }

  /// The transfer of a `bits`-bit converter whose codes just hold `largest` units (and -largest
  /// when signed): LSB = largest / (codes on one side), rounded up to a 2^-16 unit. It is at least
  /// one unit, as a finer one resolves nothing an exact cell can store, unless the rule is fixed;
  /// granular has an LSB of one unit whatever `largest` is, and clips.
  AdcRange range_for(int bits, double largest, bool is_signed) const;

  /// In a sentence: "range calibrated per layer on training images".
  const char* sentence() const;
};

}  // namespace mho
