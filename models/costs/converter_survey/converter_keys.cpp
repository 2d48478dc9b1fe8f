#include "models/costs/converter_survey/converter_keys.hpp"

namespace mho {

namespace {

/// A rate and a delay that differ by a percent are the same: both are rounded texts.
constexpr double kRoundedText = 0.01;

}  // namespace

void ConverterKeys::fields(Fields& f) {
  f.number("enob", enob, {0, 24}, "Effective number of bits; 0: all bits of the converter.",
           Presence::optional);
  f.quantity("rate", rate, {0, 1e12},
             "Samples per second of one converter; 0: one in the converter's delay.",
             Presence::optional);
  static_share_field(f, static_share);
}

ConverterDemand ConverterKeys::demand(const Duty& duty) const {
  ConverterDemand demand{enob > 0 ? enob : duty.bits, rate, duty.point.node};
  require(demand.enob > 0, "a converter's duty names no bits");
  require(demand.node.value() > 0, "a converter's duty names no technology node");
  if (rate.value() > 0) return demand;
  demand.rate = duty.time.value() > 0 ? 1.0 / duty.time : survey_knee(demand.enob);
  return demand;
}

Cost ConverterKeys::cost(const Duty& duty, const ConverterDemand& demand, Energy whole,
                         Area area) const {
  Cost cost;
  cost.delay = 1.0 / demand.rate;
  cost.area = area;
  take_static_share(cost, whole, cost.delay, static_share);
  if (duty.time.value() == 0 && rate.value() == 0)
    cost.warnings.push_back(
        "the converter's rate is not stated: taken is the fastest at which speed costs no energy "
        "in the survey (arXiv 2404.06553), " +
        format_si_rounded(demand.rate.value(), "Hz", 3));
  if (rate * duty.time > 1 + kRoundedText)
    cost.warnings.push_back("the converter's rate, " + format_si_rounded(rate.value(), "Hz", 3) +
                            ", is more than one conversion in its delay, " +
                            format_si_rounded(duty.time.value(), "s", 3) +
                            ": its costs are of the rate, its time is the delay");
  return cost;
}

std::string describe(const ConverterDemand& demand) {
  return format_si_rounded(demand.enob, "", 3) + " effective bits, " +
         format_si_rounded(demand.rate.value(), "Hz", 3) + ", " +
         format_si_rounded(demand.node.value(), "m", 3);
}

}  // namespace mho
