// Memories of several banks against CACTI 7, and that parallel accesses are not free.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

const char* const kBanked[] = {"edram", "register_file", "sram"};

TEST_CASE("banks: area and energy of CACTI 7 by banks, blind") {
  // CACTI 7, -UCA bank count, as the points of memory_costs_test.cpp. One tree serves all banks,
  // one access at a time: its area is compared with that of the banks alone.
  struct BankPoint {
    int kib;
    double nm, supply;
    int width, banks;
    double area_mm2, read_pj, write_pj;
  };
  const BankPoint points[] = {{1024, 45, 1.0, 64, 2, 3.26447, 66.81, 55.02},
                              {1024, 45, 1.0, 64, 8, 3.34107, 62.69, 58.39},
                              {1024, 45, 1.0, 64, 64, 3.33082, 50.44, 52.98},
                              {1024, 45, 1.0, 64, 256, 3.65893, 49.54, 51.96},
                              {1024, 32, 0.9, 64, 2, 1.65115, 37.87, 30.27},
                              {1024, 32, 0.9, 64, 8, 1.83766, 32.97, 31.17},
                              {1024, 32, 0.9, 64, 64, 1.68495, 28.40, 29.51},
                              {1024, 32, 0.9, 64, 256, 1.85672, 27.84, 29.10},
                              {256, 32, 0.9, 64, 4, 0.44936, 17.85, 16.06},
                              {256, 32, 0.9, 64, 64, 0.48624, 14.11, 15.37},
                              {1024, 22, 0.8, 64, 2, 0.83609, 18.27, 15.78},
                              {1024, 22, 0.8, 64, 8, 0.86736, 17.80, 16.49},
                              {1024, 22, 0.8, 64, 64, 0.79463, 15.36, 15.76},
                              {1024, 22, 0.8, 64, 256, 0.87357, 15.01, 15.62}};
  for (const BankPoint& p : points) {
    const OperatingPoint point = at(p.nm, p.supply);
    const auto model = memory("sram", "cell_f2: 146");
    const MemoryCost bank = model->cost({point, p.kib * 1024 / p.banks, p.width, 1, 1});
    const MemoryCost whole = model->cost({point, p.kib * 1024, p.width, 1, p.banks});
    const double area = p.banks * bank.area.value() * 1e6 / p.area_mm2 - 1;
    const double read = whole.read_energy.value() * 1e12 / p.read_pj - 1;
    const double write = whole.write_energy.value() * 1e12 / p.write_pj - 1;
    INFO(p.kib << " KiB, " << p.nm << " nm, " << p.banks << " banks: area " << 100 * area
               << " %, read " << 100 * read << " %, write " << 100 * write << " %");
    CHECK(std::fabs(area) < 0.15);
    CHECK(std::fabs(read) < 0.60);
    CHECK(std::fabs(write) < 0.45);
  }
}

TEST_CASE("banks: leakage grows as CACTI 7's does, and more where each has lanes of its own") {
  // All itrs-hp, 360 K, 32 nm, 1 MiB: mW of all banks over that of one.
  struct Row {
    int banks;
    double over_one;
  };
  const auto leakage = [](int banks) {
    return memory("sram", "cells: as_chip")
        ->cost({at(32, 0.9, 360), 1 << 20, 64, 1, banks})
        .leakage.value();
  };
  for (const Row& row : {Row{8, 1.119}, Row{64, 1.353}, Row{256, 2.073}}) {
    INFO(row.banks << " banks: " << leakage(row.banks) / leakage(1));
    CHECK(leakage(row.banks) / leakage(1) / row.over_one > 0.9);
    CHECK(leakage(row.banks) / leakage(1) / row.over_one < 1.45);
  }
}

TEST_CASE("banks: every doubling of the banks of a memory costs area, energy and leakage") {
  for (const char* kind : kBanked)
    for (int banks = 1; banks < 1024; banks *= 2) {
      const auto cost = [&](int count) {
        return memory(kind)->cost({nominal(28), 1 << 20, 64, 1, count});
      };
      const MemoryCost few = cost(banks), many = cost(2 * banks);
      INFO(kind << " of " << 2 * banks << " banks");
      CHECK(many.area > few.area);
      CHECK(many.leakage > few.leakage);
      CHECK(many.cycle <= few.cycle);
      if (std::string(kind) == "register_file") continue;  // fewer multiplexers on a read's way
      CHECK(many.read_energy > few.read_energy);
      CHECK(many.write_energy > few.write_energy);
    }
}

TEST_CASE("banks: an area is that of the banks and of their lanes, by hand") {
  const OperatingPoint point = nominal(28);
  const auto model = memory("sram");
  const double bank = model->cost({point, 16384, 64, 1, 1}).area.value();
  // 4 x 2 ports of 64 bits and 11 of address; pitch of 4 x 49.6 nm.
  const MemoryCost whole = model->cost({point, 65536, 64, 2, 4});
  const double ported = model->cost({point, 16384, 64, 2, 1}).area.value();
  const double side = std::sqrt(whole.area.value());
  const double pitch = (whole.area.value() - 4 * ported) / (4 * 2 * (64 + 11) * side / 2);
  CHECK(ported > bank);
  CHECK(pitch > 4 * 40e-9);
  CHECK(pitch < 4 * 56e-9);
}

TEST_CASE("banks: warnings are of a bank, on both sides of the smallest that was fitted") {
  const OperatingPoint point = nominal(32);
  CHECK(memory("sram")->cost({point, 65536, 64, 1, 32}).warnings.empty());
  const auto warnings = memory("sram")->cost({point, 65536, 64, 1, 64}).warnings;
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0] ==
        "SRAM of 65536 B in 64 banks of 1024 B: a bank was fitted from 2 KiB to 1 MiB");
  CHECK(memory("edram")->cost({point, 65536, 64, 1, 2}).warnings.empty());
  CHECK(memory("edram")->cost({point, 65536, 64, 1, 4}).warnings.size() == 1);
}

}  // namespace
}  // namespace mho
