// One macro in the engine: positions follow each other as the pipeline's stages allow, to the
// femtosecond, whatever overlaps and whatever its MVMs skip; and ISAAC's published pipeline.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/femtoseconds.hpp"
#include "sim/config/config.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

constexpr double kControl = 1.25, kBus = 0.75;

PipelineSpec combination(int bits) {
  PipelineSpec p;
  p.load_drive = (bits & 1) != 0;
  p.drive_integrate = (bits & 2) != 0;
  p.integrate_convert = (bits & 4) != 0;
  p.convert_shift_add = (bits & 8) != 0;
  p.shift_add_output = (bits & 16) != 0;
  p.load = from_si<Time>(1.5e-9);
  p.output = from_si<Time>(0.5e-9);
  return p;
}

/// A chip on which nothing but the macro takes long, and buffer accesses no time at all: they would
/// meet pixels that arrive.
TimedChip one_macro(int overlaps, ZeroSkipping skipping) {
  TimedChip chip;
  chip.arrays.columns = 32;
  chip.arrays.active_rows = 4;
  chip.arrays.zero_skipping = skipping;
  chip.pipeline = combination(overlaps);
  chip.integration_ns = 50;
  chip.adc_ns = 20;
  chip.buffer_cycle_ns = 0;
  chip.global_cycle_ns = 0.25;
  chip.link_clock_ghz = 10;
  return chip;
}

QuantizedGraph positions_graph(const Stream& stream) {
  ConvShape shape;
  shape.channels = 8;
  shape.height = 4;
  shape.width = 5;
  shape.outputs = 2;
  shape.kernel_h = shape.kernel_w = 1;
  shape.weight_bits = shape.activation_bits = 4;
  return conv_graph(shape, stream);
}

/// An image that is sparse in some slices. Every value is odd, so that no MVM is skipped: the stage
/// would then wait for its earlier pixels to leave.
std::vector<IntTensor> sparse_image(const QuantizedGraph& graph, const Stream& stream) {
  std::vector<IntTensor> images = random_images(graph, 1, stream);
  for (std::size_t i = 0; i < images[0].size(); ++i)
    images[0][i] = (i * 5 % 7 == 0 ? images[0][i] : 0) | 1;
  return images;
}

/// What the macro itself takes for the positions of one image when a window takes `window_fs` to
/// arrive: from the first drive to the last sum, and busy.
struct Expected {
  std::int64_t span_fs = 0, busy_fs = 0, conversions = 0;
  std::int64_t drives = 0;
};

Expected expected_of(const TimedNetwork& timed, const IntTensor& image, std::int64_t window_fs) {
  const LayerPlacement& layer = timed.placement.layers[0];
  const ProgrammedArray& array = timed.network.array(layer, 0);
  MacroPipeline pipeline(timed.chip.main().stages(layer.format, array.columns));
  const LayerInput input{image, 0};
  std::vector<PassRecord> passes(layer.format.passes(array.rows));
  BlockInputs batch;
  Expected expected;
  std::int64_t first = 0, arrival = window_fs;
  for (std::uint32_t position = 0; position < 20; ++position) {
    std::vector<std::int64_t> sums(array.outputs);
    MvmActivity activity;
    timed.network.block_inputs(layer, 0, {&input, 1}, {&position, 1}, 0, 1, batch);
    ProgrammedNetwork::block_product(timed.network.block_array(layer, 0), batch.batch(), sums,
                                     &activity, passes);
    const MvmSchedule times = pipeline.enter(pipeline.earliest(arrival), passes);
    if (position == 0) first = times.start;
    arrival = times.register_free + window_fs;
    expected.span_fs = times.finish - first;
    expected.busy_fs += times.next - times.start;
    expected.conversions += activity.conversions;
    expected.drives += activity.drives;
  }
  return expected;
}

}  // namespace

TEST_CASE(
    "promise 2: on one macro positions take what its pipeline takes, for every overlap, with and "
    "without skipping") {
  const Stream stream(31);
  std::int64_t drives[3] = {};
  for (const ZeroSkipping skipping : {ZeroSkipping::none, ZeroSkipping::slice, ZeroSkipping::row})
    for (int overlaps = 0; overlaps < 32; ++overlaps) {
      const TimedNetwork timed(positions_graph(stream), one_macro(overlaps, skipping));
      REQUIRE(timed.placement.arrays == 1);
      const std::vector<IntTensor> images = sparse_image(timed.graph, stream);
      const EngineResult result = simulate_in_child(timed.network, images);
      const Expected expected = expected_of(timed, images[0], fs(kControl + kBus));
      const LayerTrace& trace = result.layers.at(0);
      INFO("overlaps " << overlaps << ", skipping " << static_cast<int>(skipping));
      // Four operations on four lanes, the vector unit's latency, a flit and a header.
      CHECK(trace.first_end_fs - trace.first_start_fs == expected.span_fs + fs(1 + 2.5 + 2 * 0.5));
      CHECK(trace.busy_fs == expected.busy_fs);
      CHECK(total(result, Action::adc_convert) == expected.conversions);
      drives[static_cast<int>(skipping)] = expected.drives;
    }
  CHECK(drives[0] == 20 * 2 * 4);
  CHECK(drives[1] < drives[0]);
  CHECK(drives[2] < drives[1]);
}

TEST_CASE("n positions on one macro take the fill and n - 1 intervals in closed form") {
  const Stream stream(32);
  for (int overlaps = 0; overlaps < 32; ++overlaps) {
    const TimedNetwork timed(positions_graph(stream), one_macro(overlaps, ZeroSkipping::none));
    const EngineResult result =
        simulate_in_child(timed.network, random_images(timed.graph, 1, stream));
    const LayerPlacement& layer = timed.placement.layers[0];
    MvmStages stages =
        timed.chip.main().stages(layer.format, timed.network.array(layer, 0).columns);
    const std::int64_t load = stages.load;
    // The window's way into the register is part of its loading.
    stages.load += fs(kControl + kBus);
    const MvmTiming timing = mvm_timing(stages, layer.format.passes(8));
    const LayerTrace& trace = result.layers.at(0);
    INFO("overlaps " << overlaps);
    CHECK(trace.first_end_fs - trace.first_start_fs ==
          femtoseconds(timing.latency) - load - fs(kControl + kBus) +
              19 * femtoseconds(timing.interval) + fs(1 + 2.5 + 2 * 0.5));
  }
}

TEST_CASE("a convolution with zero skipping gives the same bits with and without time") {
  const Stream stream(33);
  for (const ZeroSkipping skipping : {ZeroSkipping::slice, ZeroSkipping::row}) {
    TimedChip chip = one_macro(31, skipping);
    chip.arrays.cell.programming_sigma_steps = 0.1;
    chip.arrays.cell.read_sigma_steps = 0.2;
    const TimedNetwork timed(positions_graph(stream), chip);
    const std::vector<IntTensor> images = sparse_image(timed.graph, stream);
    const EngineResult result = simulate_in_child(timed.network, images);
    CHECK(result.outputs[0] == run_analog(timed.network, images[0], 0).back());
  }
}

TEST_CASE(
    "ISAAC: a position takes 22 cycles of 100 ns from eDRAM to eDRAM, the next follows 16 later") {
  const Chip chip(read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/isaac_isca_2016.yaml")));
  const Stream stream(34);
  // 256 inputs on two arrays, as the paper's example; 16 outputs fill their columns.
  const QuantizedGraph graph = fully_connected_graph(256, 16, 16, 16, stream);
  const Placement placement = place(graph, chip, {}, {});
  REQUIRE(placement.arrays == 2);
  const ProgrammedNetwork network(graph, chip, placement, adc_ranges(graph, chip, placement, {}, 1),
                                  {}, 1);
  const EngineResult result = simulate_in_child(network, random_images(graph, 2, stream));
  constexpr std::int64_t kCycle = 100'000'000;
  const TileSpec& tile = chip.spec().tile;
  // Cycle 1: eDRAM to input register. Its end is the first MVM's start.
  CHECK(tile.input_buffer.accesses(256 * 16) * femtoseconds(tile.input_buffer.cycle) == kCycle);
  // Cycles 2 to 17 reads, 18 ADC, 19 S+A, 20 the tile's S+A, 21 sigmoid; then the pixel leaves.
  const std::int64_t flits = (16 * 16 / 32 + 1) * femtoseconds(chip.spec().noc.clock);
  const LayerTrace& trace = result.layers.at(0);
  CHECK(trace.first_end_fs - trace.first_start_fs == (21 - 1) * kCycle + flits);
  // Cycle 22: the router, and the word in the next tile's eDRAM.
  const std::int64_t write =
      tile.input_buffer.accesses(16 * 16) * femtoseconds(tile.input_buffer.cycle);
  const std::int64_t hop = chip.spec().noc.router_cycles * femtoseconds(chip.spec().noc.clock);
  CHECK(hop + flits + write <= kCycle);
  // An MVM of 16 bits occupies each of the two arrays for 16 cycles; two images.
  CHECK(trace.busy_fs == 2 * 2 * 16 * kCycle);
}

}  // namespace mho
