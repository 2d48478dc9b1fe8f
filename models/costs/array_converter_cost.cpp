#include "models/costs/array_converter_cost.hpp"

namespace mho {

void ArrayConverterCost::fields(Fields& f) {
  f.quantity("swing", swing_, {0, 20}, "Full scale of what is converted; 0: the supply.",
             Presence::optional);
  own_fields(f);
}

Cost ArrayConverterCost::cost(const Duty& duty) const {
  const Voltage swing = swing_.value() > 0 ? swing_ : duty.designed().supply;
  const Voltage noise = converter_noise(duty, swing);
  const Bill bill = this->bill(duty, swing, noise);
  Duty relaxed = duty;
  relaxed.time = Time();
  relaxed.abuts = true;  // what the layout takes beyond the devices is kAnalogLayout
  Cost cost = logic_cost(bill.logic, relaxed, std::string(kind()) + " converter, logic");
  cost.source = std::string(kind()) + " converter in the array's pitch, " +
                std::to_string(duty.bits) + " bits over " +
                format_si_rounded(swing.value(), "V", 3) + ", noise " +
                format_si_rounded(noise.value(), "V", 3) + ": " + bill.made_of + " (" +
                format_si_rounded(bill.analog.value(), "J", 3) + "); " + cost.source;
  cost.energy += bill.analog;
  cost.area = kAnalogLayout * (cost.area + bill.area) + bill.capacitors;
  cost.delay = bill.delay;
  if (duty.bits > most_bits())
    cost.warnings.push_back(std::string("a ") + kind() + " converter is built with up to " +
                            std::to_string(most_bits()) + " bits, not " +
                            std::to_string(duty.bits));
  return cost;
}

Time ArrayConverterCost::logic_delay(const Duty& duty, const Logic& logic) {
  Duty relaxed = duty;
  relaxed.time = Time();
  return logic_cost(logic, relaxed, "").delay;
}

}  // namespace mho
