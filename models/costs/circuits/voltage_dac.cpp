// A converter that drives a row with one of 2^b voltages: 2^b unit capacitors that divide the
// swing, control of each bit, and a buffer that charges the row and settles to half a step.
//
//   capacitors  C V^2 (4^b - 1) / (6 2^b), mean over all codes (capacitive_dac.cpp), C as large as
//               matching and noise ask for and 4 um2 at least (costs/array_circuits.hpp)
//   control     a flip-flop and four gates a bit
//   buffer      load  C_L = max(row, 2 k T / noise^2): a load below that lets the buffer's own
//   noise
//               through (noise factor as a latch's); noise = V / (2^b sqrt(12))
//               charge C_L V Vdd; bias 2 Vdd (gm / 10 per V) for ln(2^(b+1)) C_L / gm, in which a
//               single pole settles to half a step: whatever the speed, 0.2 V Vdd C_L ln(2^(b+1)).
//               gm/Id = 10 per V is moderate inversion (Silveira, Flandre and Jespers, JSSC 31
//               (1996) 1314); twice: two branches
//   time        control, and ln(2^(b+1)) times four gate delays and R C / 2 of the row's wire
// One bit is an inverter as large as the row asks for. Energy grows with 2^b by the capacitors and
// with 4^b where noise decides; area with 2^b. Blind: 8 bits in 40 nm come to 1100 um2, a published
// one (VLSI 2018, doi 10.1109/VLSIC.2018.8502370) has 438.
// Ignored: references; what the cells draw through the buffer (the array's energy) and the bias
// while they do; the row's charge where array_charge.row has it.
#include <algorithm>
#include <cmath>

#include "models/costs/array_circuits.hpp"
#include "models/costs/row_wire.hpp"
#include "sim/base/physical_constants.hpp"

namespace mho {

namespace {

constexpr double kBufferGates = 4;
constexpr double kBufferNoiseFactor = 2;
constexpr double kBranches = 2;
constexpr double kTransconductancePerAmpere = 10;

class VoltageDacCost : public CostModel {
 public:
  const char* kind() const override { return "voltage_dac"; }

  void fields(Fields& f) override {
    f.quantity("swing", swing_, {0, 20},
               "Largest voltage of a row; 0: the macro's read_voltage, without one the supply.",
               Presence::optional);
    wire_.fields(f);
  }

  Cost cost(const Duty& duty) const override {
    Duty relaxed = duty;
    relaxed.time = Time();
    relaxed.abuts = true;  // drawn in the row's pitch
    const double bits = std::max(1, duty.bits);
    Cost cost = logic_cost(decision_logic().times(bits, bits), relaxed, "control");
    const Time gate = logic_cost(logic(1, 1, 1), relaxed, "").delay;
    const Voltage swing = swing_of(duty, duty.point.supply);
    const Capacitance row = wire_.capacitance(duty);
    std::string made_of = "an inverter";
    if (duty.bits <= 1) {
      cost.energy += wire_.unpriced_capacitance(duty) * swing * duty.point.supply;
      cost.delay += kBufferGates * gate;
    } else {
      made_of = add_converter(cost, duty, swing, row);
      cost.delay += settling_constants(duty.bits) * (kBufferGates * gate + wire_.settling(duty));
    }
    cost.source = "row of " + std::to_string(duty.bits) + " bits over " +
                  format_si_rounded(swing.value(), "V", 3) + ": " + made_of + "; " +
                  wire_.source(duty) + "; " + cost.source;
    return cost;
  }

 private:
  Voltage swing_of(const Duty& duty, Voltage supply) const {
    if (swing_.value() > 0) return swing_;
    return duty.swing.value() > 0 ? duty.swing : supply;
  }

  /// Capacitors and buffer; says what they are.
  std::string add_converter(Cost& cost, const Duty& duty, Voltage swing, Capacitance row) const {
    const double units = std::exp2(duty.bits);
    // What noise asks for was built for the supply of the design.
    const Voltage noise = swing_of(duty, duty.designed().supply) / (units * std::sqrt(12.0));
    const Capacitance unit = unit_capacitor(duty, duty.bits, noise);
    const Capacitance quiet =
        from_si<Capacitance>(kBufferNoiseFactor * kBoltzmann * duty.designed().temperature.value() /
                             (noise.value() * noise.value()));
    const Capacitance load = std::max(row, quiet);
    const Capacitance priced = load - (row - wire_.unpriced_capacitance(duty));
    const Voltage overdrive = from_si<Voltage>(kBranches / kTransconductancePerAmpere);
    const Energy buffer =
        duty.point.supply * (priced * swing + settling_constants(duty.bits) * load * overdrive);
    cost.energy += (units * units - 1) / (6 * units) * unit * swing * swing + buffer;
    cost.area += units * capacitor_area(unit) + kAnalogLayout * latch(duty, noise).area;
    return format_si_rounded(units, "", 4) + " units of " +
           format_si_rounded(unit.value(), "F", 3) + ", a buffer of " +
           format_si_rounded(buffer.value(), "J", 3) + " for " +
           format_si_rounded(load.value(), "F", 3);
  }

  Voltage swing_;
  RowWire wire_;
};

}  // namespace

extern const Kind<CostModel> voltage_dac_circuit_cost;
const Kind<CostModel> voltage_dac_circuit_cost{
    "voltage_dac", "Drives a row with one of 2^bits voltages: capacitors and a buffer.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<VoltageDacCost>(); }};

}  // namespace mho
