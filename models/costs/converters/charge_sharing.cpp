// Successive approximation on the array's own capacitance: bit lines, or the cells' capacitors,
// share charge with reference lines, so that there is no array of capacitors to switch or to place.
// b decisions of one comparator and their logic remain (Su et al., ISSCC 2021; Si et al., ISSCC
// 2020).
#include "models/costs/array_converter_cost.hpp"

namespace mho {

namespace {

class ChargeSharingConverterCost : public ArrayConverterCost {
 public:
  const char* kind() const override { return "charge_sharing"; }

 private:
  int most_bits() const override { return 8; }

  Bill bill(const Duty& duty, Voltage, Voltage noise) const override {
    const ArrayCircuit comparator = latch(duty, noise);
    const Logic decision = decision_logic();
    const double bits = duty.bits;
    Bill bill;
    bill.analog = bits * comparator.energy;
    bill.area = comparator.area;
    bill.logic = decision.times(bits, bits);
    bill.delay = (bits + 1) * (comparator.delay + logic_delay(duty, decision));
    bill.made_of = std::to_string(duty.bits) + " decisions";
    return bill;
  }
};

}  // namespace

extern const Kind<CostModel> charge_sharing_converter_cost;
const Kind<CostModel> charge_sharing_converter_cost{
    "charge_sharing", "Successive approximation on the array's own capacitance.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<ChargeSharingConverterCost>(); }};

}  // namespace mho
