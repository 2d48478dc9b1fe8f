// Sensed currents of a crossbar by Debian's ngspice: a netlist is written to a temporary folder and
// solved by a child process. The netlist is built from the meaning of WireSpec alone, not from the
// product's circuit: a resistance of 0 is a voltage source of 0 V, as SPICE has it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/models/wires/wires_case.hpp"

namespace mho {

/// A cell of row wire n between two nodes: one netlist line with the given name; "" for none.
using NetlistCell =
    std::function<std::string(const std::string& name, const std::string& row_node,
                              const std::string& column_node, int row, double conductance_s)>;

/// A resistor of 1 / conductance.
NetlistCell ohmic_netlist_cell();

/// Current of each column wire (A). Throws std::runtime_error with ngspice's output when ngspice is
/// missing or prints no operating point.
std::vector<double> ngspice_currents(const WireCase& c, const NetlistCell& cell);

}  // namespace mho
