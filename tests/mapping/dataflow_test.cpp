// Jobs of MAC arrays: conservation, packing of groups, memory traffic, both sides of edges.
#include "sim/mapping/dataflow.hpp"

#include <catch2/catch.hpp>

#include "sim/mapping/row_stationary.hpp"
#include "tests/mapping/array_chip.hpp"

namespace mho {
namespace {

struct Sum {
  std::int64_t cycles = 0, weight_bytes = 0, macs = 0, freed = 0;
  int opened = 0, closed = 0;
};

Sum sum_of(const std::vector<ArrayJob>& jobs) {
  Sum sum;
  for (const ArrayJob& job : jobs) {
    sum.cycles += job.cycles;
    sum.weight_bytes += job.weight_bytes;
    sum.macs += job.counts[Action::mac];
    sum.freed += job.frees_on_load + job.frees_on_end;
    sum.opened += job.opens;
    sum.closed += job.closes;
  }
  return sum;
}

ChipSpec chip_of(Dataflow dataflow) {
  ChipSpec spec = array_chip();
  MacArraySpec& array = *spec.tile.mac_array;
  array.dataflow = dataflow;
  if (dataflow == Dataflow::row_stationary) {
    array.scratchpad.emplace();
    *array.scratchpad = {16, 8, 8, 4, 1, 4, 1, "test"};
  }
  return spec;
}

ArrayLayer convolution(int channels, int outputs, int groups = 1) {
  const QuantizedGraph graph = ShapeChain(channels, 7, 9).conv(outputs, 3, 1, 1, groups).graph();
  return array_layer(graph, 0, {});
}

}  // namespace

TEST_CASE("every dataflow does every multiply-accumulate once and frees all weights it fetched") {
  const Dataflow dataflow =
      GENERATE(Dataflow::weight_stationary, Dataflow::output_stationary, Dataflow::row_stationary);
  const int groups = GENERATE(1, 2, 6);
  const int batch = GENERATE(1, 3);
  const Chip chip(chip_of(dataflow));
  const ArrayLayer layer = convolution(6, 12, groups);
  const Sum sum = sum_of(array_jobs(layer, chip, batch));
  CHECK(sum.macs == batch * layer.macs());
  CHECK(sum.freed == sum.weight_bytes);
  CHECK(sum.opened == sum.closed);
}

TEST_CASE("no dataflow is faster than one MAC for each unit and cycle") {
  const Dataflow dataflow =
      GENERATE(Dataflow::weight_stationary, Dataflow::output_stationary, Dataflow::row_stationary);
  const Chip chip(chip_of(dataflow));
  const Sum sum = sum_of(array_jobs(convolution(5, 7), chip, 2));
  CHECK(sum.cycles * chip.spec().tile.mac_array->macs() >= sum.macs);
}

TEST_CASE("groups that fit share a block: a depthwise layer takes a block for each pair of them") {
  ChipSpec spec = array_chip();
  spec.tile.mac_array->rows = 18;
  const ArrayLayer layer = convolution(6, 6, 6);  // 9 rows and 1 output a group
  CHECK(weight_stationary_jobs(layer, Chip(spec), 1).size() == 3 * 2);  // 63 positions, banks of 32
}

TEST_CASE("packed blocks fetch their weights, padded ones the whole array's") {
  ChipSpec spec = array_chip();
  const ArrayLayer layer = array_layer(ShapeChain(5, 1, 1).fully_connected(4).graph(), 0, {});
  CHECK(sum_of(weight_stationary_jobs(layer, Chip(spec), 1)).weight_bytes == 2 * 16);
  spec.tile.mac_array->padded_blocks = false;
  CHECK(sum_of(weight_stationary_jobs(layer, Chip(spec), 1)).weight_bytes == 20);
}

TEST_CASE("output-stationary weights are fetched once while half of their memory holds them") {
  ChipSpec spec = chip_of(Dataflow::output_stationary);
  const ArrayLayer layer = array_layer(ShapeChain(16, 8, 1).conv(4, 1).graph(), 0, {});
  // 16 x 4 weights, 8 positions in two blocks of 4.
  spec.tile.mac_array->weight_fifo.capacity_bytes = 2 * 64;
  CHECK(sum_of(output_stationary_jobs(layer, Chip(spec), 1)).weight_bytes == 64);
  spec.tile.mac_array->weight_fifo.capacity_bytes = 2 * 64 - 1;
  CHECK(sum_of(output_stationary_jobs(layer, Chip(spec), 1)).weight_bytes == 2 * 64);
}

TEST_CASE("a kernel that does not fit the scratchpads runs as a 1 x 1 kernel over its patch") {
  const ChipSpec spec = chip_of(Dataflow::row_stationary);
  ArrayLayer layer = convolution(2, 4);
  CHECK(fit_kernel(layer, *spec.tile.mac_array).kernel_h == 3);
  layer.kernel_h = 5;  // the array has 4 rows
  const ArrayLayer unrolled = fit_kernel(layer, *spec.tile.mac_array);
  CHECK(unrolled.kernel_h == 1);
  CHECK(unrolled.rows() == layer.rows());
  CHECK(unrolled.macs() == layer.macs());
}

TEST_CASE("zeros gate MACs and compress activations where the machine does so") {
  MacArraySpec array = *array_chip().tile.mac_array;
  CHECK(off_chip_bytes(array, 300, 16, 0.25) == 600);
  array.zero_compression = true;
  CHECK(off_chip_bytes(array, 300, 16, 0.25) == 200);  // 75 values, three in 8 bytes
  CHECK(off_chip_bytes(array, 300, 16, 1.0) == 600);   // longer than plain: sent plain
  ChipSpec spec = array_chip();
  ArrayLayer layer = convolution(4, 4);
  layer.input_nonzero = 0.5;
  const std::int64_t macs = layer.macs();
  CHECK(sum_of(weight_stationary_jobs(layer, Chip(spec), 1)).macs == macs);
  spec.tile.mac_array->zero_gating = true;
  CHECK(sum_of(weight_stationary_jobs(layer, Chip(spec), 1)).macs == macs / 2);
}

}  // namespace mho
