// Layers in sequence on MAC arrays, against closed forms: one cycle and one byte of memory are 1
// ns.
#include <catch2/catch.hpp>

#include "sim/engine/engine.hpp"
#include "sim/engine/sequence/demand.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "sim/engine/sequence/sequence.hpp"
#include "tests/engine/sequence/counted.hpp"
#include "tests/mapping/array_chip.hpp"

namespace mho {
namespace {

EngineResult run(const ChipSpec& spec, const QuantizedGraph& graph, std::int64_t inputs = 1,
                 int batch = 1) {
  return in_child([&](const TellShare&) {
    return simulate_sequence(graph, Chip(spec), inputs, {batch, {}});
  });
}

// Of the last job: fill 8, vector unit 1, host link 1.
constexpr std::int64_t kEnd = 10;
// Of the first block's 16 bytes of weights: fetch 16, load 4.
constexpr std::int64_t kFirst = 20;

}  // namespace

TEST_CASE("one block takes fetch, load, stream, fill, activation and the way to the host") {
  const EngineResult result = run(array_chip(), ShapeChain(4, 1, 1).fully_connected(4).graph());
  CHECK(result.finish_fs[0] == (kFirst + 1 + kEnd) * kNs);
  CHECK(count(result, Action::mac) == 16);
  CHECK(count(result, Action::off_chip_read_bit) == 16 * 8);
  CHECK(count(result, Action::off_chip_link_bit) == 16 * 8);
  CHECK(count(result, Action::accumulator_access) == 4);
  CHECK(result.layers[0].demand.bound() == Bound::weights);
}

TEST_CASE("a fully connected layer takes the time that its weights take to come") {
  const EngineResult result = run(array_chip(), ShapeChain(64, 1, 1).fully_connected(64).graph());
  const std::int64_t blocks = 16 * 16;
  CHECK(result.finish_fs[0] == (16 * blocks + 4 + 1 + kEnd) * kNs);
  CHECK(result.layers[0].demand.bound() == Bound::weights);
  CHECK(result.layers[0].demand.least_fs() == 16 * blocks * kNs);
  // Of each interval of 16 the array streams 1, loads 4 and waits for weights 11; the first block
  // also waits for what its input took, 1, instead of for weights.
  CHECK(result.layers[0].busy_fs == blocks * kNs);
  CHECK(result.layers[0].wait_load_fs == 4 * blocks * kNs);
  CHECK(result.layers[0].wait_input_fs == 1 * kNs);
}

TEST_CASE("a convolution with many positions takes the time of its vectors") {
  const EngineResult result = run(array_chip(), ShapeChain(4, 5, 5).conv(16, 1).graph());
  CHECK(result.finish_fs[0] == (kFirst + 4 * 25 + kEnd) * kNs);
  CHECK(result.layers[0].demand.bound() == Bound::compute);
  CHECK(result.layers[0].wait_weights_fs == (kFirst - 4 - 1) * kNs);  // the first block's
}

TEST_CASE("fetch as long as compute: the edge between weight-bound and compute-bound") {
  // 16 ns of fetch for each block; one vector less or more.
  ChipSpec spec = array_chip();
  spec.global_buffer.cycle = from_si<Time>(0.5e-9);
  const int positions = GENERATE(15, 16, 17);
  const EngineResult result = run(spec, ShapeChain(4, positions, 1).conv(16, 1).graph());
  const std::int64_t interval = std::max(16, positions);
  CHECK(result.finish_fs[0] == (kFirst + 3 * interval + positions + kEnd) * kNs);
}

TEST_CASE("without shadow weights the array stands still while weights are loaded") {
  ChipSpec spec = array_chip();
  spec.tile.mac_array->shadow_weights = false;
  const EngineResult result = run(spec, ShapeChain(4, 5, 5).conv(16, 1).graph());
  CHECK(result.finish_fs[0] == (kFirst + 4 * 25 + 3 * 4 + kEnd) * kNs);
}

TEST_CASE("with one bank of accumulators the next outputs wait for the vector unit") {
  ChipSpec spec = array_chip();
  spec.tile.mac_array->accumulator_banks = 1;
  const EngineResult result = run(spec, ShapeChain(4, 5, 5).conv(16, 1).graph());
  // Fill 8 and activation 1 between blocks.
  CHECK(result.finish_fs[0] == (kFirst + 4 * 25 + 3 * 9 + kEnd) * kNs);
  CHECK(result.layers[0].wait_output_fs == 3 * 9 * kNs);
}

TEST_CASE("a slow buffer port limits the stream and is named") {
  ChipSpec spec = array_chip();
  spec.global_buffer.cycle = from_si<Time>(3e-9);
  const EngineResult result = run(spec, ShapeChain(4, 5, 5).conv(16, 1).graph());
  CHECK(result.finish_fs[0] == (kFirst + 4 * 75 + kEnd) * kNs);
  CHECK(result.layers[0].demand.bound() == Bound::buffer);
}

TEST_CASE(
    "inputs of a batch share weights: the next batch costs its vectors alone when weights wait") {
  // Two batches of 8: 4 blocks of 8 vectors each, fetched in 16 ns each.
  const EngineResult result =
      run(array_chip(), ShapeChain(4, 1, 1).fully_connected(16).graph(), 16, 8);
  CHECK(count(result, Action::off_chip_read_bit) == 2 * 4 * 16 * 8);
  CHECK(count(result, Action::mac) == 16 * 4 * 16);
  CHECK(result.finish_fs[0] == (16 * 4 + 4 + 8 + kEnd) * kNs);
  CHECK(result.finish_fs[15] - result.finish_fs[7] == 4 * 16 * kNs);
  CHECK(result.finish_fs[0] == result.finish_fs[7]);
}

TEST_CASE("vectors beyond a bank of accumulators fetch the weights again") {
  // 64 positions are two banks of 32; two row blocks per output block.
  const EngineResult result = run(array_chip(), ShapeChain(8, 8, 8).conv(4, 1).graph());
  CHECK(count(result, Action::off_chip_read_bit) == 2 * 2 * 16 * 8);
  CHECK(count(result, Action::mac) == 64 * 8 * 4);
}

TEST_CASE("wider operands take more passes: half speed for one, a quarter for both") {
  const Chip chip(array_chip());
  const auto cycles = [&](int weight_bits, int input_bits) {
    ArrayLayer layer;
    layer.channels = layer.outputs = 4;
    layer.output_h = 10;
    layer.weight_bits = weight_bits;
    layer.input_bits = layer.output_bits = input_bits;
    std::int64_t sum = 0;
    for (const ArrayJob& job : weight_stationary_jobs(layer, chip, 1)) sum += job.cycles;
    return sum;
  };
  CHECK(cycles(8, 8) == 10);
  CHECK(cycles(8, 16) == 20);
  CHECK(cycles(16, 8) == 20);
  CHECK(cycles(16, 16) == 40);
}

TEST_CASE("two tiles share the blocks of outputs and take half of the time to stream them") {
  ChipSpec spec = array_chip();
  spec.tiles = 2;
  spec.off_chip->width_bits = 8192;
  spec.global_buffer.cycle = from_si<Time>(0.5e-9);
  const EngineResult result = run(spec, ShapeChain(4, 5, 5).conv(16, 1).graph());
  // A block takes one cycle of the wide memory; the second tile's come after both of the first's.
  CHECK(result.finish_fs[0] == (3 + 4 + 2 * 25 + kEnd) * kNs);
  CHECK(count(result, Action::mac) == 25 * 4 * 16);
}

TEST_CASE("tensors that the buffer does not hold go to off-chip memory and come back") {
  ChipSpec spec = array_chip();
  const QuantizedGraph graph = ShapeChain(4, 4, 4).conv(4, 1).conv(4, 1).graph();
  spec.global_buffer.capacity_bytes = 4 * 64;  // input twice, and two tensors
  CHECK(plan_sequence(graph, Chip(spec), 1, {}).off_chip == std::vector<bool>{false, false, false});
  spec.global_buffer.capacity_bytes = 3 * 64 - 1;
  const SequencePlan plan = plan_sequence(graph, Chip(spec), 1, {});
  CHECK(plan.off_chip[0]);
  CHECK(plan.peak_buffer_bytes <= spec.global_buffer.capacity_bytes);
}

TEST_CASE("no run beats its roofline: each resource is busy no longer than the run lasts") {
  const QuantizedGraph graph = ShapeChain(3, 12, 12)
                                   .conv(8, 3, 1, 1)
                                   .max_pool(2, 2)
                                   .conv(16, 3, 1, 1)
                                   .fully_connected(10)
                                   .graph();
  const int batch = GENERATE(1, 4);
  const EngineResult result = run(array_chip(), graph, 3 * batch, batch);
  ResourceDemand sum;
  for (const LayerTrace& layer : result.layers) {
    for (std::size_t i = 0; i < kBounds; ++i) sum.fs[i] += 3 * layer.demand.fs[i];
    CHECK(layer.first_end_fs > layer.first_start_fs);
  }
  CHECK(result.end_fs >= sum.least_fs());
  CHECK(count(result, Action::mac) == 3 * batch * graph.macs());
}

TEST_CASE("inputs that are no whole number of batches are refused") {
  CHECK_THROWS_WITH(run(array_chip(), ShapeChain(4, 1, 1).fully_connected(4).graph(), 5, 2),
                    Catch::Contains("multiple of placement.batch"));
}

}  // namespace mho
