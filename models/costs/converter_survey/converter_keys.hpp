// What a model of a converter can be told in place of what its block says: effective bits, rate,
// static share of its power.
#pragma once

#include "models/costs/converter_survey/converter_survey.hpp"
#include "models/costs/static_share.hpp"

namespace mho {

struct ConverterKeys {
  double enob = 0;  ///< 0: the bits of the block
  Frequency rate;   ///< 0: one conversion in the time of the block
  double static_share = kStaticShare;

  void fields(Fields& f);

  /// What is asked for. Without rate and time: the fastest rate at which speed costs no energy in
  /// the survey.
  ConverterDemand demand(const Duty& duty) const;

  /// A converter at the rate of `demand`, with warnings about the demand itself: an unknown rate,
  /// one that contradicts the block's time.
  Cost cost(const Duty& duty, const ConverterDemand& demand, Energy whole, Area area) const;
};

/// "8 effective bits, 1.28 GHz, 32 nm".
std::string describe(const ConverterDemand& demand);

}  // namespace mho
