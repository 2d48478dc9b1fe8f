// nodal_currents: Kirchhoff's current law at every node, A v = b with a sparse symmetric positive
// definite A, solved by Eigen's LDL^T. Sources and sense inputs are known voltages on the right.
#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include "models/wires/circuit.hpp"
#include "models/wires/wires.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Voltages of the terminals: sources, then sense inputs at 0 V.
std::vector<double> terminal_voltages(const WireCircuit& circuit,
                                      std::span<const double> row_voltage_v) {
  std::vector<double> voltage_v(circuit.row_wires() + circuit.column_wires(), 0);
  for (int n = 0; n < circuit.row_wires(); ++n) {
    const double sign = n % circuit.rows_per_tap() == 0 ? 1 : -1;
    voltage_v[circuit.source(n)] = sign * row_voltage_v[n / circuit.rows_per_tap()];
  }
  return voltage_v;
}

/// Nodes that have resistors and no known voltage, numbered from 0; -1 for all others.
std::vector<int> unknowns(const WireCircuit& circuit, int& count) {
  std::vector<int> unknown(circuit.node_count(), -1);
  count = 0;
  circuit.each_resistor(circuit.all(), [&](int a, int b, double) {
    for (const int node : {a, b})
      if (!circuit.is_terminal(node) && unknown[node] < 0) unknown[node] = count++;
  });
  return unknown;
}

}  // namespace

std::vector<double> nodal_currents(const WireSpec& spec, int rows, int columns,
                                   std::span<const double> conductance_s,
                                   std::span<const double> row_voltage_v) {
  const WireCircuit circuit(spec, rows, columns, conductance_s);
  require(row_voltage_v.size() == static_cast<std::size_t>(rows),
          "nodal_currents: one voltage per row is needed");
  const std::vector<double> terminal_v = terminal_voltages(circuit, row_voltage_v);
  int count = 0;
  const std::vector<int> unknown = unknowns(circuit, count);

  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd injected_a = Eigen::VectorXd::Zero(count);
  const auto stamp = [&](int node, int other, double g) {
    if (circuit.is_terminal(node)) return;
    entries.emplace_back(unknown[node], unknown[node], g);
    if (circuit.is_terminal(other))
      injected_a[unknown[node]] += g * terminal_v[other];
    else
      entries.emplace_back(unknown[node], unknown[other], -g);
  };
  circuit.each_resistor(circuit.all(), [&](int a, int b, double g) {
    stamp(a, b, g);
    stamp(b, a, g);
  });
  Eigen::VectorXd voltage_v(count);
  if (count > 0) {
    Eigen::SparseMatrix<double> matrix(count, count);
    matrix.setFromTriplets(entries.begin(), entries.end());
    const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver(matrix);
    require(solver.info() == Eigen::Success, "nodal_currents: the network is singular");
    voltage_v = solver.solve(injected_a);
  }

  const auto voltage = [&](int node) {
    return circuit.is_terminal(node) ? terminal_v[node] : voltage_v[unknown[node]];
  };
  std::vector<double> current_a(circuit.column_wires(), 0);
  circuit.each_resistor(circuit.all(), [&](int a, int b, double g) {
    for (const auto& [node, other] : {std::pair(a, b), std::pair(b, a)}) {
      const int column = node - circuit.sense_input(0);
      if (column >= 0 && column < circuit.column_wires()) current_a[column] += g * voltage(other);
    }
  });
  return current_a;
}

}  // namespace mho
