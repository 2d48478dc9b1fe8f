// Successive approximation with a capacitor array of its own: b decisions of one comparator, 2^b
// unit capacitors that are switched monotonically, which takes 2^b C V^2 / 4 from the reference on
// average (C.-C. Liu et al., JSSC 45 (2010) 731: 255.5 C V^2 at 10 bits), and the logic of each
// decision. The unit follows from noise and matching (costs/array_circuits.hpp), unless stated.
#include <cmath>

#include "models/costs/array_converter_cost.hpp"

namespace mho {

namespace {

constexpr double kMonotonicShare = 0.25;

class SarConverterCost : public ArrayConverterCost {
 public:
  const char* kind() const override { return "sar"; }

 private:
  void own_fields(Fields& f) override {
    f.quantity("unit_capacitance", unit_, {0, 1e-12},
               "One of the 2^bits unit capacitors; 0: as large as noise and matching ask for.",
               Presence::optional);
  }
  int most_bits() const override { return 14; }

  Bill bill(const Duty& duty, Voltage swing, Voltage noise) const override {
    const double units = std::exp2(duty.bits);
    const Capacitance unit = unit_.value() > 0 ? unit_ : unit_capacitor(duty, duty.bits, noise);
    const ArrayCircuit comparator = latch(duty, noise);
    const Logic decision = decision_logic();
    const double bits = duty.bits;
    Bill bill;
    bill.analog =
        kMonotonicShare * units * unit * swing * duty.point.supply + bits * comparator.energy;
    bill.capacitors = units * capacitor_area(unit);
    bill.area = comparator.area;
    bill.logic = decision.times(bits, bits);
    bill.delay = (bits + 1) * (comparator.delay + logic_delay(duty, decision));
    bill.made_of = format_si_rounded(units, "", 4) + " units of " +
                   format_si_rounded(unit.value(), "F", 3) + ", " + std::to_string(duty.bits) +
                   " decisions";
    return bill;
  }

  Capacitance unit_;
};

}  // namespace

extern const Kind<CostModel> sar_converter_cost;
const Kind<CostModel> sar_converter_cost{
    "sar", "Successive approximation in an array's pitch.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<SarConverterCost>(); }};

}  // namespace mho
