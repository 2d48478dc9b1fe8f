#include "models/costs/row_buffers.hpp"

#include <algorithm>

namespace mho {

namespace {

constexpr double kSettlingGates = 4;
constexpr double kTransconductancePerVolt = 10;

Duty relaxed(const Duty& duty) {
  Duty relaxed = duty;
  relaxed.time = Time();
  relaxed.abuts = true;  // drawn in the row's pitch
  return relaxed;
}

}  // namespace

void RowBuffer::fields(Fields& f) {
  f.quantity("swing", swing_, {0, 20},
             "Largest voltage of a row; 0: the macro's read_voltage, without one the supply.",
             Presence::optional);
  f.quantity("settling", settling_, {0, 1e-3},
             "Time in which a row settles to half a step; 0: ln(2^(bits + 1)) times four gate "
             "delays and R C / 2 of the row.",
             Presence::optional);
  wire_.fields(f);
}

void RowBuffer::bias_field(Fields& f) {
  f.flag("switched", switched_,
         "The bias flows while a row settles and is driven; else always (class A).",
         Presence::optional);
}

Voltage RowBuffer::swing(const Duty& duty) const {
  if (swing_.value() > 0) return swing_;
  return duty.swing.value() > 0 ? duty.swing : duty.point.supply;
}

Time RowBuffer::settling(const Duty& duty) const {
  if (settling_.value() > 0) return settling_;
  const Time gate = logic_cost(logic(1, 1, 1), relaxed(duty), "").delay;
  return settling_constants(std::max(1, duty.bits)) *
         (kSettlingGates * gate + wire_.settling(duty));
}

Conductance RowBuffer::transconductance(const Duty& duty) const {
  return settling_constants(std::max(1, duty.bits)) * wire_.capacitance(duty) / settling(duty);
}

Cost RowBuffer::selected(const Duty& duty) const {
  const int bits = std::max(1, duty.bits);
  const Logic selector = register_logic(1).times(bits, bits).then(multiplexer_logic(1 << bits, 1));
  Cost cost = logic_cost(selector, relaxed(duty), "control");
  cost.energy += wire_.unpriced_capacitance(duty) * swing(duty) * duty.point.supply;
  cost.delay = settling(duty);
  cost.source = std::to_string(bits) + " bits over " +
                format_si_rounded(swing(duty).value(), "V", 3) + "; " + wire_.source(duty) + "; " +
                cost.source;
  return cost;
}

std::string RowBuffer::add_bias(Cost& cost, const Duty& duty, Current bias) const {
  const Power power = bias * duty.point.supply;
  if (switched_)
    cost.energy += power * (settling(duty) + duty.hold);
  else
    cost.leakage += power;
  return "bias " + format_si_rounded(bias.value(), "A", 3) +
         (switched_ ? " while it is driven, " +
                          format_si_rounded((settling(duty) + duty.hold).value(), "s", 3)
                    : std::string(" always"));
}

Current branch_current(Conductance transconductance) {
  return transconductance * from_si<Voltage>(1 / kTransconductancePerVolt);
}

}  // namespace mho
