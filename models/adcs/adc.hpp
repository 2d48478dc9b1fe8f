// An analog-to-digital converter: its range rule, where an instance of it switches, its noise, and
// what a conversion costs. One .cpp in models/adcs/kinds/ is one kind, and says what it ignores.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "devices/effects.hpp"
#include "models/adcs/adc_range.hpp"
#include "models/costs/component.hpp"
#include "models/crossbar/conversion_steps.hpp"
#include "sim/base/random.hpp"
#include "sim/config/fields.hpp"

namespace mho {

class Adc {
 public:
  virtual ~Adc() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  virtual int bits() const = 0;
  /// Energy and time of a whole conversion, area and leakage of one converter:
  /// constants, also where the time of a conversion follows from the bits (ramp, oscillator,
  /// sigma-delta: about 2^bits clocks).
  virtual const TimedComponent& cost() const = 0;
  /// The same converter at other costs.
  virtual std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const = 0;
  virtual const AdcRangeRule& range_rule() const = 0;
  /// Null unless conversions end early.
  virtual const EarlyTermination* early_termination() const { return nullptr; }
  /// Steps of a whole conversion, and by code of the conversions that end early, for codes of
  /// `range`; none without early termination. `converters` is left to the caller.
  virtual ConversionSteps steps(const AdcRange&) const { return {}; }

  /// Whether converters differ from the ideal transfer.
  virtual bool has_mismatch() const { return false; }
  /// Where `converters` instances leave code 0, 1, ... of codes 0 .. 2^bits - 1 (ideally at 1/2,
  /// 3/2, ...): rising, [converters][2^bits - 1]. Instance n is a function of `stream`'s child n.
  std::vector<double> thresholds(int converters, const Stream& stream) const;
  /// Standard deviation of one conversion's input-referred noise, in codes.
  virtual double noise_codes() const { return 0; }

  /// Of adc_mismatch, adc_noise and adc_quantization those that this converter has.
  Effects effects() const;

  /// The range that `largest` units (and -largest when signed) asks for under this rule.
  AdcRange range_for(double largest, bool is_signed) const;

 protected:
  /// The thresholds of a converter as it was designed: what all instances have in common.
  virtual std::vector<double> nominal_thresholds() const;
  /// Makes nominal thresholds those of one instance.
  virtual void deviate(const Stream& instance, std::span<double> thresholds) const;
};

/// Every kind of ADC that this build has, sorted by name.
const std::vector<Kind<Adc>>& adc_kinds();

}  // namespace mho
