// The field list of `wires`.
#include "models/wires/wires.hpp"

namespace mho {

void WireSpec::fields(Fields& f) {
  f.quantity("row", row, {0, 1e6}, "Resistance of a row's wire from one cell to the next.");
  f.quantity("column", column, {0, 1e6},
             "Resistance of a column's wire from one cell (or interleaved pair) to the next.");
  f.quantity("driver", driver, {0, 1e6},
             "Resistance from a row's voltage source to the row's nearest cell.");
  f.quantity("sense", sense, {0, 1e6},
             "Resistance from a column's last cell to its sense input, which is held at 0 V.");
  f.choice(
      "topology", topology,
      {{"sense_last_row", "Rows driven at column 0, columns sensed at the last row."},
       {"sense_first_row", "Rows driven at column 0, columns sensed at row 0."},
       {"drive_both_ends", "Rows driven at both ends, columns sensed at the last row."},
       {"sense_both_ends", "Rows driven at column 0, columns sensed at both ends, added."},
       {"interleaved",
        "Plus and minus cell of a pair on one column wire, between rows driven by +V and -V at "
        "column 0; columns sensed at the last row."}},
      "Where rows are driven and columns sensed.");
  f.text("source", source, "Where the values come from.");
}

}  // namespace mho
