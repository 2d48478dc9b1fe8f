// TPU v1 against the paper: Jouppi et al., ISCA 2017, Table 3. Shapes of the networks are not
// published; these have its numbers of weights and of operations per weight byte, and whether
// blocks are full follows from its counters (useful MACs = active MACs: LSTM0, CNN0).
#include <catch2/catch.hpp>

#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "tests/mapping/array_chip.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

Chip tpu() {
  return Chip(read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/tpu_v1_isca_2017.yaml")));
}

/// Steady state over batches, 2 operations per MAC.
double achieved_tops(const QuantizedGraph& graph, int batch) {
  constexpr int kBatches = 3;
  const EngineResult result = simulate_sequence(graph, tpu(), kBatches * batch, {batch, {}});
  const double seconds =
      static_cast<double>(result.finish_fs.back() - result.finish_fs.front()) * 1e-15;
  return 2e-12 * static_cast<double>(graph.macs()) * batch * (kBatches - 1) / seconds;
}

constexpr double kTolerance = 0.20;

}  // namespace

TEST_CASE("TPU v1: 92 TOPS at its peak") {
  const Chip chip = tpu();
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  CHECK(2e-12 * static_cast<double>(array.macs()) * array.clock.value() ==
        Approx(91.75).epsilon(1e-3));
}

TEST_CASE("TPU v1: MLP0 comes within 20 % of the published 12.3 TOPS") {
  ShapeChain mlp0(2000, 1, 1);
  for (int layer = 0; layer < 5; ++layer) mlp0.fully_connected(2000);
  CHECK(achieved_tops(mlp0.graph(), 200) == Approx(12.3).epsilon(kTolerance));
}

TEST_CASE("TPU v1: MLP1 comes within 20 % of the published 9.7 TOPS") {
  ShapeChain mlp1(1118, 1, 1);
  for (int layer = 0; layer < 4; ++layer) mlp1.fully_connected(1118);
  CHECK(achieved_tops(mlp1.graph(), 168) == Approx(9.7).epsilon(kTolerance));
}

TEST_CASE("TPU v1: LSTM0 comes within 20 % of the published 3.7 TOPS") {
  ShapeChain lstm0(1536, 1, 1);
  for (int layer = 0; layer < 22; ++layer) lstm0.fully_connected(1536);
  CHECK(achieved_tops(lstm0.graph(), 64) == Approx(3.7).epsilon(kTolerance));
}

TEST_CASE("TPU v1: CNN0 comes within 20 % of the published 86.0 TOPS") {
  // 2888 operations per weight byte at batch 8 are 361 = 19 x 19 positions.
  ShapeChain cnn0(48, 19, 19);
  cnn0.conv(256, 5, 1, 2);
  for (int layer = 0; layer < 13; ++layer) cnn0.conv(256, 3, 1, 1);
  cnn0.conv(256, 1).conv(256, 1);
  CHECK(achieved_tops(cnn0.graph(), 8) == Approx(86.0).epsilon(kTolerance));
}

}  // namespace mho
