// Recurrent layers on MAC arrays, whose steps wait for each other: closed forms, one cycle being 1
// ns.
#include <catch2/catch.hpp>

#include "sim/engine/engine.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "tests/engine/sequence/counted.hpp"
#include "tests/mapping/array_chip.hpp"
#include "tests/workloads/lstm_graph.hpp"

namespace mho {
namespace {

constexpr int kHidden = 4;  // 4 gates of 4 units: 4 blocks of the 4 x 4 array

EngineResult run(const ChipSpec& spec, int steps, int batch = 1) {
  const QuantizedGraph graph = recurrence_graph(steps, kHidden, 8, 8, Stream(421));
  return in_child([&](const TellShare&) {
    return simulate_sequence(graph, Chip(spec), batch, {batch, {}});
  });
}

// A block's 16 bytes of weights: from memory, and into the array.
constexpr std::int64_t kFetch = 16, kLoad = 4;
constexpr std::int64_t kStream = 1, kFill = 8, kVector = 1, kHost = 1;

/// Memory so wide that a block comes in one cycle, and accumulators for all blocks of a step.
ChipSpec wide_memory() {
  ChipSpec spec = array_chip();
  spec.off_chip->width_bits = 8 * kFetch;
  spec.tile.mac_array->accumulator_banks = 4;
  return spec;
}

}  // namespace

TEST_CASE("a step on a MAC array begins when the hidden state before it is complete") {
  const int steps = GENERATE(1, 2, 7);
  // Blocks follow at the pace of their loading; then the sums of the last one leave the array and
  // pass the vector unit, while the next step's first block is loaded.
  const std::int64_t step = 3 * kLoad + kStream + kFill + kVector;
  const EngineResult result = run(wide_memory(), steps);
  CHECK(result.finish_fs[0] == (1 + kLoad + steps * step + kHost) * kNs);
}

TEST_CASE("each step on a MAC array takes its weights anew, which memory may bound") {
  const int steps = GENERATE(1, 2, 7);
  const EngineResult result = run(array_chip(), steps);
  CHECK(result.finish_fs[0] ==
        (4 * kFetch * steps + kLoad + kStream + kFill + kVector + kHost) * kNs);
  CHECK(count(result, Action::off_chip_read_bit) == 8 * 4 * kFetch * steps);
  CHECK(count(result, Action::mac) == 4 * kHidden * kHidden * steps);
}

TEST_CASE("sequences of one batch share the weights of each step") {
  const EngineResult result = run(array_chip(), 3, 5);
  CHECK(count(result, Action::off_chip_read_bit) == 8 * 4 * kFetch * 3);
  CHECK(count(result, Action::mac) == 4 * kHidden * kHidden * 3 * 5);
}

TEST_CASE("steps on several MAC arrays wait for the blocks of all of them") {
  ChipSpec spec = wide_memory();
  spec.tiles = 2;
  spec.global_buffer.cycle = from_si<Time>(0.5e-9);  // which two arrays share
  // Two blocks on each array. The first step's weights have a way that later ones' do not.
  const std::int64_t two = run(spec, 2).finish_fs[0];
  const std::int64_t seven = run(spec, 7).finish_fs[0];
  CHECK(seven - two == 5 * (kLoad + kStream + kFill + kVector) * kNs);
}

}  // namespace mho
