// Sensed currents of a crossbar with wires whose cells are not ohmic, or are cut off by gated rows:
// one vector of inputs at a time, by iteration. Left out: capacitance, the switches' resistance.
//
// Cell voltages w and currents i = f(w) obey w = V - Z i, where V is the rows' drive and Z i the
// voltage lost in the wires, summed up along them. Newton's method; each step solves
// (1 + s^1/2 Z s^1/2) y = s^1/2 (V - Z i - w), s = df/dw, by conjugate gradients. As Z is symmetric
// and positive semidefinite and f nondecreasing, that matrix is never below 1, and the residual r =
// V - Z i - w bounds the error: |I_j - exact| <= sqrt(sum_n s_nj  sum_cells s r^2). (Subtract the
// exact solution, multiply by the error of i, drop the terms of known sign, and apply
// Cauchy-Schwarz.)
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/wires/wires.hpp"

namespace mho {

/// The cells' I-V law on whole arrays: from conductance (S) and voltage (V) the current (A) and its
/// slope dI/dV (S). The current is 0 at 0 V and never falls with the voltage (slopes at least 0).
using CellLaw =
    std::function<void(std::span<const double> conductance_s, std::span<const double> voltage_v,
                       std::span<double> current_a, std::span<double> slope_s)>;

/// I = G V.
void ohmic_cells(std::span<const double> conductance_s, std::span<const double> voltage_v,
                 std::span<double> current_a, std::span<double> slope_s);

struct RelaxedCurrents {
  std::vector<double> current_a;  ///< sensed, per column wire, as nodal_currents has them
  /// Bound on the error of each current (A): rigorous up to rounding for ohmic cells; for others
  /// with the slopes at the result, so to first order in the remaining error of the voltages.
  double error_a = 0;
  int iterations = 0;  ///< products with the wires' resistances
};

/// The sensed currents under one vector of row voltages [rows]. Rows whose `connected` is 0 are
/// gated off: their cells carry no current; `connected` may be empty (all are connected). Stops
/// when error_a is at most `tolerance` (1e-12 to 1) times the largest column's sum of |cell
/// currents|. Time per product: a few operations per cell; products: about 10 to 100, growing as
/// the root of the largest share of voltage lost. Throws Bug when a slope is negative or the
/// iteration stalls.
RelaxedCurrents relaxed_currents(const WireSpec& spec, int rows, int columns,
                                 std::span<const double> conductance_s,
                                 std::span<const double> row_voltage_v,
                                 std::span<const std::uint8_t> connected, const CellLaw& law,
                                 double tolerance);

}  // namespace mho
