// Promise 2: timed equals untimed, bit for bit.
#include <catch2/catch.hpp>

#include "tests/engine/check_equal.hpp"
#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

/// Also: all buffers are used, as far as they are needed, and something is sent.
EngineResult check_equal_in_use(const TimedNetwork& timed, const std::vector<IntTensor>& images) {
  EngineResult result = check_equal(timed, images);
  CHECK(result.packets_sent > 0);
  for (const BufferUse& use : result.buffers) {
    CHECK(use.needed <= use.capacity);
    CHECK(use.peak > 0);
  }
  return result;
}

}  // namespace

TEST_CASE("promise 2: a chain gives the same bits with and without time") {
  const Stream stream(1);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip);
  check_equal_in_use(timed, random_images(timed.graph, 3, stream.child(9)));
}

TEST_CASE("promise 2: a residual network gives the same bits with and without time") {
  const Stream stream(2);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  const TimedNetwork timed(residual_graph(4, 4, stream), chip);
  check_equal_in_use(timed, random_images(timed.graph, 3, stream.child(9)));
}

TEST_CASE("promise 2: noisy cells give the same bits with and without time") {
  const Stream stream(3);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 6;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip, {}, {7, 2});
  check_equal_in_use(timed, random_images(timed.graph, 3, stream.child(9)));
}

TEST_CASE("promise 2: replicated layers give the same bits with and without time") {
  const Stream stream(4);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  PlacementSpec spec;
  spec.replication = {{"layer0", 3}, {"layer1", 2}};
  const TimedNetwork timed(residual_graph(4, 4, stream), chip, spec);
  check_equal_in_use(timed, random_images(timed.graph, 3, stream.child(9)));
}

TEST_CASE(
    "promise 2: signed, grouped, strided convolutions give the same bits with and without time") {
  const Stream stream(5);
  ConvShape shape;
  shape.channels = 4;
  shape.outputs = 6;
  shape.groups = 2;
  shape.height = 7;
  shape.width = 6;
  shape.stride_h = shape.stride_w = 2;
  shape.pad_h = 2;
  shape.pad_w = 1;
  shape.signed_input = true;
  shape.weight_bits = 5;
  shape.activation_bits = 6;
  TimedChip chip;
  chip.arrays.rows = 10;
  chip.arrays.active_rows = 4;
  chip.arrays.columns = 24;
  chip.arrays.macros = 3;
  chip.arrays.encoding = Encoding::offset;
  chip.arrays.flip = true;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.read_sigma_steps = 0.3;
  chip.arrays.adc.resolution = 5;
  const TimedNetwork timed(conv_graph(shape, stream), chip, {}, {5, 1});
  check_equal_in_use(timed, random_images(timed.graph, 2, stream.child(9)));
}

TEST_CASE(
    "promise 2: summed weight slices on copies of the weights give the same bits with and without "
    "time") {
  const Stream stream(7);
  TimedChip chip;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 6;
  chip.arrays.signed_inputs = SignedInput::row_pair;
  chip.arrays.summed_slices = 3;
  chip.arrays.weight_copies = 2;
  chip.arrays.columns = 48;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip, {}, {7, 2});
  check_equal_in_use(timed, random_images(timed.graph, 3, stream.child(9)));
}

TEST_CASE("a line buffer that holds the window saves reads, a smaller one does not, bits agree") {
  const Stream stream(6);
  ConvShape shape;
  shape.channels = 4;
  shape.height = shape.width = 8;
  shape.kernel_h = shape.kernel_w = 3;
  const auto reads = [&](std::int64_t line_buffer_bytes) {
    TimedChip chip;
    chip.arrays.rows = chip.arrays.columns = 64;  // 36 rows of 8 bits in one macro
    chip.line_buffer_bytes = line_buffer_bytes;
    shape.activation_bits = 8;
    const TimedNetwork timed(conv_graph(shape, stream), chip);
    const std::vector<IntTensor> images = random_images(timed.graph, 1, stream.child(9));
    const EngineResult result = simulate_in_child(timed.network, images);
    CHECK(result.outputs[0] == run_analog(timed.network, images[0], 0)[timed.graph.output]);
    return total(result, Action::buffer_read);
  };
  const std::int64_t whole = reads(0);
  CHECK(reads(36) < whole);
  CHECK(reads(35) == whole);
}

}  // namespace mho
