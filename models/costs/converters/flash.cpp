// Flash: a comparator for each of the 2^b - 1 thresholds, decided at once, and a tree of full
// adders that counts them. Not in it: the reference ladder, which all columns share.
#include <cmath>

#include "models/costs/array_converter_cost.hpp"

namespace mho {

namespace {

class FlashConverterCost : public ArrayConverterCost {
 public:
  const char* kind() const override { return "flash"; }

 private:
  int most_bits() const override { return 8; }

  Bill bill(const Duty& duty, Voltage, Voltage noise) const override {
    const double thresholds = std::exp2(duty.bits) - 1;
    const ArrayCircuit comparator = latch(duty, noise);
    // 2^b - 1 inputs take 2^b - 1 - b full adders.
    const Logic encoder =
        logic((thresholds - duty.bits) * kFullAdderGates, kDataActivity, 2.0 * (duty.bits - 1));
    Bill bill;
    bill.analog = thresholds * comparator.energy;
    bill.area = thresholds * comparator.area;
    bill.logic = encoder.then(register_logic(duty.bits));
    bill.delay = comparator.delay + logic_delay(duty, bill.logic);
    bill.made_of = format_si_rounded(thresholds, "", 4) + " comparators";
    return bill;
  }
};

}  // namespace

extern const Kind<CostModel> flash_converter_cost;
const Kind<CostModel> flash_converter_cost{
    "flash", "A comparator for every threshold.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<FlashConverterCost>(); }};

}  // namespace mho
