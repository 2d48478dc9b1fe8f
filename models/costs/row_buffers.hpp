// What the circuits that hold a row at a voltage share: their keys, the time that a row settles in,
// and the bias of a class-A stage, which flows whatever the row takes.
//
//   t_settle  ln(2^(b+1)) x (four gate delays + R C / 2 of the row's wire), or as stated: a single
//             pole settles to half a step
//   gm        ln(2^(b+1)) C / t: that pole is gm / C
//   I         gm / (10 per V): moderate inversion (Silveira, Flandre and Jespers, JSSC 31 (1996)
//             1314)
//   energy    C V Vdd of the row, and the bias over settling and hold where it is switched
//   static    I Vdd, always, where it is not: a class-A stage idles at its current (Gray, Hurst,
//             Lewis and Meyer, Analysis and Design of Analog Integrated Circuits, ch. 5)
//
// Ignored: bias generators, slewing, offset and gain errors (dac.errors states them).
#pragma once

#include <string>

#include "models/costs/cost_model.hpp"
#include "models/costs/gates.hpp"
#include "models/costs/row_wire.hpp"

namespace mho {

class RowBuffer {
 public:
  void fields(Fields& f);
  /// The key that says whether the bias flows between drives.
  void bias_field(Fields& f);

  Voltage swing(const Duty& duty) const;
  const RowWire& wire() const { return wire_; }
  Time settling(const Duty& duty) const;
  /// The transconductance that settles the row.
  Conductance transconductance(const Duty& duty) const;

  /// Control of each bit, a selector of 2^bits levels that all rows share, the row's charge; no
  /// bias yet.
  Cost selected(const Duty& duty) const;
  /// Adds what a bias current takes; says how much it is.
  std::string add_bias(Cost& cost, const Duty& duty, Current bias) const;

 private:
  Voltage swing_;
  Time settling_;
  bool switched_ = false;
  RowWire wire_;
};

/// The current of one branch with this transconductance.
Current branch_current(Conductance transconductance);

}  // namespace mho
