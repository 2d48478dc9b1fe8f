// relaxed_currents against exact solutions, and its error bound against the true error.
#include "models/wires/relaxed.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "tests/models/wires/wires_case.hpp"

namespace mho {
namespace {

/// Error of the reference itself, relative to the largest current.
constexpr double kReference = 1e-10;

RelaxedCurrents relax(const WireCase& c, double tolerance,
                      const std::vector<std::uint8_t>& connected = {},
                      const CellLaw& law = ohmic_cells) {
  return relaxed_currents(c.spec, c.rows, c.columns, c.conductance_s, c.voltage_v, connected, law,
                          tolerance);
}

std::vector<double> nodal(const WireCase& c) {
  return nodal_currents(c.spec, c.rows, c.columns, c.conductance_s, c.voltage_v);
}

double largest_error(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < b.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

double largest(const std::vector<double>& v) {
  return largest_error(v, std::vector<double>(v.size()));
}

TEST_CASE("ohmic cells have the currents of the nodal solution within the error that is stated") {
  for (const WireTopology topology : kTopologies) {
    for (const double tolerance : {1e-1, 1e-3, 1e-6, 1e-9}) {
      const WireCase c = random_wires(topology, 40, 30, 900 + static_cast<int>(topology));
      INFO(c.text() << ", tolerance " << tolerance);
      const std::vector<double> exact = nodal(c);
      const RelaxedCurrents relaxed = relax(c, tolerance);
      CHECK(largest_error(relaxed.current_a, exact) <=
            relaxed.error_a + kReference * largest(exact));
      // The cells' currents of a column are all positive unless pairs cancel.
      if (!c.interleaved()) CHECK(relaxed.error_a <= tolerance * largest(relaxed.current_a) * 1.01);
    }
  }
}

TEST_CASE("the error bound is not met at a tighter tolerance by chance: it follows the iteration") {
  const WireCase c = random_wires(WireTopology::sense_last_row, 40, 40, 910);
  const RelaxedCurrents loose = relax(c, 1e-1);
  const RelaxedCurrents tight = relax(c, 1e-10);
  CHECK(loose.iterations < tight.iterations);
  CHECK(loose.error_a > 100 * tight.error_a);
}

TEST_CASE("wires that take nearly all of the voltage still converge") {
  WireCase c = random_wires(WireTopology::sense_last_row, 32, 32, 911);
  c.spec = wires(2000, 2000, 1000, 1000);
  const std::vector<double> exact = nodal(c);
  const std::vector<double> ideal = [&] {
    WireCase free = c;
    free.spec = wires(0, 0, 0, 0);
    return nodal(free);
  }();
  CHECK(largest(exact) < 0.1 * largest(ideal));
  CHECK(largest_error(relax(c, 1e-9).current_a, exact) < 1e-8 * largest(exact));
}

TEST_CASE("any set of resistances may be 0") {
  for (const WireTopology topology : kTopologies) {
    for (int zeros = 0; zeros < 16; ++zeros) {
      WireCase c = random_wires(topology, 7, 12, 920 + zeros);
      Resistance* const part[] = {&c.spec.row, &c.spec.column, &c.spec.driver, &c.spec.sense};
      for (int i = 0; i < 4; ++i)
        if ((zeros >> i & 1) != 0) *part[i] = Resistance();
      INFO(c.text());
      CHECK(difference(relax(c, 1e-11).current_a, nodal(c)) < 1e-9);
    }
  }
}

TEST_CASE("the cells of a gated row are not there; those of a row at 0 V are") {
  for (const WireTopology topology : kTopologies) {
    const WireCase c = random_wires(topology, 16, 16, 940 + static_cast<int>(topology));
    std::vector<std::uint8_t> connected(16, 1);
    WireCase removed = c;
    WireCase grounded = c;
    for (int n = 1; n < 16; n += 2) {
      connected[n] = 0;
      grounded.voltage_v[n] = 0;
      std::fill_n(removed.conductance_s.begin() + n * 16, 16, 0.0);
    }
    INFO(c.text());
    const std::vector<double> gated = relax(c, 1e-11, connected).current_a;
    CHECK(difference(gated, nodal(removed)) < 1e-9);
    CHECK(difference(gated, nodal(grounded)) > 1e-5);
  }
}

/// I = G sinh(3 V) / 3, as selectors have it.
void sinh_cells(std::span<const double> conductance_s, std::span<const double> voltage_v,
                std::span<double> current_a, std::span<double> slope_s) {
  for (std::size_t i = 0; i < voltage_v.size(); ++i) {
    current_a[i] = conductance_s[i] * std::sinh(3 * voltage_v[i]) / 3;
    slope_s[i] = conductance_s[i] * std::cosh(3 * voltage_v[i]);
  }
}

TEST_CASE("one nonlinear cell in series solves its scalar equation") {
  WireCase c = random_wires(WireTopology::sense_last_row, 1, 1, 950);
  c.spec = wires(0, 0, 2000, 3000);
  c.conductance_s = {50e-6};
  c.voltage_v = {1};
  const double current = relax(c, 1e-12, {}, sinh_cells).current_a[0];
  const double across = 1 - 5000 * current;
  CHECK(current == Approx(50e-6 * std::sinh(3 * across) / 3).epsilon(1e-10));
}

TEST_CASE("a nonlinear array converges quickly from loose to tight tolerance") {
  for (const WireTopology topology : kTopologies) {
    const WireCase c = random_wires(topology, 24, 24, 960);
    INFO(c.text());
    const RelaxedCurrents tight = relax(c, 1e-11, {}, sinh_cells);
    for (const double tolerance : {1e-2, 1e-4, 1e-6}) {
      const RelaxedCurrents loose = relax(c, tolerance, {}, sinh_cells);
      CHECK(largest_error(loose.current_a, tight.current_a) <= loose.error_a + tight.error_a);
    }
  }
}

TEST_CASE("without wires a nonlinear array is the sum of its cells, without a single solve") {
  WireCase c = random_wires(WireTopology::sense_last_row, 5, 1, 970);
  c.spec = wires(0, 0, 0, 0);
  double sum = 0;
  for (int n = 0; n < 5; ++n) sum += c.conductance_s[n] * std::sinh(3 * c.voltage_v[n]) / 3;
  const RelaxedCurrents relaxed = relax(c, 1e-12, {}, sinh_cells);
  CHECK(relaxed.current_a[0] == Approx(sum).epsilon(1e-14));
  CHECK(relaxed.iterations == 1);
  CHECK(relaxed.error_a == 0);
}

TEST_CASE("no voltage gives no current, and all rows gated off give none") {
  WireCase c = random_wires(WireTopology::sense_last_row, 6, 6, 971);
  CHECK(largest(relax(c, 1e-9, std::vector<std::uint8_t>(6, 0)).current_a) == 0);
  std::fill(c.voltage_v.begin(), c.voltage_v.end(), 0.0);
  CHECK(largest(relax(c, 1e-9).current_a) == 0);
}

TEST_CASE("a law whose current falls with the voltage is refused") {
  const CellLaw falling = [](std::span<const double> g, std::span<const double> v,
                             std::span<double> i, std::span<double> s) {
    for (std::size_t k = 0; k < g.size(); ++k) {
      i[k] = -g[k] * v[k];
      s[k] = -g[k];
    }
  };
  CHECK_THROWS_AS(relax(random_wires(WireTopology::sense_last_row, 3, 3, 1), 1e-6, {}, falling),
                  Bug);
}

}  // namespace
}  // namespace mho
