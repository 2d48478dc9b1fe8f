// Single-slope: a ramp that all columns share passes the column's value; a comparator of each
// column then stops a counter, or latches one that all share. The comparator decides in each of the
// 2^b clocks; a counter's bits toggle twice as often as it counts, and it counts for half of the
// range on average.
#include <cmath>

#include "models/costs/array_converter_cost.hpp"

namespace mho {

namespace {

class RampConverterCost : public ArrayConverterCost {
 public:
  const char* kind() const override { return "ramp"; }

 private:
  void own_fields(Fields& f) override {
    f.flag("shared_counter", shared_counter_,
           "One counter serves all columns, and a column only latches its bits.",
           Presence::optional);
  }
  int most_bits() const override { return 12; }

  Bill bill(const Duty& duty, Voltage, Voltage noise) const override {
    const double steps = std::exp2(duty.bits);
    const ArrayCircuit comparator = latch(duty, noise);
    const Logic bit = register_logic(1);
    const double toggles = shared_counter_ ? duty.bits : kTogglesOfACount * steps / 2;
    Bill bill;
    bill.analog = steps * comparator.energy;
    bill.area = comparator.area;
    bill.logic = bit.times(duty.bits, toggles);
    bill.delay = steps * (comparator.delay + logic_delay(duty, bit));
    bill.made_of = format_si_rounded(steps, "", 4) + " clocks of a comparator";
    return bill;
  }

  bool shared_counter_ = false;
};

}  // namespace

extern const Kind<CostModel> ramp_converter_cost;
const Kind<CostModel> ramp_converter_cost{
    "ramp", "A comparator that waits for a ramp that all columns share.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<RampConverterCost>(); }};

}  // namespace mho
