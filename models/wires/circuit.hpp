// A crossbar with its wires as a list of resistors between numbered nodes. A wire of resistance 0
// is one node and a terminal of resistance 0 is none, so that ideal parts need no special case.
//
// Row wires: one per row, two per row (plus, minus) when interleaved. A tap is the place of a
// column wire that the cells of a row, or of an interleaved pair of rows, connect to.
#pragma once

#include <cstddef>
#include <span>

#include "models/wires/wires.hpp"

namespace mho {

/// A rectangle of cells: row wires [row_begin, row_end) x column wires [column_begin, column_end).
struct CellBlock {
  int row_begin = 0;
  int row_end = 0;
  int column_begin = 0;
  int column_end = 0;

  int rows() const { return row_end - row_begin; }
  int columns() const { return column_end - column_begin; }
};

class WireCircuit {
 public:
  /// An array of physical cells [rows][columns]; keeps the span. Throws Bug on a wrong shape.
  WireCircuit(const WireSpec& spec, int rows, int columns, std::span<const double> conductance_s);

  int row_wires() const { return row_wires_; }
  int column_wires() const { return column_wires_; }
  int rows_per_tap() const { return rows_per_tap_; }

  /// Rows are always driven at column 0.
  bool driven_right() const { return spec_.topology == WireTopology::drive_both_ends; }
  bool sensed_top() const {
    return spec_.topology == WireTopology::sense_first_row ||
           spec_.topology == WireTopology::sense_both_ends;
  }
  bool sensed_bottom() const { return spec_.topology != WireTopology::sense_first_row; }

  /// The physical cell between a row wire and a column wire: its index in [rows][columns].
  std::size_t cell(int row_wire, int column_wire) const;
  double conductance_s(int row_wire, int column_wire) const {
    return conductance_s_[cell(row_wire, column_wire)];
  }

  /// Nodes are numbered: sources, sense inputs, row nodes, column nodes; not every number is used.
  int node_count() const { return first_column_node() + taps() * column_wires_; }
  int source(int row_wire) const { return row_wire; }
  int sense_input(int column_wire) const { return row_wires_ + column_wire; }
  bool is_terminal(int node) const { return node < row_wires_ + column_wires_; }
  int row_node(int row_wire, int column_wire) const;
  int column_node(int row_wire, int column_wire) const;

  /// Calls resistor(node, node, conductance_s) for each resistor that belongs to the cells of a
  /// block: the cells, the wire from each cell towards row 0 or column 0, and the terminals at the
  /// array's edges. The blocks of a partition have each resistor once.
  template <class Resistor>
  void each_resistor(const CellBlock& block, const Resistor& resistor) const;

  /// True when all resistors of a node (not a terminal) belong to the block.
  bool is_inside(int node, const CellBlock& block) const;

  CellBlock all() const { return {0, row_wires_, 0, column_wires_}; }

 private:
  int taps() const { return row_wires_ / rows_per_tap_; }
  int first_row_node() const { return row_wires_ + column_wires_; }
  int first_column_node() const { return first_row_node() + row_wires_ * column_wires_; }

  WireSpec spec_;
  int rows_per_tap_;
  int row_wires_;
  int column_wires_;
  std::span<const double> conductance_s_;
};

template <class Resistor>
void WireCircuit::each_resistor(const CellBlock& block, const Resistor& resistor) const {
  const auto wire = [&](Resistance resistance, int a, int b) {
    if (resistance.value() > 0 && a != b) resistor(a, b, 1 / resistance.value());
  };
  for (int n = block.row_begin; n < block.row_end; ++n) {
    const bool top = n == 0;
    const bool bottom = n == row_wires_ - 1;
    for (int j = block.column_begin; j < block.column_end; ++j) {
      const int row = row_node(n, j);
      const int column = column_node(n, j);
      resistor(row, column, conductance_s(n, j));
      if (j > 0) wire(spec_.row, row_node(n, j - 1), row);
      if (j == 0) wire(spec_.driver, source(n), row);
      if (j == column_wires_ - 1 && driven_right()) wire(spec_.driver, source(n), row);
      if (n >= rows_per_tap_ && n % rows_per_tap_ == 0)
        wire(spec_.column, column_node(n - 1, j), column);
      if (top && sensed_top()) wire(spec_.sense, sense_input(j), column);
      if (bottom && sensed_bottom()) wire(spec_.sense, sense_input(j), column);
    }
  }
}

}  // namespace mho
