// Matrix layers on vector units and pruned ones in the timed engine: the same bits as without time,
// and what they take.
#include <catch2/catch.hpp>

#include "tests/engine/check_equal.hpp"
#include "tests/engine/random_graph.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/workloads/quantize/pruned_graph.hpp"

namespace mho {
namespace {

TimedChip noisy_chip() {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.2;
  chip.arrays.cell.read_sigma_steps = 0.3;
  chip.arrays.adc.resolution = 6;
  return chip;
}

PlacementSpec on_vector_units(const std::vector<std::string>& layers) { return {{}, layers}; }

/// Vector operations of one layer.
std::int64_t operations_of(const EngineResult& result, int layer) {
  std::int64_t sum = 0;
  for (const CountedActions& counted : result.actions)
    if (counted.layer == layer) sum += counted.counts[Action::vector_operation];
  return sum;
}

}  // namespace

TEST_CASE(
    "promise 2: layers on vector units in any position give the same bits with and without time") {
  const Stream stream(61);
  const std::vector<std::string> layers =
      GENERATE(std::vector<std::string>{"first"}, std::vector<std::string>{"layer1"},
               std::vector<std::string>{"last"}, std::vector<std::string>{"first", "last"},
               std::vector<std::string>{"layer0", "layer1", "layer4"});
  const TimedNetwork timed(residual_graph(4, 4, stream), noisy_chip(), on_vector_units(layers),
                           {3, 1});
  REQUIRE(timed.placement.layers.size() + layers.size() == 3);
  check_equal(timed, random_images(timed.graph, 3, stream.child(9)));
}

TEST_CASE(
    "promise 2: random networks with pruned layers and layers on vector units give the same bits") {
  for (std::uint64_t n = 0; n < 12; ++n) {
    CAPTURE(n);
    const Stream stream = Stream(62).child(n);
    PlacementSpec spec;
    QuantizedGraph graph = random_graph(stream, spec);
    std::vector<std::int32_t> dice(graph.layers.size());
    stream.child(3).integers(0, 3, dice);
    for (std::size_t i = 0; i < graph.layers.size(); ++i) {
      QuantizedLayer& layer = graph.layers[i];
      if (layer.kind != LayerKind::matrix) continue;
      if (dice[i] == 0) {
        spec.replication.erase(layer.name);
        spec.vector_unit.push_back(layer.name);
      }
      if (dice[i] != 1) prune_at_random(layer.weights, stream.child(50 + i));
    }
    const TimedNetwork timed(std::move(graph), noisy_chip(), spec, {n, 0});
    check_equal(timed, random_images(timed.graph, 2, stream.child(9)));
  }
}

TEST_CASE(
    "a layer on a vector unit counts one vector operation a MAC, no MVM, and keeps its unit busy") {
  const Stream stream(63);
  const TimedChip chip;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip, on_vector_units({"layer0"}));
  const EngineResult result = check_equal(timed, random_images(timed.graph, 2, stream.child(9)));
  // 48 pixels of 18 x 4 MACs, 4 scales, 4 biases and 4 comparisons with zero (Relu).
  CHECK(operations_of(result, 0) == 2 * 48 * (18 * 4 + 12));
  for (const CountedActions& counted : result.actions) {
    if (counted.layer != 0) continue;
    CHECK(counted.counts[Action::adc_convert] == 0);
    CHECK(counted.counts[Action::dac_drive] == 0);
    CHECK(counted.counts[Action::bus_bit] == 0);
  }
  // 84 operations on 4 lanes at 1 GHz.
  CHECK(result.layers[0].busy_fs == std::int64_t{2} * 48 * 21 * 1'000'000);
  // Each pixel reads its 18 rows of 4 bits: two words of 64.
  std::int64_t reads = 0;
  for (const CountedActions& counted : result.actions)
    if (counted.layer == 0) reads += counted.counts[Action::buffer_read];
  CHECK(reads == 2 * 48 * 2);
}

TEST_CASE("rows that are pruned are not read from the buffer, nor driven") {
  const Stream stream(64);
  QuantizedGraph graph = fully_connected_graph(32, 4, 3, 4, stream);
  const TimedChip chip;
  const auto drives = [&](const TimedNetwork& timed) {
    const EngineResult result = simulate_in_child(timed.network, random_images(graph, 1, stream));
    return std::pair{total(result, Action::dac_drive), total(result, Action::buffer_read)};
  };
  const TimedNetwork whole(graph, chip);
  MatrixWeights& weights = graph.layers[0].weights;
  for (int r = 0; r < 16; ++r) weights.kept_rows.push_back(2 * r);
  weights.rows_per_group = 16;
  weights.values.resize(4 * 16);
  const TimedNetwork pruned(graph, chip);
  const auto [all_drives, all_reads] = drives(whole);
  const auto [half_drives, half_reads] = drives(pruned);
  CHECK(2 * half_drives == all_drives);
  CHECK(2 * half_reads == all_reads);  // 128 bits, 64 bits
}

}  // namespace mho
