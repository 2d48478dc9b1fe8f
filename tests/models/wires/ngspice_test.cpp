// ngspice agrees: random arrays of every topology as netlists.
#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "models/wires/relaxed.hpp"
#include "tests/models/ngspice.hpp"

namespace mho {
namespace {

/// What ngspice is asked for; its own solution is about 1e-9 off (reltol).
constexpr double kSpiceAgreement = 1e-6;

void check_columns(const WireCase& c, const std::vector<double>& current,
                   const std::vector<double>& spice) {
  INFO(c.text());
  REQUIRE(current.size() == spice.size());
  for (std::size_t j = 0; j < spice.size(); ++j) {
    INFO("column " << j << ": " << current[j] << " A, ngspice " << spice[j] << " A");
    CHECK(std::abs(current[j] - spice[j]) <= kSpiceAgreement * std::abs(spice[j]));
  }
}

void check_against_ngspice(const WireCase& c) {
  const std::vector<double> spice = ngspice_currents(c, ohmic_netlist_cell());
  check_columns(c, effective_currents(c), spice);
  check_columns(c, nodal_currents(c.spec, c.rows, c.columns, c.conductance_s, c.voltage_v), spice);
}

TEST_CASE("ngspice agrees on every column current of small arrays of every topology") {
  std::uint64_t seed = 0;
  for (const WireTopology topology : kTopologies)
    for (const auto& [rows, columns] :
         {std::pair(1, 2), std::pair(2, 2), std::pair(3, 8), std::pair(16, 4), std::pair(17, 18)})
      check_against_ngspice(random_wires(topology, rows, columns, ++seed));
}

TEST_CASE("ngspice agrees on 32 x 32 arrays of every topology") {
  for (const WireTopology topology : kTopologies)
    check_against_ngspice(random_wires(topology, 32, 32, 100 + static_cast<int>(topology)));
}

// ngspice spends its time on ordering the matrix: about 4 s of processor time for 64 x 64 nodes, 1
// s for 48 x 48.
TEST_CASE("ngspice agrees on a 64 x 64 array sensed at the last row") {
  check_against_ngspice(random_wires(WireTopology::sense_last_row, 64, 64, 201));
}
TEST_CASE("ngspice agrees on a 64 x 64 interleaved array") {
  check_against_ngspice(random_wires(WireTopology::interleaved, 64, 64, 202));
}
TEST_CASE("ngspice agrees on a 48 x 48 array sensed at the first row") {
  check_against_ngspice(random_wires(WireTopology::sense_first_row, 48, 48, 203));
}
TEST_CASE("ngspice agrees on a 48 x 48 array driven at both ends") {
  check_against_ngspice(random_wires(WireTopology::drive_both_ends, 48, 48, 204));
}
TEST_CASE("ngspice agrees on a 48 x 48 array sensed at both ends") {
  check_against_ngspice(random_wires(WireTopology::sense_both_ends, 48, 48, 205));
}

TEST_CASE("ngspice agrees where single resistances are 0") {
  for (const WireTopology topology : kTopologies) {
    for (int zero = 0; zero < 4; ++zero) {
      WireCase c = random_wires(topology, 9, 10, 300 + zero);
      // Rows or columns with ends that meet in ideal wires only are loops of sources to SPICE; one
      // resistance of 0 makes none.
      Resistance* const part[] = {&c.spec.row, &c.spec.column, &c.spec.driver, &c.spec.sense};
      *part[zero] = Resistance();
      check_against_ngspice(c);
    }
  }
}

/// I = G (V - V^3 / 4).
void cubic_cells(std::span<const double> conductance_s, std::span<const double> voltage_v,
                 std::span<double> current_a, std::span<double> slope_s) {
  for (std::size_t i = 0; i < voltage_v.size(); ++i) {
    const double v = voltage_v[i];
    current_a[i] = conductance_s[i] * (v - 0.25 * v * v * v);
    slope_s[i] = conductance_s[i] * (1 - 0.75 * v * v);
  }
}

TEST_CASE("ngspice agrees on cubic cells with every third row gated off") {
  for (const WireTopology topology : kTopologies) {
    const WireCase c = random_wires(topology, 8, 8, 400 + static_cast<int>(topology));
    std::vector<std::uint8_t> connected(c.rows);
    for (int n = 0; n < c.rows; ++n) connected[n] = n % 3 != 1;
    const NetlistCell cell = [&](const std::string& name, const std::string& row,
                                 const std::string& column, int n, double g) {
      if (connected[n] == 0) return std::string();
      std::ostringstream out;
      out.precision(17);
      const std::string v = "v(" + row + "," + column + ")";
      out << 'B' << name << ' ' << row << ' ' << column << " I=" << g << "*(" << v << "-0.25*" << v
          << '*' << v << '*' << v << ')';
      return out.str();
    };
    const RelaxedCurrents relaxed = relaxed_currents(c.spec, c.rows, c.columns, c.conductance_s,
                                                     c.voltage_v, connected, cubic_cells, 1e-9);
    check_columns(c, relaxed.current_a, ngspice_currents(c, cell));
  }
}

}  // namespace
}  // namespace mho
