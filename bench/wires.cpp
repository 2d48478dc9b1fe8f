// Time of the wire solvers on one core: the effective matrix of an array, and one relaxed vector.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

#include "models/wires/relaxed.hpp"
#include "models/wires/wires.hpp"
#include "sim/base/random.hpp"

using namespace mho;

namespace {

struct Array {
  WireSpec spec;
  int side = 0;
  std::vector<double> conductance_s;
  std::vector<double> voltage_v;
};

/// Cells of 1 to 100 uS, 1 Ohm a segment, 100 Ohm a terminal.
Array array(WireTopology topology, int side) {
  Array a;
  a.spec.row = a.spec.column = from_si<Resistance>(1.0);
  a.spec.driver = a.spec.sense = from_si<Resistance>(100.0);
  a.spec.topology = topology;
  a.side = side;
  std::vector<std::int32_t> level(static_cast<std::size_t>(side) * side);
  Stream(1).integers(0, 100, level);
  for (const std::int32_t l : level) a.conductance_s.push_back(1e-6 * (1 + l));
  for (int n = 0; n < side; ++n) a.voltage_v.push_back(0.01 * level[n]);
  return a;
}

/// Processor time, best of five (ms).
template <class Work>
double milliseconds(const Work& work) {
  double best = 1e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

double effective(const Array& a) {
  std::vector<double> result(a.conductance_s.size());
  return milliseconds(
      [&] { effective_conductance(a.spec, a.side, a.side, a.conductance_s, result); });
}

double relaxed(const Array& a, double tolerance) {
  return milliseconds([&] {
    relaxed_currents(a.spec, a.side, a.side, a.conductance_s, a.voltage_v, {}, ohmic_cells,
                     tolerance);
  });
}

}  // namespace

int main() {
  const int sides[] = {64, 128, 256, 512};
  const std::pair<WireTopology, const char*> topologies[] = {
      {WireTopology::sense_last_row, "sense last row"},
      {WireTopology::sense_first_row, "sense first row"},
      {WireTopology::drive_both_ends, "drive both ends"},
      {WireTopology::sense_both_ends, "sense both ends"},
      {WireTopology::interleaved, "interleaved"}};
  std::printf("ms of one core, best of 5     ");
  for (const int side : sides) std::printf("%6dx%-4d", side, side);
  std::printf("\n");
  const auto row = [&](const char* what, const char* name, const auto& time) {
    std::printf("%-12s%-18s", what, name);
    for (const int side : sides) std::printf("%11.2f", time(side));
    std::printf("\n");
  };
  for (const auto& [topology, name] : topologies)
    row("effective", name, [t = topology](int side) { return effective(array(t, side)); });
  for (const auto& [topology, name] : topologies) {
    row("1 % vector", name, [t = topology](int side) { return relaxed(array(t, side), 1e-2); });
    row("1e-9 vector", name, [t = topology](int side) { return relaxed(array(t, side), 1e-9); });
  }
}
