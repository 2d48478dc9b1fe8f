// Recurrent layers with time: promise 2, and the time that steps take which wait for each other.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/engine/check_equal.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/workloads/lstm_graph.hpp"

namespace mho {
namespace {

constexpr int kSteps = 5, kInputs = 6;

/// Noise that is drawn anew for every read: an order of reads that differs would show.
TimedChip noisy_lstm_chip() {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 6;
  chip.arrays.columns = 64;
  return chip;
}

std::vector<int> tiles_of(const TimedNetwork& timed, int layer) {
  std::vector<int> tiles;
  for (const Block& block : timed.placement.of_layer(layer)->blocks) {
    const int tile = timed.chip.tile_of_array(block.array);
    if (tiles.empty() || tiles.back() != tile) tiles.push_back(tile);
  }
  return tiles;
}

}  // namespace

TEST_CASE("promise 2: a recurrent layer on one tile gives the same bits with and without time") {
  const Stream stream(401);
  TimedChip chip = noisy_lstm_chip();
  chip.arrays.columns = 256;
  const TimedNetwork timed(lstm_graph(kSteps, kInputs, 13, 4, 6, stream), chip, {}, {3, 1});
  REQUIRE(tiles_of(timed, 1).size() == 1);
  check_equal(timed, 3, stream.child(9));
}

TEST_CASE(
    "promise 2: a recurrent layer on several tiles gives the same bits with and without time") {
  const Stream stream(402);
  TimedChip chip = noisy_lstm_chip();
  chip.arrays.macros = 2;
  const TimedNetwork timed(lstm_graph(kSteps, kInputs, 21, 4, 6, stream), chip, {}, {3, 2});
  REQUIRE(tiles_of(timed, 1).size() > 2);
  check_equal(timed, 3, stream.child(9));
}

TEST_CASE("promise 2: a recurrent layer on a vector unit gives the same bits with time") {
  const Stream stream(403);
  PlacementSpec spec;
  spec.vector_unit = {"layer1"};
  const TimedNetwork timed(lstm_graph(kSteps, kInputs, 21, 4, 6, stream), noisy_lstm_chip(), spec,
                           {3, 3});
  REQUIRE(timed.placement.on_vector_unit(1));
  check_equal(timed, 3, stream.child(9));
}

TEST_CASE(
    "promise 2: two recurrent layers on each other give the same bits with and without time") {
  const Stream stream(404);
  QuantizedGraph graph = only_input(kInputs, kSteps, 1, 6, true);
  for (std::uint64_t n = 0; n < 2; ++n) {
    const int gates = append_matrix(graph, graph.output, Window{}, 4 * 9, 1, kSteps, 1, 4, 16,
                                    false, stream.child(2 * n));
    append_lstm(graph, gates, 9, 4, 6, stream.child(2 * n + 1));
  }
  check_equal(TimedNetwork(graph, noisy_lstm_chip(), {}, {3, 4}), 3, stream.child(9));
}

TEST_CASE("promise 2: a recurrent layer in phases of their own gives the same bits with time") {
  const Stream stream(405);
  PlacementSpec spec;
  spec.schedule = Concurrency::layer_by_layer;
  check_equal(TimedNetwork(lstm_graph(kSteps, kInputs, 13, 4, 6, stream), noisy_lstm_chip(), spec),
              3, stream.child(9));
}

TEST_CASE(
    "a recurrent layer takes its filling, and for each step all that the next one waits for") {
  // Times are those of TimedChip, in nanoseconds. While the first step computes, the gates of the
  // other three arrive, so that the buffer's port is free when it is wanted.
  constexpr int kHidden = 3;
  const int steps = GENERATE(1, 2, 4);
  TimedChip chip;
  chip.arrays.columns = 128;
  chip.global_cycle_ns = 2;
  const TimedNetwork timed(recurrence_graph(steps, kHidden, 4, 4, Stream(406)), chip);
  REQUIRE(timed.placement.arrays == 1);
  const EngineResult result =
      simulate_in_child(timed.network, random_images(timed.graph, 1, Stream(407)));

  const double flit = 0.5, hop = 3 * flit, link_cycle = 2, link_latency = 20, access = 1.5;
  // 12 gates of 16 bits: 12 cycles of the link, 3 words of buffers, 6 flits and a header.
  const double in = 12 * link_cycle + link_latency + 2 * 3 * 2.0 + hop + 6 * flit + 3 * access;
  // The gates and 3 hidden values of 4 bits are 4 words.
  const double read = 1.25 + 4 * access + 0.75;
  const double pass = (2 + 5 + 1) + (0.5 + 3);
  const double mvm = 2 * 3 * pass + 0.25;  // 3 bits of magnitude, in two phases
  const double end = 13 + 2.5;             // 3 units of 17 operations on 4 lanes
  const double own = access;               // into the tile's own buffer, without the network
  const double out = hop + flit + 2 * 2.0 + link_cycle + link_latency;
  const double step = own + read + mvm + end;
  CHECK(result.finish_fs ==
        std::vector<std::int64_t>{std::llround((in - own + steps * step + out) * 1e6)});
  CHECK(result.layers.at(0).busy_fs == std::llround(steps * 6 * pass * 1e6));
}

TEST_CASE("without values a recurrent layer takes the same times and fetches the same") {
  const TimedNetwork timed(lstm_graph(kSteps, kInputs, 21, 4, 6, Stream(408)), noisy_lstm_chip());
  const EngineResult computed =
      simulate_in_child(timed.network, random_images(timed.graph, 2, Stream(409)));
  const ProgrammedNetwork counting(timed.graph, timed.chip, timed.placement);
  EngineOptions options;
  options.images = 2;
  const EngineResult counted = simulate_in_child(counting, {}, options);
  CHECK(counted.finish_fs == computed.finish_fs);
  for (const Action action : {Action::bus_bit, Action::buffer_read, Action::buffer_write,
                              Action::adc_convert, Action::vector_operation})
    CHECK(total(counted, action) == total(computed, action));
}

}  // namespace mho
