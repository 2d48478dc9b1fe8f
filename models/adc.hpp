// An analog-to-digital converter: its range rule, and what a conversion costs. One .cpp in
// models/adcs/ is one kind. Offset, gain, INL/DNL and thermal noise are not modelled here yet: the
// transfer is uniform.
#pragma once

#include <memory>
#include <vector>

#include "models/component.hpp"
#include "models/crossbar.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Adc {
 public:
  virtual ~Adc() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  virtual int bits() const = 0;
  /// Energy of one conversion, time of one conversion, area and leakage of one converter.
  virtual const TimedComponent& cost() const = 0;
  /// True when the range is calibrated per layer on training data; false: full scale.
  virtual bool calibrated() const = 0;
  /// Share of column sums that a calibrated range must hold, in (0, 1]; 1 for full scale.
  virtual double percentile() const = 0;

  /// The transfer whose codes just hold `largest` units (and -largest when signed): LSB = largest /
  /// (codes on one side), at least one unit, as a finer one resolves nothing an exact cell can
  /// store; rounded up to a 2^-16 unit.
  AdcRange range_for(double largest, bool is_signed) const;
};

/// Every kind of ADC that this build has, sorted by name.
const std::vector<Kind<Adc>>& adc_kinds();

}  // namespace mho
