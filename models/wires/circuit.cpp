// Node numbers of a crossbar's circuit; see wires/circuit.hpp.
#include "models/wires/circuit.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

WireCircuit::WireCircuit(const WireSpec& spec, int rows, int columns,
                         std::span<const double> conductance_s)
    : spec_(spec),
      rows_per_tap_(spec.topology == WireTopology::interleaved ? 2 : 1),
      row_wires_(rows * rows_per_tap_),
      column_wires_(columns / rows_per_tap_),
      conductance_s_(conductance_s) {
  require(rows > 0 && columns > 0, "wires: empty array");
  require(columns % rows_per_tap_ == 0, "wires: interleaved columns come in pairs");
  require(conductance_s.size() == static_cast<std::size_t>(rows) * columns,
          "wires: conductances are not [rows][columns]");
  require(std::all_of(conductance_s.begin(), conductance_s.end(),
                      [](double g) { return g >= 0 && std::isfinite(g); }),
          "wires: a conductance is negative or not finite");
  for (const double r :
       {spec.row.value(), spec.column.value(), spec.driver.value(), spec.sense.value()})
    require(r >= 0 && std::isfinite(r), "wires: a resistance is negative or not finite");
}

std::size_t WireCircuit::cell(int row_wire, int column_wire) const {
  const int row = row_wire / rows_per_tap_;
  const int column = column_wire * rows_per_tap_ + row_wire % rows_per_tap_;
  return static_cast<std::size_t>(row) * column_wires_ * rows_per_tap_ + column;
}

int WireCircuit::row_node(int row_wire, int column_wire) const {
  const bool ideal_wire = spec_.row.value() == 0;
  const bool at_driver =
      ideal_wire || column_wire == 0 || (column_wire == column_wires_ - 1 && driven_right());
  if (spec_.driver.value() == 0 && at_driver) return source(row_wire);
  return first_row_node() + row_wire * column_wires_ + (ideal_wire ? 0 : column_wire);
}

int WireCircuit::column_node(int row_wire, int column_wire) const {
  const bool ideal_wire = spec_.column.value() == 0;
  const int tap = row_wire / rows_per_tap_;
  const bool at_sense =
      ideal_wire || (tap == 0 && sensed_top()) || (tap == taps() - 1 && sensed_bottom());
  if (spec_.sense.value() == 0 && at_sense) return sense_input(column_wire);
  return first_column_node() + (ideal_wire ? 0 : tap) * column_wires_ + column_wire;
}

bool WireCircuit::is_inside(int node, const CellBlock& block) const {
  if (is_terminal(node)) return false;
  if (node < first_column_node()) {
    if (spec_.row.value() == 0) return block.columns() == column_wires_;
    const int column = (node - first_row_node()) % column_wires_;
    return column >= block.column_begin &&
           (column + 1 < block.column_end || block.column_end == column_wires_);
  }
  if (spec_.column.value() == 0) return block.rows() == row_wires_;
  const int row = (node - first_column_node()) / column_wires_ * rows_per_tap_;
  return row >= block.row_begin &&
         (row + rows_per_tap_ < block.row_end || block.row_end == row_wires_);
}

}  // namespace mho
