// Finite buffers: too small is an error of input, just enough never stands still, and a slow
// consumer slows its producer.
#include <catch2/catch.hpp>
#include <functional>

#include "sim/base/error.hpp"
#include "sim/engine/plan/plan.hpp"
#include "sim/engine/plan/windows.hpp"
#include "tests/engine/random_graph.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

const Window kPoint{};

/// A 1 x 1 convolution of 2-bit pixels, then a slow one: twelve times the input bits.
QuantizedGraph slow_second_layer(const Stream& stream) {
  QuantizedGraph graph = only_input(4, 5, 5, 1, false);
  const int first = append_matrix(graph, 0, kPoint, 4, 1, 5, 5, 2, 12, true, stream.child(1));
  append_matrix(graph, first, kPoint, 4, 1, 5, 5, 2, 16, false, stream.child(2));
  return graph;
}

TimedChip tile_per_layer(std::int64_t buffer_bytes) {
  TimedChip chip;
  chip.arrays.macros = 1;
  chip.arrays.rows = 64;
  chip.arrays.active_rows = 64;
  chip.arrays.columns = 64;
  chip.arrays.cell.bits = 4;
  chip.buffer_bytes = buffer_bytes;
  return chip;
}

std::string planning_error(const TimedNetwork& timed) {
  try {
    plan_engine(timed.graph, timed.chip, timed.placement, 1);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// The smallest input buffer that the plan accepts.
std::int64_t smallest_buffer(const QuantizedGraph& graph, TimedChip chip,
                             const PlacementSpec& spec) {
  std::int64_t refused = 0, accepted = 1 << 20;
  while (accepted - refused > 1) {
    chip.buffer_bytes = (accepted + refused) / 2;
    const Chip built(chip.spec());
    try {
      plan_engine(graph, built, place(graph, built, spec, {}), 1);
      accepted = chip.buffer_bytes;
    } catch (const InputError&) {
      refused = chip.buffer_bytes;
    }
  }
  return accepted;
}

}  // namespace

TEST_CASE("an input buffer of one byte less than a window is refused with tile, layer and bytes") {
  const Stream stream(31);
  // A pixel of 4 channels x 12 bits.
  const TimedNetwork fits(slow_second_layer(stream), tile_per_layer(6));
  CHECK(planning_error(fits).empty());
  const TimedNetwork small(slow_second_layer(stream), tile_per_layer(5));
  const std::string message = planning_error(small);
  CAPTURE(message);
  CHECK(message.find("tile 1") != std::string::npos);
  CHECK(message.find("'layer1'") != std::string::npos);
  CHECK(message.find("6 bytes") != std::string::npos);
  CHECK(message.find("has 5") != std::string::npos);
}

TEST_CASE("a convolution needs the rows between the ends of its window") {
  const Stream stream(32);
  ConvShape shape;
  shape.channels = 3;
  shape.height = 9;
  shape.width = 7;
  shape.pad_h = shape.pad_w = 1;
  shape.dilation_h = 2;
  shape.kernel_h = shape.kernel_w = 3;
  shape.pad_h = 2;
  const TimedNetwork timed(conv_graph(shape, stream), TimedChip{});
  const EnginePlan plan = plan_engine(timed.graph, timed.chip, timed.placement, 1);
  // Two dilated rows down, and from the window's left to its right.
  CHECK(plan.stores[0].needed == 4 * 7 + 3);
}

TEST_CASE("a skip connection is given what comes while the path beside it is on its way") {
  const Stream stream(33);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(residual_graph(4, 4, stream), chip);
  const EnginePlan plan = plan_engine(timed.graph, timed.chip, timed.placement, 1);
  int checked = 0;
  for (const StorePlan& store : plan.stores)
    for (int layer : store.reader_layers) {
      if (layer != 2) continue;  // the addition: branch (tensor 2), stem (tensor 1)
      // Shared with the branch's own window on the same tile, which needs more: two rows and three
      // pixels.
      CHECK(store.needed == (store.tensor == 1 ? 15 : 1));
      ++checked;
    }
  CHECK(checked == 2);
  // The branch's window of pixel 7 (row 1, column 1) ends at row 2, column 2: while it is awaited,
  // 15 pixels of the stem come, of which the short cut has released 7.
  const auto hold = pixels_to_hold(timed.graph);
  const int short_cut = timed.graph.layers[2].inputs[0] == 1 ? 0 : 1;
  CHECK(hold[2][short_cut][7] == 15);
  CHECK(hold[2][1 - short_cut][7] == 8);
}

TEST_CASE("a slow consumer with a small buffer holds its producer back") {
  const Stream stream(34);
  const QuantizedGraph graph = slow_second_layer(stream);
  const TimedNetwork small(slow_second_layer(stream), tile_per_layer(12));
  const TimedNetwork large(slow_second_layer(stream), tile_per_layer(1024));
  const std::vector<IntTensor> images = random_images(graph, 2, stream);
  const EngineResult held = simulate_in_child(small.network, images);
  const EngineResult free = simulate_in_child(large.network, images);
  CHECK(held.outputs == free.outputs);
  CHECK(held.layers[0].wait_output_fs > 0);
  CHECK(free.layers[0].wait_output_fs == 0);
  // The slow layer is busy without a pause either way: a window ahead is enough for it.
  CHECK(held.finish_fs[1] == free.finish_fs[1]);
  for (const BufferUse& use : held.buffers)
    if (use.tile == 1) CHECK(use.peak == 2);
}

TEST_CASE("promise 2: random networks finish with the smallest buffers and give the same bits") {
  for (int seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const Stream stream = Stream(35).child(seed);
    PlacementSpec spec;
    const QuantizedGraph graph = random_graph(stream, spec);
    TimedChip chip;
    chip.arrays.cell.bits = 3;
    chip.arrays.macros = 1 + seed % 5;
    chip.arrays.tiles = 256;
    chip.router_buffer_flits = 1 + seed % 7;
    chip.global_bytes = 32;
    chip.buffer_bytes = smallest_buffer(graph, chip, spec);
    const TimedNetwork timed(graph, chip, spec);
    const std::vector<IntTensor> images = random_images(graph, 2, stream);
    const EngineResult result = simulate_in_child(timed.network, images);
    for (std::size_t i = 0; i < images.size(); ++i)
      CHECK(result.outputs[i] ==
            run_analog(timed.network, images[i], static_cast<std::uint32_t>(i))[graph.output]);
    for (const BufferUse& use : result.buffers) CHECK(use.peak <= use.capacity);
    CHECK(result.packets_sent == result.packets_received);
  }
}

TEST_CASE("a global buffer that cannot hold a pixel is refused") {
  const Stream stream(36);
  TimedChip chip;
  chip.global_bytes = 15;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  CHECK(planning_error(timed).find("global_buffer.capacity") != std::string::npos);
}

}  // namespace mho
