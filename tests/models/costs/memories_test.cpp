// Memories against CACTI 7, Horowitz and ISAAC: every point with its error, and whether the model
// was fitted on it.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "models/technology/leakage.hpp"
#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

struct Point {
  int kib;
  double nm;
  int width;
  int ports;
  double access_ns;
  double area_mm2;
  double read_pj;
  double write_pj;
};

struct Error {
  double low, high;
};

struct Errors {
  Error access, area, read, write;
};

/// CACTI's 32 nm has 0.9 V, 22 nm 0.8 V; 28 nm lies between; its cell has 146 F2 everywhere.
double cacti_supply(double nm) {
  if (nm < 25) return 0.8;
  if (nm < 30) return 0.87;
  if (nm < 35) return 0.9;
  return nm < 50 ? 1.0 : (nm < 70 ? 1.1 : 1.2);
}

void check(const Point& p, const Errors& bounds, double ecc = 1) {
  OperatingPoint point = at(p.nm, cacti_supply(p.nm));
  const MemoryDuty duty{point, static_cast<std::int64_t>(p.kib * 1024 * ecc),
                        static_cast<int>(p.width * ecc), p.ports, 1};
  const MemoryCost cost = memory("sram", "cell_f2: 146")->cost(duty);
  const auto one = [&](const char* what, double model, double published, const Error& error) {
    const double off = model / published - 1;
    INFO(p.kib << " KiB, " << p.nm << " nm, " << p.width << " bits, " << p.ports
               << " ports: " << what << " " << model << " against " << published << ", error "
               << 100 * off << " %");
    CHECK(off > error.low);
    CHECK(off < error.high);
  };
  one("access", cost.cycle.value() * 1e9, p.access_ns, bounds.access);
  one("area", cost.area.value() * 1e6, p.area_mm2, bounds.area);
  one("read", cost.read_energy.value() * 1e12, p.read_pj, bounds.read);
  one("write", cost.write_energy.value() * 1e12, p.write_pj, bounds.write);
}

TEST_CASE("sram: CACTI 7 by capacity at 45 and 22 nm, fitted") {
  // CACTI 7 (github.com/HewlettPackard/cacti): ram, itrs-hp cells and periphery, 360 K, one
  // read-write port, no ECC, optimized for energy x delay^2. Read energies of the tool jump where
  // it changes the array's organization; the fit is a mean through them.
  const Point points[] = {{2, 45, 64, 1, 0.2165, 0.00755, 2.351, 3.516},
                          {8, 45, 64, 1, 0.2875, 0.02629, 5.288, 6.502},
                          {32, 45, 64, 1, 0.4080, 0.09492, 14.92, 12.69},
                          {128, 45, 64, 1, 0.7245, 0.38743, 32.96, 21.16},
                          {256, 45, 64, 1, 1.0284, 0.79625, 40.63, 28.83},
                          {1024, 45, 64, 1, 1.8687, 3.16952, 67.69, 55.89},
                          {2, 22, 64, 1, 0.0932, 0.00181, 0.603, 0.897},
                          {8, 22, 64, 1, 0.1347, 0.00627, 1.504, 1.686},
                          {32, 22, 64, 1, 0.2390, 0.02672, 3.495, 2.819},
                          {128, 22, 64, 1, 0.4191, 0.10258, 7.495, 5.104},
                          {256, 22, 64, 1, 0.5797, 0.20825, 9.934, 7.543},
                          {1024, 22, 64, 1, 1.0480, 0.81010, 18.44, 15.95}};
  for (const Point& point : points)
    check(point, {{-0.14, 0.13}, {-0.10, 0.10}, {-0.35, 0.65}, {-0.20, 0.28}});
}

TEST_CASE("sram: CACTI 7 by width at 32 nm, fitted in energy") {
  const Point points[] = {{64, 32, 16, 1, 0.5274, 0.10659, 6.042, 3.594},
                          {64, 32, 32, 1, 0.5271, 0.11071, 6.945, 5.011},
                          {64, 32, 64, 1, 0.4394, 0.10578, 12.03, 8.166},
                          {64, 32, 128, 1, 0.3924, 0.09510, 18.95, 15.36},
                          {64, 32, 256, 1, 0.3924, 0.10068, 23.66, 28.09},
                          {64, 32, 512, 1, 0.3924, 0.11237, 33.09, 53.54}};
  for (const Point& point : points)
    check(point, {{-0.26, 0.04}, {-0.12, 0.10}, {-0.30, 0.30}, {-0.10, 0.10}});
}

TEST_CASE("sram: CACTI 7 by capacity at 32, 65 and 90 nm, blind") {
  const Point points[] = {{2, 32, 64, 1, 0.1548, 0.00383, 1.241, 1.844},
                          {8, 32, 64, 1, 0.2110, 0.01331, 2.908, 3.431},
                          {32, 32, 64, 1, 0.3130, 0.04801, 8.510, 6.716},
                          {128, 32, 64, 1, 0.5922, 0.21737, 14.45, 10.58},
                          {256, 32, 64, 1, 0.8190, 0.44128, 19.09, 15.23},
                          {1024, 32, 64, 1, 1.3830, 1.60312, 38.36, 30.76},
                          {2, 65, 64, 1, 0.3657, 0.01579, 3.916, 6.175},
                          {8, 65, 64, 1, 0.4785, 0.05493, 8.813, 11.46},
                          {32, 65, 64, 1, 0.6593, 0.19806, 24.91, 22.42},
                          {128, 65, 64, 1, 1.1520, 0.80845, 56.00, 37.56},
                          {256, 65, 64, 1, 1.6320, 1.66156, 70.77, 52.33},
                          {1024, 65, 64, 1, 2.8316, 6.80956, 125.4, 99.14},
                          {2, 90, 64, 1, 0.5436, 0.03022, 7.336, 11.45},
                          {8, 90, 64, 1, 0.6962, 0.10524, 15.90, 21.14},
                          {32, 90, 64, 1, 0.9222, 0.37972, 43.31, 41.23},
                          {128, 90, 64, 1, 1.5838, 1.54988, 97.31, 69.39},
                          {256, 90, 64, 1, 2.2127, 3.18537, 123.5, 95.57},
                          {1024, 90, 64, 1, 3.4973, 12.16495, 259.6, 179.6}};
  for (const Point& point : points)
    check(point, {{-0.32, 0.13}, {-0.12, 0.10}, {-0.42, 0.48}, {-0.30, 0.15}});
}

TEST_CASE("sram: CACTI 7 by ports at 32 nm, blind but for the pitch of a port") {
  // Read-only and write-only ports, and read-write ports, of 8 and 64 KiB.
  const Point points[] = {{8, 32, 64, 2, 0.2421, 0.02714, 3.609, 4.286},
                          {8, 32, 64, 2, 0.2424, 0.02746, 3.619, 4.299},
                          {8, 32, 64, 4, 0.3087, 0.06974, 4.993, 5.970},
                          {8, 32, 64, 4, 0.3090, 0.07055, 5.003, 5.983},
                          {64, 32, 64, 2, 0.5605, 0.20673, 14.02, 11.78},
                          {64, 32, 64, 2, 0.5515, 0.22253, 17.01, 12.14},
                          {64, 32, 64, 4, 0.7802, 0.52585, 25.00, 21.88},
                          {64, 32, 64, 4, 0.7818, 0.56699, 32.31, 29.18}};
  for (const Point& point : points)
    check(point, {{-0.16, 0.15}, {-0.12, 0.12}, {-0.40, 0.65}, {-0.42, 0.25}});
}

TEST_CASE("sram: the CACTI points that ZigZag-IMC's binary gives, blind") {
  // CACTI 7 as shipped with ZigZag-IMC, ECC, 64 bits. Its energies and times are within 20 % of
  // what the public source gives for one read-write port, its areas within 5 % of those for a read
  // and a write port: each is compared with what it is.
  Point points[] = {
      {8, 45, 64, 1, 0.27, 0.0585, 5.7, 7.1},    {32, 45, 64, 1, 0.34, 0.224, 20.1, 13.4},
      {256, 45, 64, 1, 0.88, 1.768, 44.9, 31.6}, {1024, 45, 64, 1, 1.59, 7.11, 72.3, 59.0},
      {8, 28, 64, 1, 0.16, 0.0240, 2.53, 3.00},  {32, 28, 64, 1, 0.20, 0.092, 9.04, 5.5},
      {256, 28, 64, 1, 0.50, 0.767, 21.6, 12.8}, {1024, 28, 64, 1, 0.92, 2.96, 34.5, 25.4},
      {8, 22, 64, 1, 0.11, 0.0153, 2.07, 1.66},  {32, 22, 64, 1, 0.17, 0.053, 5.8, 3.1},
      {256, 22, 64, 1, 0.49, 0.462, 10.7, 8.0},  {1024, 22, 64, 1, 0.87, 1.81, 19.1, 16.4}};
  const Error any{-1, 1e9};
  for (Point& point : points) {
    check(point, {{0, 0.50}, any, {-0.38, 0.30}, {-0.15, 0.35}}, 1.125);
    point.ports = 2;
    check(point, {any, {-0.10, 0.10}, any, any}, 1.125);
  }
}

TEST_CASE("sram: leakage is CACTI's where its transistors leak the ITRS target") {
  // CACTI 7 at 300 K, 64 KiB, itrs-hp: mW. With itrs-lstp cells only the periphery leaks.
  struct Row {
    double nm, all_hp_mw, lstp_cells_mw;
  };
  for (const Row& row : {Row{65, 32.67, 3.751}, Row{45, 29.37, 3.647}, Row{32, 10.27, 1.275},
                         Row{22, 5.430, 0.5746}}) {
    const MemoryDuty duty{at(row.nm, cacti_supply(row.nm)), 65536, 64, 1, 1};
    const auto milliwatts = [&](const char* cells) {
      const MemoryCost cost = memory("sram", std::string("cells: ") + cells)->cost(duty);
      return cost.leakage.value() * 1e3 / kLibraryShare;
    };
    INFO(row.nm << " nm: " << milliwatts("as_chip") << ", " << milliwatts("low_power"));
    OperatingPoint nominal_point = nominal(row.nm);
    const double supply = std::pow(10, nominal_point.supply.value() - cacti_supply(row.nm));
    CHECK(milliwatts("as_chip") * supply == Approx(row.all_hp_mw).epsilon(0.12));
    CHECK(milliwatts("low_power") * supply == Approx(row.lstp_cells_mw).epsilon(0.17));
  }
}

TEST_CASE("sram: Horowitz's caches take twice the energy of the bare arrays, blind") {
  // ISSCC 2014, Fig. 1.1.9: 45 nm, 0.9 V, 64 bits from caches of 8 KB, 32 KB and 1 MB: 10, 20, 100
  // pJ. Caches have tags and read several ways; CACTI's arrays do not.
  const auto picojoules = [](std::int64_t bytes) {
    const MemoryDuty duty{at(45, 0.9), bytes, 64, 1, 1};
    return memory("sram")->cost(duty).read_energy.value() * 1e12;
  };
  CHECK(picojoules(8192) / 10 == Approx(0.48).epsilon(0.05));
  CHECK(picojoules(32768) / 20 == Approx(0.46).epsilon(0.05));
  CHECK(picojoules(1048576) / 100 == Approx(0.49).epsilon(0.05));
}

TEST_CASE("edram: CACTI 7 by capacity at 45 and 32 nm, fitted; 65 nm blind") {
  // lp-dram cells, itrs-hp periphery, 340 K, 256 bits: cycle ns, area mm2, read pJ.
  struct Row {
    int kib;
    double nm, cycle_ns, area_mm2, read_pj;
  };
  const Row rows[] = {{32, 45, 1.682, 0.05016, 16.77},  {64, 45, 1.366, 0.16013, 37.87},
                      {256, 45, 1.656, 0.49464, 80.29}, {1024, 45, 2.142, 1.44088, 153.6},
                      {32, 32, 0.669, 0.03426, 14.63},  {64, 32, 0.839, 0.05352, 26.21},
                      {256, 32, 0.839, 0.25162, 43.56}, {1024, 32, 1.361, 0.77268, 88.84},
                      {32, 65, 2.437, 0.09597, 29.23},  {64, 65, 1.995, 0.31044, 66.19},
                      {256, 65, 2.341, 0.97279, 142.7}, {1024, 65, 3.054, 2.73094, 273.0}};
  for (const Row& row : rows) {
    const MemoryDuty duty{at(row.nm, cacti_supply(row.nm)), row.kib * 1024, 256, 1, 1};
    const MemoryCost cost = memory("edram")->cost(duty);
    INFO(row.kib << " KiB, " << row.nm << " nm");
    CHECK(cost.cycle.value() * 1e9 == Approx(row.cycle_ns).epsilon(0.35));
    CHECK(cost.area.value() * 1e6 == Approx(row.area_mm2).epsilon(0.45));
    CHECK(cost.read_energy.value() * 1e12 == Approx(row.read_pj).epsilon(0.70));
  }
}

TEST_CASE("edram: ISAAC's 64 KB buffer, blind") {
  // Shafiee et al., ISCA 2016, 32 nm: 20.45 pJ per 256 bits, 83000 um2.
  const MemoryCost cost = memory("edram")->cost({at(32, 0.9), 65536, 256, 1, 1});
  CHECK(cost.read_energy.value() * 1e12 == Approx(20.45).epsilon(0.15));
  CHECK(cost.area.value() * 1e12 == Approx(83000).epsilon(0.35));
}

TEST_CASE("edram: refresh goes with retention and adds to the leakage") {
  const MemoryDuty duty{at(32, 0.9), 65536, 256, 1, 1};
  const MemoryCost once = memory("edram", "retention: 40 us")->cost(duty);
  const MemoryCost twice = memory("edram", "retention: 20 us")->cost(duty);
  // 2048 words in 40 us.
  CHECK((twice.leakage - once.leakage).value() == Approx(2048 * once.read_energy.value() / 40e-6));
}

TEST_CASE("a memory next to arithmetic costs what Eyeriss counts, within a factor of 2.7") {
  // Chen et al., JSSC 52 (2017) 127, 65 nm: a 16-bit access of a 0.5 KB register file costs as
  // much as a 16-bit multiply-accumulate, one of the 108 KB buffer six times that. Blind.
  const OperatingPoint point = at(65, 1.0);
  // Its MACs are pipelined.
  const double mac =
      circuit("multiplier", "structure: glitch_free")->cost(duty(point, 16)).energy.value() +
      circuit("adder")->cost(duty(point, 32)).energy.value();
  const MemoryCost file = memory("register_file")->cost({point, 512, 16, 2, 1});
  const double access = (file.read_energy + file.write_energy).value() / 2;
  const double buffer = memory("sram")->cost({point, 108 * 1024, 64, 1, 1}).read_energy.value() / 4;
  INFO("register file " << access / mac << ", buffer " << buffer / mac);
  CHECK(access / mac > 1 / 2.7);
  CHECK(access / mac < 2.7);
  CHECK(buffer / mac > 6 / 2.7);
  CHECK(buffer / mac < 6 * 2.7);
}

TEST_CASE("register file: two ports are one for reads and one for writes, with an address each") {
  const OperatingPoint point = nominal(28);
  const MemoryCost one = memory("register_file")->cost({point, 512, 32, 1, 1});
  const MemoryCost two = memory("register_file")->cost({point, 512, 32, 2, 1});
  const MemoryCost three = memory("register_file")->cost({point, 512, 32, 3, 1});
  CHECK(two.area > one.area);
  CHECK(two.area < 1.01 * one.area);  // a decoder: one gate for each of 128 words
  CHECK(two.read_energy > one.read_energy);
  CHECK(three.area > two.area);
}

}  // namespace
}  // namespace mho
