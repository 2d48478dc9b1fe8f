// The voltage that the wires of a crossbar lose, given the current of each cell.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/wires/circuit.hpp"

namespace mho {

class WireDrop {
 public:
  WireDrop(const WireSpec& spec, const WireCircuit& circuit);

  /// Z i: the voltage lost between each cell's row source and its column's sense input when the
  /// cells carry currents `current_a` from row to column. Both are [row wires][column wires],
  /// row-major. Linear, symmetric, positive semidefinite.
  void drop(const Eigen::ArrayXd& current_a, Eigen::ArrayXd& drop_v);

 private:
  /// Wires side by side, all of one kind.
  struct Wires {
    double segment_ohm;
    double terminal_ohm;
    bool at_first;  ///< a terminal at the first position
    bool at_last;   ///< a terminal at the last position
    int positions;
    int lanes;
  };
  void along(const Wires& wires, const double* current_a, double* drop_v);
  void entering(const Wires& wires, const double* current_a);

  Wires row_;
  Wires column_;
  int rows_per_tap_;
  int row_wires_;
  Eigen::ArrayXd tap_current_a_;  ///< [taps][column wires]
  Eigen::ArrayXd tap_drop_v_;
  std::vector<double> flow_a_;  ///< per lane: current in the segment at hand
  std::vector<double> lost_v_;  ///< per lane: voltage lost so far
};

}  // namespace mho
