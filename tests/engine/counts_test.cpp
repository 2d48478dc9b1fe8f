// What the engine counts equals formulas of the shapes, and, where it depends on the data, what the
// untimed arithmetic counts.
#include <catch2/catch.hpp>

#include "tests/engine/timed_network.hpp"

namespace mho {
namespace {

ActionCounts counts_of_layer(const EngineResult& result, int layer) {
  ActionCounts sum;
  for (const CountedActions& counted : result.actions)
    if (counted.layer == layer) sum += counted.counts;
  return sum;
}

/// What all MVMs of a layer do for these images, from the untimed driver.
MvmActivity untimed_activity(const TimedNetwork& timed, const LayerPlacement& layer,
                             const std::vector<IntTensor>& images) {
  MvmActivity activity;
  const QuantizedLayer& quantized = timed.graph.layers[layer.layer];
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto image = static_cast<std::uint32_t>(i);
    const std::vector<IntTensor> tensors = run_analog(timed.network, images[i], image);
    const int pixels = timed.graph.tensors[quantized.output].pixels();
    for (int b = 0; b < static_cast<int>(layer.blocks.size()); ++b) {
      std::vector<std::uint32_t> positions;
      for (int p = 0; p < pixels; ++p)
        if (layer.replica_of(p) == layer.blocks[b].replica)
          positions.push_back(static_cast<std::uint32_t>(p));
      std::vector<std::int64_t> sums(positions.size() * layer.blocks[b].outputs());
      timed.network.block_product(layer, b, tensors[quantized.inputs[0]], image, positions, sums,
                                  &activity);
    }
  }
  return activity;
}

}  // namespace

TEST_CASE("counts of a residual network follow from its shapes") {
  const Stream stream(21);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.macros = 2;
  PlacementSpec spec;
  spec.replication = {{"layer1", 2}};
  const TimedNetwork timed(residual_graph(4, 4, stream), chip, spec);
  const int images = 2;
  const EngineResult result = simulate(timed.network, random_images(timed.graph, images, stream));

  std::int64_t blocks_outputs_positions = 0;
  for (const LayerPlacement& layer : timed.placement.layers) {
    const QuantizedLayer& quantized = timed.graph.layers[layer.layer];
    const int pixels = timed.graph.tensors[quantized.output].pixels();
    std::int64_t conversions = 0, drives = 0, register_bits = 0, sums = 0;
    for (const Block& block : layer.blocks) {
      const std::int64_t positions = std::int64_t{images} * pixels / layer.replicas;
      const int passes = layer.format.passes(block.rows());
      conversions +=
          positions * passes * block.outputs() * layer.format.converted_columns_per_output();
      drives +=
          positions * block.rows() * layer.format.input_slices() * layer.format.input_polarities();
      register_bits += positions * block.rows() * layer.format.input_bits;
      sums += positions * block.outputs();
    }
    const ActionCounts counts = counts_of_layer(result, layer.layer);
    CHECK(counts[Action::adc_convert] == conversions);
    CHECK(counts[Action::column_select] == conversions);
    CHECK(counts[Action::sample_hold] == conversions);
    CHECK(counts[Action::shift_add] == conversions);
    CHECK(counts[Action::dac_drive] == drives);
    CHECK(counts[Action::input_register_bit] == register_bits);
    CHECK(counts[Action::output_register_sum] == sums);
    CHECK(counts[Action::accumulate] ==
          sums - std::int64_t{images} * pixels * quantized.weights.outputs);
    blocks_outputs_positions += sums;
  }
  CHECK(blocks_outputs_positions > 0);

  std::int64_t pixels = 0;
  for (std::size_t index = 0; index < timed.graph.layers.size(); ++index) {
    const QuantizedLayer& layer = timed.graph.layers[index];
    const std::int64_t made = std::int64_t{images} * timed.graph.tensors[layer.output].pixels();
    pixels += made;
    CHECK(counts_of_layer(result, static_cast<int>(index))[Action::vector_operation] ==
          made * vector_operations_per_pixel(timed.graph, layer));
  }
  CHECK(total(result, Action::control_step) == pixels);
  const QuantizedTensor& in = timed.graph.tensors[timed.graph.input];
  const QuantizedTensor& out = timed.graph.tensors[timed.graph.output];
  CHECK(total(result, Action::host_link_bit) ==
        images * (in.size() * in.bits + out.size() * out.bits));
  // A pixel of 12 or 64 bits is one access of 64.
  CHECK(total(result, Action::global_buffer_read) == images * (in.pixels() + out.pixels()));
  CHECK(total(result, Action::global_buffer_write) == total(result, Action::global_buffer_read));
}

TEST_CASE("energy that depends on the data is counted where it was executed") {
  const Stream stream(22);
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  const TimedNetwork timed(chain_graph(4, 4, stream), chip, {}, {3, 1});
  const std::vector<IntTensor> images = random_images(timed.graph, 2, stream);
  const EngineResult result = simulate(timed.network, images);
  for (const LayerPlacement& layer : timed.placement.layers) {
    const MvmActivity untimed = untimed_activity(timed, layer, images);
    const ActionCounts counts = counts_of_layer(result, layer.layer);
    CHECK(untimed.driven_conductance > 0);
    CHECK(counts[Action::cell_read] == untimed.driven_conductance);
    CHECK(counts[Action::array_read] == 0);
    CHECK(counts[Action::adc_convert] == untimed.conversions);
  }
}

TEST_CASE("a published energy of a whole array is counted by passes instead of cells") {
  const Stream stream(23);
  TimedChip chip;
  ChipSpec spec = chip.spec();
  spec.tile.macro.analog()->read_energy = ReadEnergy::constant;
  const QuantizedGraph graph = fully_connected_graph(8, 2, 4, 4, stream);
  const Chip built(spec);
  const Placement placement = place(graph, built, {}, {});
  const ProgrammedNetwork network(graph, built, placement,
                                  adc_ranges(graph, built, placement, {}, 1), {}, 1);
  const EngineResult result = simulate(network, random_images(graph, 3, stream));
  CHECK(total(result, Action::array_read) ==
        3 * std::ssize(placement.layers[0].blocks) * placement.layers[0].format.passes(8));
  CHECK(total(result, Action::cell_read) == 0);
}

TEST_CASE("each tile of a layer reads the rows of its blocks and is written each pixel once") {
  const Stream stream(24);
  TimedChip chip;
  chip.arrays.columns = 32;
  chip.arrays.macros = 1;
  const TimedNetwork timed(fully_connected_graph(24, 3, 4, 4, stream), chip);
  const EngineResult result = simulate(timed.network, random_images(timed.graph, 1, stream));
  for (const CountedActions& counted : result.actions) {
    if (counted.tile < 0) continue;
    const int rows = counted.tile == 0 ? 16 : 8;
    CHECK(counted.layer == 0);
    CHECK(counted.counts[Action::bus_bit] == rows * 4);
    CHECK(counted.counts[Action::buffer_read] == 1);
    CHECK(counted.counts[Action::buffer_write] == 2);  // 24 channels of 4 bits
    CHECK(counted.counts[Action::control_step] == (counted.tile == 0 ? 1 : 0));
  }
  CHECK(result.actions.size() == 4);  // two tiles, the layer's packets, the image
}

}  // namespace mho
