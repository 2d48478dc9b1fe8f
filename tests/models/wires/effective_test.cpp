// effective_conductance against the exact solution of all nodes.
#include <Eigen/Core>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/wires/wires.hpp"
#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "tests/models/wires/wires_case.hpp"

namespace mho {
namespace {

/// The reference's own error: rounding times the condition of Kirchhoff's equations (up to 1e6
/// here).
constexpr double kAgreement = 1e-9;

void check_against_nodal(const WireCase& c) {
  INFO(c.text());
  CHECK(difference(effective_currents(c), nodal_currents(c.spec, c.rows, c.columns, c.conductance_s,
                                                         c.voltage_v)) < kAgreement);
}

TEST_CASE("promise 3: the effective matrix gives the currents of the exact nodal solution") {
  std::uint64_t seed = 500;
  for (const WireTopology topology : kTopologies)
    for (const auto& [rows, columns] : {std::pair(1, 2), std::pair(2, 2), std::pair(5, 4),
                                        std::pair(8, 30), std::pair(61, 6), std::pair(33, 66)})
      for (int repeat = 0; repeat < 3; ++repeat)
        check_against_nodal(random_wires(topology, rows, columns, ++seed));
}

TEST_CASE("promise 3: large arrays give the currents of the exact nodal solution") {
  for (const WireTopology topology : kTopologies)
    check_against_nodal(random_wires(topology, 100, 90, 600 + static_cast<int>(topology)));
}

TEST_CASE("the exact nodal solution is met where any set of resistances is 0") {
  for (const WireTopology topology : kTopologies) {
    for (int zeros = 0; zeros < 16; ++zeros) {
      WireCase c = random_wires(topology, 7, 12, 700 + zeros);
      Resistance* const part[] = {&c.spec.row, &c.spec.column, &c.spec.driver, &c.spec.sense};
      for (int i = 0; i < 4; ++i)
        if ((zeros >> i & 1) != 0) *part[i] = Resistance();
      check_against_nodal(c);
    }
  }
}

TEST_CASE("the exact nodal solution is met where voltages have both signs or are 0") {
  for (const WireTopology topology : kTopologies) {
    WireCase c = random_wires(topology, 20, 20, 800);
    for (int n = 0; n < c.rows; ++n) c.voltage_v[n] *= n % 3 - 1;
    check_against_nodal(c);
  }
}

TEST_CASE("the exact nodal solution is met where cells conduct nothing") {
  for (const WireTopology topology : kTopologies) {
    WireCase c = random_wires(topology, 20, 20, 801);
    for (std::size_t i = 0; i < c.conductance_s.size(); i += 3) c.conductance_s[i] = 0;
    check_against_nodal(c);
  }
}

TEST_CASE("one driven row's effective conductances are its currents while the others are at 0 V") {
  const WireCase c = random_wires(WireTopology::sense_last_row, 9, 8, 802);
  std::vector<double> effective(c.conductance_s.size());
  effective_conductance(c.spec, c.rows, c.columns, c.conductance_s, effective);
  for (int n = 0; n < c.rows; ++n) {
    std::vector<double> voltage_v(c.rows, 0);
    voltage_v[n] = 1;
    CHECK(difference({effective.begin() + n * 8, effective.begin() + (n + 1) * 8},
                     nodal_currents(c.spec, 9, 8, c.conductance_s, voltage_v)) < kAgreement);
  }
}

TEST_CASE("effective conductances have the same bits on any thread, and round once to float") {
  const WireCase c = random_wires(WireTopology::drive_both_ends, 70, 50, 803);
  std::vector<double> exact(c.conductance_s.size());
  const std::vector<float> input(c.conductance_s.begin(), c.conductance_s.end());
  const std::vector<double> widened(input.begin(), input.end());
  effective_conductance(c.spec, 70, 50, widened, exact);
  const std::vector<float> rounded(exact.begin(), exact.end());
  std::vector<std::vector<float>> results(4, std::vector<float>(input.size()));
  parallel_for(4, 4, [&](std::int64_t i) {
    effective_conductance(c.spec, 70, 50, input, results[static_cast<std::size_t>(i)]);
  });
  for (const std::vector<float>& result : results) CHECK(result == rounded);
}

TEST_CASE("effective conductances have the same bits whatever the processor's caches") {
  const WireCase c = random_wires(WireTopology::sense_last_row, 128, 96, 804);
  std::vector<double> here(c.conductance_s.size());
  effective_conductance(c.spec, c.rows, c.columns, c.conductance_s, here);
  for (const std::ptrdiff_t l1 : {4 << 10, 16 << 10, 48 << 10, 128 << 10}) {
    Eigen::setCpuCacheSizes(l1, 8 * l1, 32 * l1);
    std::vector<double> there(c.conductance_s.size());
    effective_conductance(c.spec, c.rows, c.columns, c.conductance_s, there);
    CHECK(there == here);
  }
}

TEST_CASE("arrays of a wrong shape or with a negative conductance are refused") {
  std::vector<double> cells(6, 1e-6);
  std::vector<double> out(6);
  const WireSpec spec = wires(1, 1, 1, 1);
  CHECK_NOTHROW(effective_conductance(spec, 2, 3, cells, out));
  CHECK_THROWS_AS(effective_conductance(spec, 2, 4, cells, out), Bug);
  CHECK_THROWS_AS(
      effective_conductance(wires(1, 1, 1, 1, WireTopology::interleaved), 2, 3, cells, out), Bug);
  cells[5] = -1e-9;
  CHECK_THROWS_AS(effective_conductance(spec, 2, 3, cells, out), Bug);
}

}  // namespace
}  // namespace mho
