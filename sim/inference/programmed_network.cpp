// Programming of all blocks, and the product of one block at chosen output positions.
#include "sim/inference/programmed_network.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/chip/macro_readout.hpp"

namespace mho {
namespace {

/// Inputs of one batch, so that batch, partial sums and conductances stay in a core's L2 cache.
constexpr std::size_t kBatchValues = 32768;

/// The stream of a block: keyed by what it computes, never by where it sits.
Stream block_stream(const TrialKey& key, const Block& block) {
  const std::uint64_t cut = (static_cast<std::uint64_t>(block.row_begin) << 32) |
                            static_cast<std::uint32_t>(block.output_begin);
  return Stream(key.seed)
      .child(static_cast<std::uint64_t>(key.trial))
      .child(static_cast<std::uint64_t>(block.layer))
      .child(static_cast<std::uint64_t>(block.replica))
      .child(cut);
}

/// The chip as it was after programming, with the same errors.
Conditions fresh(const Conditions& conditions) {
  Conditions fresh;
  fresh.effects = conditions.effects;
  return fresh;
}

bool differs_from_fresh(const Conditions& conditions) {
  return conditions.age.value() > 0 || conditions.temperature.value() > 0;
}

}  // namespace

ProgrammedNetwork::ProgrammedNetwork(const QuantizedGraph& graph, const Chip& chip,
                                     const Placement& placement, AdcRanges ranges, TrialKey key,
                                     int threads, const Conditions& conditions)
    : graph_(&graph), chip_(&chip), placement_(&placement), ranges_(std::move(ranges)) {
  require(ranges_.size() == graph.layers.size(), "ProgrammedNetwork: not ranges per layer");
  slot_of_layer_.assign(graph.layers.size(), -1);
  struct Job {
    int slot, block;
  };
  std::vector<Job> jobs;
  for (int slot = 0; slot < static_cast<int>(placement.layers.size()); ++slot) {
    const LayerPlacement& layer = placement.layers[slot];
    slot_of_layer_[layer.layer] = slot;
    arrays_.emplace_back(layer.blocks.size());
    readouts_.emplace_back(layer.blocks.size());
    noise_.emplace_back();
    for (int b = 0; b < static_cast<int>(layer.blocks.size()); ++b) {
      noise_.back().push_back(block_stream(key, layer.blocks[b]).child(Purpose::read_noise));
      jobs.push_back({slot, b});
    }
  }
  const MacroSpec& macro = chip.spec().tile.macro;
  parallel_for(threads, static_cast<std::int64_t>(jobs.size()), [&](std::int64_t j) {
    const auto [slot, b] = jobs[j];
    const LayerPlacement& layer = placement.layers[slot];
    const Block& block = layer.blocks[b];
    const Stream stream = block_stream(key, block);
    const auto program = [&](const Conditions& at) {
      ArrayModel model(*macro.cell);
      model.conditions = at;
      model.array = block.array;
      model.read_voltage = macro.read_voltage;
      if (macro.dac.errors) model.dac_errors = macro.dac.errors->errors;
      if (macro.wires) model.wires = &*macro.wires;
      return program_array(layer.format, model, block.rows(), block.outputs(),
                           block_weights(graph.layers[layer.layer], block),
                           stream.child(Purpose::programming));
    };
    arrays_[slot][b] = program(conditions);
    Readout& readout = readouts_[slot][b];
    readout = macro_readout(chip, layer.format, ranges_[layer.layer], conditions.effects,
                            stream.child(Purpose::converters));
    if (macro.drift_compensation != DriftCompensation::none && differs_from_fresh(conditions))
      readout.gain =
          compensating_gain(macro.drift_compensation, program(fresh(conditions)), arrays_[slot][b]);
  });
}

void ProgrammedNetwork::block_product(const LayerPlacement& layer, int block,
                                      std::span<const std::int32_t> input, std::uint32_t image,
                                      std::span<const std::uint32_t> positions,
                                      std::span<std::int64_t> sums, MvmActivity* activity) const {
  const LayerInput one{input, image};
  block_product(layer, block, std::span(&one, 1), positions, sums, activity);
}

void ProgrammedNetwork::block_product(const LayerPlacement& layer, int block,
                                      std::span<const LayerInput> inputs,
                                      std::span<const std::uint32_t> positions,
                                      std::span<std::int64_t> sums, MvmActivity* activity) const {
  const Block& cut = layer.blocks[block];
  const std::size_t rows = cut.rows();
  const std::size_t outputs = cut.outputs();
  const std::size_t all = inputs.size() * positions.size();
  require(sums.size() == all * outputs, "block_product: wrong size of sums");
  const QuantizedLayer& quantized = graph_->layers[layer.layer];
  const int slot = slot_of_layer_[layer.layer];
  const std::size_t batch = std::min(all, std::max<std::size_t>(1, kBatchValues / rows));
  std::vector<std::int32_t> patches(batch * rows);
  std::vector<std::uint32_t> images(batch), batch_positions(batch);
  for (std::size_t first = 0; first < all; first += batch) {
    const std::size_t items = std::min(batch, all - first);
    for (std::size_t i = 0; i < items; ++i) {
      const LayerInput& input = inputs[(first + i) / positions.size()];
      images[i] = input.image;
      batch_positions[i] = positions[(first + i) % positions.size()];
      gather_patch(*graph_, quantized, input.tensor, static_cast<int>(batch_positions[i]),
                   cut.row_begin, cut.row_end, std::span(patches).subspan(i * rows, rows));
    }
    mvm(arrays_[slot][block], readouts_[slot][block],
        {std::span(patches).first(items * rows), std::span(images).first(items),
         std::span(batch_positions).first(items)},
        noise_[slot][block], sums.subspan(first * outputs, items * outputs), activity);
  }
}

const ProgrammedArray& ProgrammedNetwork::array(const LayerPlacement& layer, int block) const {
  return arrays_[slot_of_layer_[layer.layer]][block];
}

const Readout& ProgrammedNetwork::readout(const LayerPlacement& layer, int block) const {
  return readouts_[slot_of_layer_[layer.layer]][block];
}

}  // namespace mho
