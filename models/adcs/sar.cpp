// Successive-approximation converter with a uniform transfer. Capacitor mismatch, comparator noise
// and offset are ignored; energy, time and area of a conversion are constants with their source.
#include "models/adc.hpp"

namespace mho {

namespace {

enum class RangeRule { full_scale, calibrated };

class SarAdc : public Adc {
 public:
  const char* kind() const override { return "sar"; }

  void fields(Fields& f) override {
    f.integer("bits", bits_, {1, 24}, "Resolution.");
    f.choice("range", rule_,
             {{"full_scale", "the largest sum that the driven rows can give"},
              {"calibrated", "per layer, from column sums of training images"}},
             "What the converter's range spans.");
    // A full-scale range holds every sum: 1 is a fact there, not a default of a choice.
    const bool measured = rule_ == RangeRule::calibrated;
    f.number(
        "percentile", percentile_, {0.5, 1},
        "Share of column sums that lie inside the range; range calibrated needs it, full_scale "
        "holds all (1).",
        measured ? Presence::required : Presence::optional);
    f.rule(measured || percentile_ == 1, "percentile",
           "below 1 needs range: calibrated; full_scale holds every sum (percentile: 1)");
    cost_.fields(f);
  }

  int bits() const override { return bits_; }
  const TimedComponent& cost() const override { return cost_; }
  bool calibrated() const override { return rule_ == RangeRule::calibrated; }
  double percentile() const override { return percentile_; }

 private:
  int bits_ = 0;
  RangeRule rule_ = RangeRule::full_scale;
  double percentile_ = 1;
  TimedComponent cost_;
};

}  // namespace

extern const Kind<Adc> sar_kind;
const Kind<Adc> sar_kind{"sar", "Successive approximation, uniform transfer.",
                         []() -> std::shared_ptr<Adc> { return std::make_shared<SarAdc>(); }};

}  // namespace mho
