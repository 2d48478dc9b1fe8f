// The readout of one programmed array: all that lies between a column's current and its code, and
// what the digital side multiplies the codes by.
//
//   y    = S(limit(current + noise of the cells)) + column noise      S(y) = y / (1 + s |y|)
//   code = number of the converter's thresholds <= y / LSB + converter noise
//
// One noise of the column and one of the converter, white and normal, are drawn per conversion;
// thermal drift, hysteresis and memory from one conversion to the next are not modelled.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/crossbar/conversion_steps.hpp"
#include "models/crossbar/mvm_format.hpp"

namespace mho {

/// Fractional bits of a partial sum.
inline constexpr int kPartialSumFraction = 16;

/// The converter's ideal transfer: code = round(sum / LSB) (ties to even), clipped to [code_min,
/// code_max].
struct AdcRange {
  std::int64_t lsb =
      1
      << kPartialSumFraction;  ///< in 2^-16 units; the digital side multiplies by the same integer
  std::int32_t code_min = 0;
  std::int32_t code_max = 0;

  bool operator==(const AdcRange&) const = default;
};

/// Where the converters of an array switch, as the kernel searches it: for each converter its
/// thresholds between padding, so that a fixed number of comparisons around the rounded value finds
/// the code.
class Thresholds {
 public:
  /// None: ideal converters.
  Thresholds() = default;
  /// `switching` is [converters][code_max - code_min]: the values in ideal codes, rising, at which
  /// a converter leaves code_min, code_min + 1, ... Throws Bug unless they rise and are finite.
  Thresholds(int converters, std::int32_t code_min, std::int32_t code_max,
             std::span<const double> switching);

  bool empty() const { return table_.empty(); }
  int converters() const { return converters_; }
  std::int32_t code_min() const { return code_min_; }
  std::int32_t code_max() const { return code_max_; }

  /// The thresholds of one converter: [code_max - code_min].
  std::span<const float> of(int converter) const;

  /// code_min + the number of `converter`'s thresholds <= value, by definition (one by one).
  template <class Real>
  std::int32_t code(int converter, Real value) const {
    std::int32_t code = code_min_;
    for (const float threshold : of(converter)) code += static_cast<Real>(threshold) <= value;
    return code;
  }

  /// For the kernel's search (crossbar/kernel/readout_lanes.hpp): `steps` comparisons among the
  /// 2^steps - 1 thresholds around the value decide the code.
  const float* table() const { return table_.data(); }
  int stride() const { return stride_; }  ///< floats from one converter's table to the next
  int steps() const { return steps_; }
  /// Padding before the first threshold of a table.
  int padding() const { return (1 << steps_ >> 1) - 1; }

  std::size_t bytes() const { return table_.size() * sizeof(float); }

 private:
  int converters_ = 0;
  std::int32_t code_min_ = 0;
  std::int32_t code_max_ = 0;
  int steps_ = 0;
  int stride_ = 0;
  std::vector<float> table_;
};

struct Readout {
  Readout() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): an ideal converter is its range
  Readout(const AdcRange& range) : ranges{range} {}

  /// By weight slice, lowest first; one entry serves all slices. All have the same codes.
  std::vector<AdcRange> ranges;
  /// False: the column's value goes on unrounded (to one fixed step of conductance) and unclipped.
  bool quantizes = true;
  /// Converted column c belongs to converter c % converters: the multiplexers interleave, so that
  /// every converter is as busy as the others (to one column) whatever the layer's width.
  Thresholds thresholds;
  double converter_noise = 0;  ///< standard deviation of one conversion, codes
  double column_noise = 0;     ///< standard deviation of one reading, units
  double column_limit = std::numeric_limits<double>::infinity();  ///< of |current|, units
  double saturation = 0;                                          ///< s above, 1/units
  /// Digital factor on the sum of a column's codes: none (1), one for all, or one per converted
  /// column, multiples of 2^-16. The result is rounded to 2^-16 units.
  std::vector<double> gain;
  ConversionSteps steps;

  bool noisy() const { return converter_noise > 0 || column_noise > 0; }
  bool limits() const {
    return column_limit < std::numeric_limits<double>::infinity() || saturation > 0;
  }
  const AdcRange& range(int slice) const { return ranges.size() == 1 ? ranges[0] : ranges[slice]; }
};

}  // namespace mho
