// The load of a row: its wire over the array's columns, and what each cell puts on it. Physics of a
// wire that is charged whole: no coupling beyond what the capacitance per length holds; resistance
// counts in its settling alone.
#pragma once

#include <string>

#include "models/costs/cost_model.hpp"
#include "models/technology/wires.hpp"

namespace mho {

class RowWire {
 public:
  void fields(Fields& f);

  /// Of the whole row at this geometry and node; nothing where the row is priced elsewhere.
  Capacitance unpriced_capacitance(const Duty& duty) const;

  /// Of the whole row.
  Capacitance capacitance(const Duty& duty) const;
  /// R C / 2 of the row's wire and all that hangs on it.
  Time settling(const Duty& duty) const;

  /// "row of 128 cells, 12 fF (...)", with the constants that went in, or that it is left out.
  std::string source(const Duty& duty) const;

 private:
  Capacitance cell_capacitance(const Duty& duty) const;

  Capacitance wire_per_um_ = from_si<Capacitance>(kWireFaradPerMeter * 1e-6);
  Capacitance cell_capacitance_;  ///< 0: that of a transistor 2 nodes wide
};

}  // namespace mho
