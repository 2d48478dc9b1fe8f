// Resistance of a crossbar's wires and terminals, solved as the resistive network that it is. Left
// out: capacitance (all is settled), ideal switches in the cells, and sense inputs at 0 V. Networks
// of ohmic cells are linear in the row voltages, so one effective matrix replaces them, exactly
// (DESIGN: "linear wires fold into the matrix"). Nonlinear cells and gated rows: wires/relaxed.hpp.
// Source: the crossbar model of A. Chen, IEEE Trans. Electron Devices 60, 1318 (2013).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// Where rows are driven and columns sensed. Row 0 is the first row of an array, column 0 the first
/// column.
enum class WireTopology {
  sense_last_row,   ///< drivers at column 0, sense inputs at the last row
  sense_first_row,  ///< drivers at column 0, sense inputs at row 0: the other end
  drive_both_ends,  ///< each row driven at both ends by the same voltage; sensed at the last row
  sense_both_ends,  ///< drivers at column 0; columns sensed at both ends, the currents added
  interleaved,  ///< plus and minus cell of a pair between two rows, driven by +V and -V, and one
                ///< column; drivers at column 0, sensed at the last row
};

struct WireSpec {
  Resistance row;     ///< of a row's wire between two neighboring cells
  Resistance column;  ///< of a column's wire between two neighboring cells (pairs, if interleaved)
  Resistance driver;  ///< from a row's voltage source to the row's nearest cell
  Resistance sense;   ///< from a column's last cell to the sense input at 0 V
  WireTopology topology = WireTopology::sense_last_row;
  std::string source;

  void fields(Fields& f);
};

/// The effective conductances of an array of ohmic cells: sensed current I_j = sum_n
/// effective[n][j] V_n for row voltages V (undriven rows are at 0 V). Both are [rows][columns],
/// row-major, in siemens; all are at least 0. Interleaved: physical columns 2c and 2c + 1 are the
/// plus and the minus cells of column wire c (columns is even), whose sensed current is sum_n
/// (effective[n][2c] - effective[n][2c + 1]) V_n; the rows' wires have columns / 2 cells each.
///
/// Relative error of each effective conductance: about 1e-13, whatever the resistances, as nothing
/// is subtracted. Time grows as the third power of the larger side (bench_wires), memory as the
/// square. Same bits on every machine. With all resistances 0 the result is the input.
void effective_conductance(const WireSpec& spec, int rows, int columns,
                           std::span<const double> conductance_s, std::span<double> effective_s);
/// The same, computed in double precision and rounded once.
void effective_conductance(const WireSpec& spec, int rows, int columns,
                           std::span<const float> conductance_s, std::span<float> effective_s);

/// The reference: Kirchhoff's equations of all nodes by sparse LDL^T, for one vector of row
/// voltages [rows]. Returns the sensed current of each column wire (A): `columns` of them, half of
/// that when interleaved.
std::vector<double> nodal_currents(const WireSpec& spec, int rows, int columns,
                                   std::span<const double> conductance_s,
                                   std::span<const double> row_voltage_v);

}  // namespace mho
