// Technology scaling: the paper's own numbers, identities, and bounds where its polynomials stop
// being physical.
#include "models/technology/technology.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/technology/cells.hpp"
#include "models/technology/leakage.hpp"
#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

const Transistors kFamilies[] = {Transistors::high_performance, Transistors::low_power};
const double kNodesNm[] = {180, 130, 90, 65, 55, 45, 40, 32, 28, 22, 20, 16, 14, 12, 10, 7};

TEST_CASE("energy scales as in the example of Stillmaker and Baas's corrigendum") {
  // 1 pJ at 65 nm, 1.3 V becomes 0.1755 pJ at 32 nm (HP), 0.9 V.
  CHECK(energy_factor(at(65, 1.3), at(32, 0.9)) == Approx(0.1755).margin(0.0001));
}

TEST_CASE("the polynomials are the paper's at a tabulated node, for each family") {
  const auto low = [](double nm, double v) { return at(nm, v, 300, Transistors::low_power); };
  CHECK(energy_factor(at(45, 1.0), at(7, 0.7)) ==
        Approx((0.1776 * 0.49 - 0.09097 * 0.7 + 0.02447) / (1.018 - 0.3107 + 0.1539)));
  CHECK(energy_factor(low(45, 1.1), low(7, 0.7)) ==
        Approx((0.09365 * 0.49 - 0.03409 * 0.7 + 0.02043) / (1.103 * 1.21 - 0.362 * 1.1 + 0.2767)));
  CHECK(delay_factor(at(130, 1.3), at(14, 0.8)) ==
        Approx((-40.66 * 0.512 + 109.2 * 0.64 - 100.6 * 0.8 + 35.92) /
               (-76.65 * 2.197 + 334.9 * 1.69 - 493.4 * 1.3 + 275.8)));
}

TEST_CASE("areas agree with the paper's table in every row, as far as its two digits go") {
  // Rows 130, 65, 32 and 7 nm; columns 130, 90, 65, 45, 32, 20, 16, 14, 10, 7 nm. What is derived
  // from the row of 45 nm may differ by the rounding of three entries.
  const double to_nm[] = {130, 90, 65, 45, 32, 20, 16, 14, 10, 7};
  const double from_130[] = {1, 0.44, 0.23, 0.16, 0.072, 0.033, 0.03, 0.027, 0.016, 0.0092};
  const double from_65[] = {4.3, 1.9, 1, 0.66, 0.31, 0.14, 0.13, 0.12, 0.068, 0.039};
  const double from_32[] = {14, 6.1, 3.3, 2.2, 1, 0.46, 0.41, 0.38, 0.22, 0.13};
  const double from_7[] = {110, 48, 25, 17, 7.8, 3.6, 3.2, 2.9, 1.7, 1};
  const auto check = [&](double from_nm, const double* row) {
    for (std::size_t i = 0; i < std::size(to_nm); ++i) {
      INFO(from_nm << " to " << to_nm[i] << " nm");
      CHECK(area_factor(from_nm * 1e-9 * si::meter, to_nm[i] * 1e-9 * si::meter) ==
            Approx(row[i]).epsilon(0.06));
    }
  };
  check(130, from_130);
  check(65, from_65);
  check(32, from_32);
  check(7, from_7);
}

TEST_CASE("a point scales to itself by 1, and there and back by 1") {
  for (const Transistors family : kFamilies) {
    for (const double nm : kNodesNm) {
      const OperatingPoint here = nominal(nm, family);
      const OperatingPoint there = at(33, 0.8, 350);
      CHECK(energy_factor(here, here) == 1);
      CHECK(delay_factor(here, here) == 1);
      CHECK(leakage_factor(here, here) == 1);
      CHECK(energy_factor(here, there) * energy_factor(there, here) == Approx(1));
      CHECK(delay_factor(here, there) * delay_factor(there, here) == Approx(1));
      CHECK(leakage_factor(here, there) * leakage_factor(there, here) == Approx(1));
      CHECK(area_factor(here.node, there.node) * area_factor(there.node, here.node) == Approx(1));
    }
  }
}

TEST_CASE("energy falls with the supply and delay never falls, far beyond the fitted range too") {
  for (const Transistors family : kFamilies) {
    for (const double nm : kNodesNm) {
      const OperatingPoint reference = nominal(nm, family);
      for (double volts = 0.15; volts < 2 * reference.supply.value(); volts += 0.01) {
        const OperatingPoint low = at(nm, volts, 300, family);
        const OperatingPoint high = at(nm, volts + 0.01, 300, family);
        INFO(nm << " nm, " << volts << " V");
        CHECK(energy_factor(reference, low) < energy_factor(reference, high));
        CHECK(delay_factor(reference, low) >= delay_factor(reference, high));
        CHECK(delay_factor(reference, high) > 0);
      }
    }
  }
}

TEST_CASE("the bounds of a polynomial join it without a step") {
  for (const Transistors family : kFamilies) {
    for (const double nm : kNodesNm) {
      const SupplyRange range = supply_range(nm * 1e-9 * si::meter, family);
      for (const double edge : {range.lowest.value(), range.highest.value()}) {
        const OperatingPoint below = at(nm, edge * (1 - 1e-6), 300, family);
        const OperatingPoint above = at(nm, edge * (1 + 1e-6), 300, family);
        CHECK(energy_factor(below, above) == Approx(1).margin(1e-4));
        CHECK(delay_factor(below, above) == Approx(1).margin(1e-4));
      }
    }
  }
}

TEST_CASE("energy moves at least with the square of the supply, delay at least with its inverse") {
  for (const Transistors family : kFamilies) {
    for (const double nm : kNodesNm) {
      const double nominal_volts = nominal(nm, family).supply.value();
      for (double volts = 0.05 * nominal_volts; volts < 1.5 * nominal_volts; volts *= 1.05) {
        const OperatingPoint low = at(nm, volts, 300, family);
        const OperatingPoint high = at(nm, 1.05 * volts, 300, family);
        INFO(nm << " nm, " << volts << " V");
        CHECK(energy_factor(low, high) > 1.05 * 1.05 - 1e-9);
        CHECK(delay_factor(low, high) < 1 / 1.05 + 1e-9);
      }
    }
  }
}

TEST_CASE("below half the nominal supply delay goes on with its slope there, then as 1 / V") {
  // 130 nm at 0.65 V: 75.535 ps, falling by 155.18 ps/V, so by 1/e in 486.74 mV, below which 1 / V
  // is as steep.
  CHECK(delay_factor(at(130, 0.65), at(130, 0.6)) ==
        Approx(std::exp(0.05 / 0.48674)).epsilon(1e-4));
  CHECK(delay_factor(at(130, 0.2), at(130, 0.1)) == Approx(2));
  // 20 nm: v d(v) is least at half the nominal supply already, where the paper's delay is flat.
  CHECK(delay_factor(at(20, 0.45), at(20, 0.225)) == Approx(2));
}

TEST_CASE("supply moves energy and delay as it moves inverters of PTM's transistors in ngspice") {
  // PTM cards (bulk 130 and 65 nm; high-k 45 nm HP and LP, 32 nm HP), the two middle stages of six
  // fanout-of-4 inverters, wn = 4 L, wp = 8 L, 300 K; energy of a cycle of 4 ns less the leakage at
  // its ends. Relative to the nominal supply, at 0.5, 0.6 ... 1.2 times it.
  struct Node {
    double nm;
    Transistors family;
    double energy[8];
    double delay[8];
  };
  const Node nodes[] = {{130,
                         Transistors::high_performance,
                         {0.188, 0.285, 0.413, 0.575, 0.770, 1, 1.266, 1.569},
                         {2.590, 1.795, 1.421, 1.213, 1.085, 1, 0.942, 0.901}},
                        {65,
                         Transistors::high_performance,
                         {0.205, 0.304, 0.426, 0.579, 0.770, 1, 1.270, 1.581},
                         {4.440, 2.486, 1.724, 1.347, 1.133, 1, 0.912, 0.851}},
                        {45,
                         Transistors::high_performance,
                         {0.225, 0.328, 0.454, 0.604, 0.782, 1, 1.264, 1.580},
                         {12.800, 4.198, 2.259, 1.548, 1.199, 1, 0.875, 0.793}},
                        {45,
                         Transistors::low_power,
                         {0, 0, 0.455, 0.613, 0.795, 1, 1.231, 1.492},
                         {0, 0, 3.453, 1.902, 1.303, 1, 0.820, 0.702}},
                        {32,
                         Transistors::high_performance,
                         {0.228, 0.331, 0.455, 0.604, 0.781, 1, 1.272, 1.608},
                         {16.103, 4.905, 2.422, 1.595, 1.217, 1, 0.866, 0.780}}};
  for (const Node& node : nodes) {
    const OperatingPoint reference = nominal(node.nm, node.family);
    for (int i = 0; i < 8; ++i) {
      if (node.energy[i] == 0) continue;  // LP below 0.7 V did not settle within the cycle
      const double share = 0.5 + 0.1 * i;
      const OperatingPoint here = at(node.nm, share * reference.supply.value(), 300, node.family);
      INFO(node.nm << " nm, " << share << " of the nominal supply: energy error "
                   << 100 * (energy_factor(reference, here) / node.energy[i] - 1) << " %, delay "
                   << 100 * (delay_factor(reference, here) / node.delay[i] - 1) << " %");
      CHECK(energy_factor(reference, here) == Approx(node.energy[i]).epsilon(0.18));
      // 32 nm HP at 0.8 times: the paper's polynomial is steep there, 31 % too slow.
      if (share > 0.75 && !(node.nm == 32 && i == 3))
        CHECK(delay_factor(reference, here) == Approx(node.delay[i]).epsilon(0.10));
    }
  }
}

TEST_CASE("nodes between the table's lie between their neighbors at the same supply") {
  // Which neighbor is higher the paper decides: at 0.8 V its 20 nm is slower than its 32 nm.
  const auto between = [](double nm, double above_nm, double below_nm, double volts) {
    INFO(nm << " nm");
    const OperatingPoint here = at(nm, volts);
    for (const auto factor : {&energy_factor, &delay_factor})
      CHECK((factor(here, at(above_nm, volts)) - 1) * (factor(here, at(below_nm, volts)) - 1) < 0);
    CHECK(area_factor(here.node, at(above_nm, volts).node) > 1);
    CHECK(area_factor(here.node, at(below_nm, volts).node) < 1);
  };
  between(55, 65, 45, 1.0);
  between(40, 45, 32, 0.9);
  between(28, 32, 20, 0.8);
  between(22, 32, 20, 0.8);
  between(12, 14, 10, 0.75);
}

TEST_CASE("28 nm is the log-log mean of 32 and 20 nm") {
  const double along = std::log(28.0 / 32) / std::log(20.0 / 32);
  const OperatingPoint from = at(45, 0.9);
  CHECK(energy_factor(from, at(28, 0.9)) ==
        Approx(std::pow(energy_factor(from, at(32, 0.9)), 1 - along) *
               std::pow(energy_factor(from, at(20, 0.9)), along)));
}

TEST_CASE("nominal supplies are those of the predictive technology models") {
  const auto volts = [](double nm, Transistors family) {
    return nominal_supply(nm * 1e-9 * si::meter, family).value();
  };
  CHECK(volts(130, Transistors::low_power) == Approx(1.3));
  CHECK(volts(45, Transistors::high_performance) == Approx(1.0));
  CHECK(volts(45, Transistors::low_power) == Approx(1.1));
  CHECK(volts(7, Transistors::high_performance) == Approx(0.7));
  CHECK(volts(28, Transistors::high_performance) == Approx(0.9));
}

TEST_CASE("a point outside of the fitted range says so, one at its edge does not") {
  CHECK(range_warnings(nominal(7)).empty());
  CHECK(range_warnings(nominal(180)).empty());
  CHECK(range_warnings(at(28, 0.45)).empty());
  CHECK(range_warnings(at(40, 1.0, 400)).empty());
  CHECK(range_warnings(at(28, 0.9, 400, Transistors::low_power)).empty());
  REQUIRE(range_warnings(at(28, 0.43)).size() == 1);
  CHECK(range_warnings(at(28, 0.43)).front() ==
        "supply 430 mV is outside of 450 mV to 1.08 V, where the technology scaling was fitted; it "
        "is extrapolated");
  CHECK(range_warnings(at(28, 1.1)).size() == 1);
  CHECK(range_warnings(at(40, 0.9, 420)).size() == 1);
  CHECK(range_warnings(nominal(5)).size() == 1);
  CHECK(range_warnings(at(5, 0.1, 500)).size() == 3);
}

TEST_CASE(
    "high-performance leakage that rises more steeply than modelled is warned of from 350 K") {
  for (const double nm : {32.0, 28.0, 22.0}) {
    CHECK(range_warnings(at(nm, 0.9, 349)).empty());
    REQUIRE(range_warnings(at(nm, 0.9, 350)).size() == 1);
    CHECK_THAT(range_warnings(at(nm, 0.9, 350)).front(), Catch::Contains("more steeply"));
  }
  for (const double nm : {45.0, 20.0}) CHECK(range_warnings(at(nm, 0.9, 360)).empty());
}

TEST_CASE("a block is scaled in all four of its costs") {
  const LogicCost cost{1e-12 * si::joule, 1e-9 * si::second, 100e-12 * si::square_meter,
                       1e-6 * si::watt};
  const OperatingPoint from = nominal(45);
  const OperatingPoint to = at(28, 0.8, 350);
  const LogicCost moved = scaled(cost, from, to);
  CHECK(moved.energy.value() == Approx(1e-12 * energy_factor(from, to)));
  CHECK(moved.delay.value() == Approx(1e-9 * delay_factor(from, to)));
  CHECK(moved.area.value() == Approx(100e-12 * area_factor(from.node, to.node)));
  CHECK(moved.leakage.value() == Approx(1e-6 * leakage_factor(from, to)));
}

TEST_CASE("leakage rises with temperature and supply, and low power leaks less") {
  for (const double nm : kNodesNm) {
    for (const Transistors family : kFamilies) {
      const double volts = nominal(nm, family).supply.value();
      for (double kelvin = 250; kelvin < 400; kelvin += 10)
        CHECK(leakage_factor(at(nm, volts, kelvin, family), at(nm, volts, kelvin + 10, family)) >
              1);
      for (double v = 0.3 * volts; v < 1.3 * volts; v += 0.05)
        CHECK(leakage_factor(at(nm, v, 300, family), at(nm, v + 0.05, 300, family)) > 1);
    }
    CHECK(leakage_factor(nominal(nm), nominal(nm, Transistors::low_power)) < 0.1);
  }
}

TEST_CASE(
    "a supply 100 mV lower leaks a quarter less current by DIBL, and its share of the power") {
  // 100 mV/V over 100 mV/decade at 300 K: 10^-0.1 per 100 mV.
  CHECK(leakage_factor(at(45, 1.0), at(45, 0.9)) == Approx(0.9 * std::pow(10, -0.1)));
  // Fins: 50 mV/V over 70 mV/decade.
  CHECK(leakage_factor(at(7, 0.7), at(7, 0.6)) == Approx(6.0 / 7 * std::pow(10, -0.1 * 50 / 70)));
}

TEST_CASE("off currents follow the ITRS tables from 300 to 400 K") {
  // CACTI 7 technology files, n-channel, A/um at 300, 330, 360, 380 and 400 K. 360 K was fitted.
  // Left out: HP at 32 and 22 nm above 350 K, where the tables rise 40-fold in 50 K, and LSTP at 22
  // nm, whose entries at 360 K and beyond contradict each other.
  struct Row {
    double nm;
    Transistors family;
    double share;
    double amperes_per_um[5];
  };
  const Row rows[] = {
      {90,
       Transistors::high_performance,
       kLibraryShare,
       {3.24e-8, 5.92e-8, 9.82e-8, 1.29e-7, 1.54e-7}},
      {65,
       Transistors::high_performance,
       kLibraryShare,
       {1.96e-7, 3.05e-7, 4.45e-7, 5.48e-7, 6.3e-7}},
      {45,
       Transistors::high_performance,
       kLibraryShare,
       {2.8e-7, 4.39e-7, 6.42e-7, 8.03e-7, 9.84e-7}},
      {90, Transistors::low_power, 1, {2.81e-12, 1.25e-11, 4.36e-11, 8.95e-11, 1.7e-10}},
      {65, Transistors::low_power, 1, {9.12e-12, 3.64e-11, 1.15e-10, 2.1e-10, 3.21e-10}},
      {45, Transistors::low_power, 1, {1.01e-11, 4.06e-11, 1.3e-10, 2.51e-10, 4.1e-10}},
      {32, Transistors::low_power, 1, {2.06e-11, 7.83e-11, 2.4e-10, 4.54e-10, 7.44e-10}}};
  const double kelvin[] = {300, 330, 360, 380, 400};
  const double tolerance[] = {1e-9, 0.17, 0.20, 0.30, 0.36};
  for (const Row& row : rows) {
    for (int i = 0; i < 5; ++i) {
      OperatingPoint point = nominal(row.nm, row.family);
      point.temperature = kelvin[i] * si::kelvin;
      const double current = off_current(point, 1e-6 * si::meter).value() / row.share;
      INFO(row.nm << " nm, " << kelvin[i] << " K: error "
                  << 100 * (current / row.amperes_per_um[i] - 1) << " %");
      CHECK(current == Approx(row.amperes_per_um[i]).epsilon(tolerance[i]));
    }
  }
}

TEST_CASE("SRAM cells have the areas that foundries publish") {
  const auto um2 = [](double nm) {
    const Length node = nm * 1e-9 * si::meter;
    return cell_area(sram_cell_f2(node), node).value() * 1e12;
  };
  CHECK(um2(28) == Approx(0.127).epsilon(0.005));  // Wu et al., VLSI 2009; the row's source
  CHECK(um2(22) == Approx(0.092).epsilon(0.005));  // Auth et al., VLSI 2012; the row's source
  CHECK(um2(7) == Approx(0.027).epsilon(0.005));   // TSMC N7; the row's source
  // Not in the table: 65 nm 0.525 um2, 45 nm 0.346 um2 (Intel), 32 nm 0.171 um2 (Intel).
  CHECK(um2(65) == Approx(0.525).epsilon(0.20));
  CHECK(um2(45) == Approx(0.346).epsilon(0.20));
  CHECK(um2(32) == Approx(0.171).epsilon(0.10));
}

}  // namespace
}  // namespace mho
