// Flash converter: a comparator for every threshold on a resistor ladder. The ladder's segments
// (half a resistor below the first tap, one and a half above the last) have independent errors of
// `resistor_mismatch` per unit resistor, so a tap at x of N codes is off by sigma sqrt(x (N - x) /
// N) codes; every comparator adds an offset of its own. The code is the number of comparators that
// are passed (an adder of ones), so bubbles do no harm: thresholds are sorted. Ladder and offsets
// in this form: van de Plassche, CMOS Integrated Analog-to-Digital and Digital-to-Analog Converters
// (2003).
//
// Ignored: kickback, bowing by input bias currents, noise of single comparators (the converter's
// noise is one per conversion).
#include <algorithm>
#include <cmath>

#include "models/adcs/common_adc.hpp"

namespace mho {

namespace {

class FlashAdc : public CommonAdc {
 public:
  const char* kind() const override { return "flash"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    return copy_with_cost(*this, cost);
  }

  void fields(Fields& f) override {
    begin_fields(f, {1, 10});
    f.number("comparator_offset", comparator_offset_, {0, 0.5},
             "Standard deviation of each comparator's offset, as a share of full scale.",
             Presence::optional);
    f.number("resistor_mismatch", resistor_mismatch_, {0, 0.15},
             "Relative standard deviation of a unit resistor of the ladder.", Presence::optional);
    end_fields(f);
  }

 private:
  bool has_component_errors() const override {
    return comparator_offset_ > 0 || resistor_mismatch_ > 0;
  }

  void deviate_components(const Stream& instance, std::span<double> thresholds) const override {
    const std::size_t count = thresholds.size();
    const std::vector<double> resistors = standard_normals(instance.child(0), count + 1);
    const std::vector<double> offsets = standard_normals(instance.child(1), count);
    double sum = 0;
    for (std::size_t k = 0; k <= count; ++k) {
      const double size = k == 0 ? 0.5 : (k == count ? 1.5 : 1.0);
      sum += size + resistor_mismatch_ * std::sqrt(size) * resistors[k];
      if (k < count) thresholds[k] = sum;
    }
    for (std::size_t k = 0; k < count; ++k)
      thresholds[k] = thresholds[k] * codes() / sum + comparator_offset_ * codes() * offsets[k];
    std::sort(thresholds.begin(), thresholds.end());
  }

  double comparator_offset_ = 0;
  double resistor_mismatch_ = 0;
};

}  // namespace

extern const Kind<Adc> flash_adc;
const Kind<Adc> flash_adc{"flash", "A comparator for every threshold on a resistor ladder.",
                          []() -> std::shared_ptr<Adc> { return std::make_shared<FlashAdc>(); }};

}  // namespace mho
