// Latencies that can be computed by hand, exact to the femtosecond. Times in the arithmetic are in
// nanoseconds and are those of TimedChip.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

constexpr double kGlobalAccess = 4, kBufferAccess = 1.5, kControl = 1.25, kBus = 0.75;
constexpr double kFlit = 0.5, kHop = 3 * kFlit;
constexpr double kVectorCycle = 1, kVectorLatency = 2.5;
constexpr double kLinkLatency = 20;

/// Last flit of a packet through `hops` routers, its payload and a header.
double network(int hops, int payload_flits) { return hops * kHop + payload_flits * kFlit; }

TimedChip wide_chip() {
  TimedChip chip;
  chip.arrays.columns = 32;
  return chip;
}

const LayerTrace& only_layer(const EngineResult& result) { return result.layers.at(0); }

}  // namespace

TEST_CASE("one fully connected layer on one macro takes the sum of its steps") {
  const Stream stream(1);
  // 8 inputs of 4 bits against 3 outputs of 16 bits; 3 weight slices, 1 input bit a pass.
  const TimedNetwork timed(fully_connected_graph(8, 3, 4, 4, stream), wide_chip());
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));

  const double link_cycle = 2;
  const double in = 2 * link_cycle + kLinkLatency + 2 * kGlobalAccess + network(1, 1);
  const double read = kBufferAccess + kControl + kBufferAccess + kBus;
  const double mvm = 4 * kPass + kShift;
  const double finish = 2 * kVectorCycle + kVectorLatency;  // 3 scales and 3 biases on 4 lanes
  const double out = network(1, 2) + 2 * kGlobalAccess + 3 * link_cycle + kLinkLatency;
  CHECK(result.start_fs == std::vector<std::int64_t>{0});
  CHECK(result.finish_fs == std::vector{fs(in + read + mvm + finish + out)});
  CHECK(only_layer(result).first_start_fs == fs(in + read));
  CHECK(only_layer(result).busy_fs == fs(4 * kPass));
  CHECK(only_layer(result).wait_output_fs == 0);
  CHECK(result.noc_wait_fs == 0);
  CHECK(result.packets_sent == 2);
  CHECK(total(result, Action::noc_flit_hop) == 2 + 3);
}

TEST_CASE("partial sums of a second tile cross the network and are added at home") {
  const Stream stream(2);
  TimedChip chip = wide_chip();
  chip.arrays.macros = 1;
  const TimedNetwork timed(fully_connected_graph(24, 3, 4, 4, stream), chip);
  REQUIRE(timed.placement.layers[0].blocks.size() == 2);  // rows 0..15 on tile 0, 16..23 on tile 1
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));

  const double link_cycle = 2;
  const double in = 6 * link_cycle + kLinkLatency + 2 * 2 * kGlobalAccess;
  // The packet to tile 1 leaves the global buffer behind the four flits of the one to tile 0.
  const double second_tile = in + 4 * kFlit + network(2, 3);
  const double read = 2 * kBufferAccess + kControl + kBufferAccess + kBus;
  const double mvm = 4 * kPass + kShift;
  // A sum has 4 + 4 bits and 5 for 24 rows: 3 x 13 bits are two flits.
  const double sums = network(2, 2) + 3 * 0.125;
  const double finish = 2 * kVectorCycle + kVectorLatency;
  const double out = network(1, 2) + 2 * kGlobalAccess + 3 * link_cycle + kLinkLatency;
  CHECK(result.finish_fs == std::vector{fs(second_tile + read + mvm + sums + finish + out)});
  CHECK(only_layer(result).first_start_fs == fs(in + network(1, 3) + read));
  CHECK(result.noc_wait_fs == fs(4 * kFlit));
  CHECK(total(result, Action::accumulate) == 3);
  CHECK(total(result, Action::noc_flit_hop) == 4 + 4 * 2 + 3 * 2 + 3);
}

TEST_CASE("two row blocks on one tile start together and are added without the network") {
  const Stream stream(3);
  TimedChip chip = wide_chip();
  chip.arrays.macros = 2;
  const TimedNetwork timed(fully_connected_graph(24, 3, 4, 4, stream), chip);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));

  const double link_cycle = 2;
  const double in =
      6 * link_cycle + kLinkLatency + 2 * 2 * kGlobalAccess + network(1, 3) + 2 * kBufferAccess;
  const double read = kControl + 2 * kBufferAccess + kBus;  // 24 rows of 4 bits
  const double mvm = 4 * kPass + kShift + 3 * 0.125;
  const double finish = 2 * kVectorCycle + kVectorLatency;
  const double out = network(1, 2) + 2 * kGlobalAccess + 3 * link_cycle + kLinkLatency;
  CHECK(result.finish_fs == std::vector{fs(in + read + mvm + finish + out)});
  CHECK(only_layer(result).busy_fs == 2 * fs(4 * kPass));
  CHECK(result.packets_sent == 2);
}

TEST_CASE("a convolution computes a position every interval once it is filled") {
  const Stream stream(4);
  TimedChip chip = wide_chip();
  chip.link_clock_ghz = 0.1;
  ConvShape shape;
  shape.channels = 4;
  shape.height = 4;
  shape.width = 5;
  shape.outputs = 2;
  shape.kernel_h = shape.kernel_w = 1;
  shape.weight_bits = shape.activation_bits = 4;
  const TimedNetwork timed(conv_graph(shape, stream), chip);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));

  const double link_cycle = 10;
  const double in = link_cycle + kLinkLatency + 2 * kGlobalAccess + network(1, 1);
  const double read = kBufferAccess + kControl + kBufferAccess + kBus;
  const double interval = 4 * kPass;
  const double finish = kVectorCycle + kVectorLatency;
  const double out = network(1, 1) + 2 * kGlobalAccess + 2 * link_cycle + kLinkLatency;
  CHECK(result.finish_fs ==
        std::vector{fs(in + read + 19 * interval + interval + kShift + finish + out)});
  CHECK(only_layer(result).busy_fs == 20 * fs(interval));
  // Only the second position is waited for: the first one's MVM frees the register soon after its
  // pixel came, later ones an interval after that.
  CHECK(only_layer(result).wait_input_fs == fs(link_cycle - kControl - kBufferAccess - kBus));
}

TEST_CASE("overlapping the next pass with conversion shortens the interval to the longer of both") {
  const Stream stream(5);
  TimedChip chip = wide_chip();
  chip.pipeline.emplace().integrate_convert = true;
  const TimedNetwork timed(fully_connected_graph(8, 3, 4, 4, stream), chip);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));
  const double read = 2 + 5 + 1;
  CHECK(only_layer(result).busy_fs == fs(4 * read));
  const double sent = 4 * read + (0.5 + 3) + kShift + 2 * kVectorCycle + kVectorLatency;
  CHECK(only_layer(result).first_end_fs - only_layer(result).first_start_fs ==
        fs(sent + 3 * kFlit));  // two flits and a header leave the tile
}

TEST_CASE("a slow host link decides when a convolution ends") {
  const Stream stream(6);
  TimedChip chip = wide_chip();
  chip.link_clock_ghz = 0.01;
  ConvShape shape;
  shape.channels = 4;
  shape.height = 4;
  shape.width = 5;
  shape.kernel_h = shape.kernel_w = 1;
  shape.weight_bits = shape.activation_bits = 4;
  const TimedNetwork timed(conv_graph(shape, stream), chip);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));

  const double link_cycle = 100;
  const double last_in = 20 * link_cycle + kLinkLatency + 2 * kGlobalAccess + network(1, 1);
  const double read = kBufferAccess + kControl + kBufferAccess + kBus;
  const double mvm = 4 * kPass + kShift + kVectorCycle + kVectorLatency;
  const double out = network(1, 1) + 2 * kGlobalAccess + link_cycle + kLinkLatency;
  CHECK(result.finish_fs == std::vector{fs(last_in + read + mvm + out)});
  // A register is free when the MVM before has started: the rest of the link's cycle is waiting.
  const double wait = link_cycle - kControl - kBufferAccess - kBus;
  CHECK(only_layer(result).wait_input_fs == 19 * fs(wait));
}

TEST_CASE("a pooling layer reads its window once the last pixel is there") {
  const Stream stream(8);
  TimedChip chip = wide_chip();
  chip.link_clock_ghz = 0.1;
  QuantizedGraph graph = only_input(4, 2, 2, 4, false);
  QuantizedLayer pool;
  pool.kind = LayerKind::max_pool;
  pool.same_format = true;
  pool.inputs = {0};
  pool.window = Window{2, 2, 2, 2, 0, 0, 1, 1};
  append_layer(graph, std::move(pool), 4, 1, 1, 4, false, largest_value(graph.tensors[0]));
  const TimedNetwork timed(std::move(graph), chip);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));

  const double link_cycle = 10;
  const double in = 4 * link_cycle + kLinkLatency + 2 * kGlobalAccess + network(1, 1);
  const double read = kBufferAccess + kControl + kBufferAccess;  // 4 pixels of 16 bits, no bus
  const double pooled = 3 * kVectorCycle + kVectorLatency;  // 3 comparisons a channel on 4 lanes
  const double out = network(1, 1) + 2 * kGlobalAccess + link_cycle + kLinkLatency;
  CHECK(result.finish_fs == std::vector{fs(in + read + pooled + out)});
  CHECK(only_layer(result).first_start_fs == fs(in + read));
  CHECK(only_layer(result).busy_fs == fs(3 * kVectorCycle));
  CHECK(total(result, Action::vector_operation) == 12);
  CHECK(total(result, Action::bus_bit) == 0);
}

TEST_CASE("the second image overlaps with the first") {
  const Stream stream(7);
  const TimedNetwork timed(chain_graph(4, 4, stream), wide_chip());
  const std::vector<IntTensor> images = random_images(timed.graph, 2, stream);
  const EngineResult one = simulate_in_child(timed.network, std::span(images).first(1));
  const EngineResult two = simulate_in_child(timed.network, images);
  const std::int64_t alone = one.finish_fs[0] - one.start_fs[0];
  CHECK(two.start_fs[1] < two.finish_fs[0]);
  // The first is hardly held up by the second, which comes well before its own latency is over.
  CHECK(two.finish_fs[0] >= one.finish_fs[0]);
  CHECK(two.finish_fs[0] < one.finish_fs[0] + alone / 4);
  CHECK(two.finish_fs[1] > two.finish_fs[0]);
  CHECK(two.finish_fs[1] - two.finish_fs[0] < alone);
}

}  // namespace mho
