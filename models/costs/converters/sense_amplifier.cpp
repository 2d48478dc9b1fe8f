// Current-mode sense amplifier: the column's current and a reference current charge the two sides
// of a latch, once for each of b bits, of which each chooses the next reference (Xue et al., ISSCC
// 2019, 2020). Both currents flow from the supply while a bit is sensed.
#include "models/costs/array_converter_cost.hpp"

namespace mho {

namespace {

/// Time that a current takes to charge the latch, in gate delays, where none is stated.
constexpr double kSensingGates = 15;

class SenseAmplifierCost : public ArrayConverterCost {
 public:
  const char* kind() const override { return "sense_amplifier"; }

 private:
  void own_fields(Fields& f) override {
    f.quantity("current", current_, {0, 1e-2},
               "Of each of the two sides while a bit is sensed; 0: 2.5 uA.", Presence::optional);
  }
  int most_bits() const override { return 6; }

  Bill bill(const Duty& duty, Voltage, Voltage noise) const override {
    const double bits = duty.bits;
    const Current current = current_.value() > 0 ? current_ : from_si<Current>(2.5e-6);
    const ArrayCircuit comparator = latch(duty, noise);
    const Logic decision = decision_logic();
    const Time sensing = logic_delay(duty, logic(1, 1, kSensingGates));
    Bill bill;
    bill.analog = bits * (comparator.energy + 2.0 * current * duty.point.supply * sensing);
    // Two clamps and two mirrors beside the latch.
    bill.area = 2.0 * comparator.area;
    bill.logic = decision.times(bits, bits);
    bill.delay = bits * (comparator.delay + sensing + logic_delay(duty, decision));
    bill.made_of = std::to_string(duty.bits) + " sensings of " +
                   format_si_rounded(sensing.value(), "s", 3) + " with 2 x " +
                   format_si_rounded(current.value(), "A", 3);
    return bill;
  }

  Current current_;
};

}  // namespace

extern const Kind<CostModel> sense_amplifier_converter_cost;
const Kind<CostModel> sense_amplifier_converter_cost{
    "sense_amplifier", "Compares currents, bit by bit.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<SenseAmplifierCost>(); }};

}  // namespace mho
