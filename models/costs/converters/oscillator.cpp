// Current-controlled oscillator: the column's current sets the frequency of a ring, whose periods a
// counter counts: 2^b of them at full scale, or as many as the conversion's time has room for, and
// half of that on average. A period charges and
// discharges the ring's nodes; a counter's bits toggle twice as often as it counts.
#include <algorithm>
#include <cmath>

#include "models/costs/array_converter_cost.hpp"

namespace mho {

namespace {

constexpr double kRingStages = 5;
class OscillatorConverterCost : public ArrayConverterCost {
 public:
  const char* kind() const override { return "oscillator"; }

 private:
  int most_bits() const override { return 13; }

  Bill bill(const Duty& duty, Voltage swing, Voltage) const override {
    const Time period = logic_delay(duty, logic(1, 1, 2 * kRingStages));
    const double full = std::exp2(duty.bits);
    const double periods =
        duty.time.value() > 0 ? std::min(full, double{duty.time / period}) : full;
    // Jitter averages over the periods: the stages are the smallest.
    const ArrayCircuit stage = latch(duty, swing);
    const Logic bit = register_logic(1);
    Bill bill;
    // A current starves the ring's stages, which are as large as a comparator's nodes.
    bill.analog = periods / 2 * stage.energy;
    bill.area = kRingStages * stage.area;
    bill.logic = bit.times(duty.bits, kTogglesOfACount * periods / 2);
    bill.delay = periods * period;
    bill.made_of = format_si_rounded(periods, "", 5) + " periods of a ring at full scale";
    return bill;
  }
};

}  // namespace

extern const Kind<CostModel> oscillator_converter_cost;
const Kind<CostModel> oscillator_converter_cost{
    "oscillator", "Counts the periods of a ring that the current drives.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<OscillatorConverterCost>(); }};

}  // namespace mho
