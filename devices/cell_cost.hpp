// What any kind of cell costs: area, leakage and writing, by constants.
#pragma once

#include <string>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct CellCost {
  Area area;                 ///< of one cell with its selector
  double area_f2 = 0;        ///< area in squares of the chip's node; 0: `area` holds
  Energy write_energy;       ///< of programming one cell once, verify included
  Time write_time;           ///< of programming one row of cells
  Power leakage;             ///< of one cell that is not read
  bool is_volatile = false;  ///< forgets without power
  std::string source;        ///< of the cell's coefficients and costs

  void fields(Fields& f) {
    f.number("area_f2", area_f2, {0, 1e5},
             "Area of one cell with its selector in squares of the chip's technology node; 0: area "
             "states it.",
             Presence::optional);
    // Squares that are stated over an inherited area replace it.
    if (area_f2 == 0 || f.documents() || f.beside("area_f2", "area", area.value() > 0))
      f.quantity("area", area, {0, 1e-9}, "Area of one cell with its selector.",
                 area_f2 > 0 || f.documents() ? Presence::optional : Presence::required);
    f.rule(area_f2 == 0 || area.value() == 0, "area", "must not stand beside area_f2");
    f.quantity("write_energy", write_energy, {0, 1e-3},
               "Energy of programming one cell once, verify included.");
    f.quantity("write_time", write_time, {0, 10}, "Time of programming one row of cells.");
    f.quantity("leakage", leakage, {0, 1e-6}, "Power of one cell that is not read.");
    f.flag("volatile", is_volatile, "It forgets what it holds without power.", Presence::optional);
    f.text("source", source, "Where coefficients and costs come from.");
  }
};

inline bool is_power_of_two(int n) { return n > 0 && (n & (n - 1)) == 0; }

}  // namespace mho
