// A ladder of resistors R and 2 R that drives the row by itself: bit i switches its leg 2 R to the
// reference or to ground, the last node is the row. Its output resistance is R at every code, so R
// is what settles the row, R = t_settle / (ln(2^(b+1)) C), unless stated. All codes alike, the
// reference gives on average (v: the legs' voltages, Y: the ladder's conductances between them)
//
//   P = E[v Y v] = V^2 / 4 (sum of all Y + sum of Y_ii)
//   Y_ii = 1 / (2 R + left || right)    left: 2 R; right: none at the row, else R + 2 R || right
//   sum  = 1 / (2 R + q)                of all legs together through the termination; q = 2 R at
//                                       the row, else 2 R || (R + q)
//
// which goes to V^2 (b + 2/3) / (12 R), while the row settles and is driven; at rest all legs are at
// ground. 3 b + 1 units of R, whose area is stated: matching decides it. C. Maloberti, Data
// Converters (Springer 2007), ch. 3. Ignored: switches' resistance; what cells draw through R
// (wires.driver states it).
#include <cmath>

#include "models/costs/analog_limits.hpp"
#include "models/costs/row_buffers.hpp"

namespace mho {

namespace {

double parallel(double a, double b) { return a * b / (a + b); }

/// Mean conductance of the reference's power, V^2 times it, in 1 / R.
double mean_ladder_conductance(int bits) {
  double own = 1.0 / 4;  // of the leg at the row: 2 R and the 2 R on its left
  double right = 3;      // R and that leg, seen from the next
  double together = 2;   // q
  for (int leg = 1; leg < bits; ++leg) {
    own += 1 / (2 + parallel(2, right));
    right = 1 + parallel(2, right);
    together = parallel(2, 1 + together);
  }
  return (own + 1 / (2 + together)) / 4;
}

class R2RDacCost : public CostModel {
 public:
  const char* kind() const override { return "r_2r_dac"; }

  void fields(Fields& f) override {
    buffer_.fields(f);
    f.quantity("unit_resistance", unit_, {0, 1e9}, "R; 0: what settles the row.",
               Presence::optional);
    f.quantity("unit_area", unit_area_, {0, 1e-6}, "Area of one R; there are 3 bits + 1.");
    f.quantity("designed_node", designed_, {1e-9, 10e-6}, "Technology node of that area.");
    f.text("source", source_, "Where the area comes from.");
  }

  Cost cost(const Duty& duty) const override {
    const int bits = std::max(1, duty.bits);
    Duty control = duty;
    control.time = Time();
    control.abuts = true;
    Cost cost = logic_cost(register_logic(1).times(bits, bits), control, "control");
    const double constants = settling_constants(bits);
    const Capacitance row = buffer_.wire().capacitance(duty);
    const Resistance unit = unit_.value() > 0 ? unit_ : buffer_.settling(duty) / (constants * row);
    const Time settling = unit_.value() > 0
                              ? constants * (unit_ * row + buffer_.wire().settling(duty))
                              : buffer_.settling(duty);
    const Voltage swing = buffer_.swing(duty);
    const Power ladder = mean_ladder_conductance(bits) * swing * swing / unit;
    cost.energy +=
        ladder * (settling + duty.hold) + buffer_.wire().unpriced_capacitance(duty) * swing * swing;
    cost.delay = settling;
    cost.area += (3.0 * bits + 1) * unit_area_;
    cost.source = "R-2R ladder of " + std::to_string(bits) +
                  " bits, R = " + format_si_rounded(unit.value(), "Ohm", 3) + ", " +
                  format_si_rounded(ladder.value(), "W", 3) + " on average for " +
                  format_si_rounded((settling + duty.hold).value(), "s", 3) + " over " +
                  format_si_rounded(swing.value(), "V", 3) + "; area: " + source_ + "; " +
                  buffer_.wire().source(duty) + "; " + cost.source;
    warn_of_other_node(cost.warnings, "the unit of the R-2R ladder", designed_, duty.point.node);
    return cost;
  }

 private:
  RowBuffer buffer_;
  Resistance unit_;
  Area unit_area_;
  Length designed_;
  std::string source_;
};

}  // namespace

extern const Kind<CostModel> r_2r_dac_circuit_cost;
const Kind<CostModel> r_2r_dac_circuit_cost{
    "r_2r_dac", "A ladder of resistors R and 2 R drives a row.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<R2RDacCost>(); }};

}  // namespace mho
