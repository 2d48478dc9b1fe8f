// Time of effective_conductance on one core, per array size and topology.
#include <chrono>
#include <cstdio>
#include <vector>

#include "models/wires.hpp"
#include "sim/base/random.hpp"

using namespace mho;

namespace {

double seconds(const WireSpec& spec, int side) {
  std::vector<std::int32_t> level(static_cast<std::size_t>(side) * side);
  Stream(1).integers(0, 100, level);
  std::vector<float> conductance_s(level.size());
  for (std::size_t i = 0; i < level.size(); ++i)
    conductance_s[i] = 1e-6f * static_cast<float>(1 + level[i]);
  std::vector<float> effective_s(level.size());
  double best = 1e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    effective_conductance(spec, side, side, conductance_s, effective_s);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    best = std::min(best, time.count());
  }
  return best;
}

}  // namespace

int main() {
  const std::pair<WireTopology, const char*> topologies[] = {
      {WireTopology::sense_last_row, "sense last row"},
      {WireTopology::sense_first_row, "sense first row"},
      {WireTopology::drive_both_ends, "drive both ends"},
      {WireTopology::sense_both_ends, "sense both ends"},
      {WireTopology::interleaved, "interleaved"}};
  std::printf("effective_conductance, ms, best of 5 on one core\n%-18s", "array");
  for (const int side : {64, 128, 256, 512}) std::printf("%6dx%-5d", side, side);
  std::printf("\n");
  for (const auto& [topology, name] : topologies) {
    std::printf("%-18s", name);
    for (const int side : {64, 128, 256, 512}) {
      WireSpec spec;
      spec.row = spec.column = from_si<Resistance>(1.0);
      spec.driver = spec.sense = from_si<Resistance>(100.0);
      spec.topology = topology;
      std::printf("%12.1f", 1e3 * seconds(spec, side));
    }
    std::printf("\n");
  }
}
