// Programming of all blocks, and the product of one block at chosen output positions.
#include "sim/inference/programmed_network.hpp"

#include <algorithm>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/chip/macro_problems.hpp"
#include "sim/chip/macro_readout.hpp"
#include "workloads/integer/product_matrix.hpp"

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
  fresh.writing = conditions.writing;
  return fresh;
}

bool differs_from_fresh(const Conditions& conditions) {
  return conditions.age.value() > 0 || conditions.temperature.value() > 0;
}

/// Every bit of every weight is written once, a row after another.
ProgrammingEffort digital_effort(const MvmFormat& format, const MacroSpec& macro,
                                 const Block& block) {
  ProgrammingEffort effort;
  effort.pulses =
      std::int64_t{block.rows()} * format.cell_columns(block.outputs()) * macro.cells_per_column();
  effort.row_pulses = block.rows();
  return effort;
}

/// The sum of a group's inputs times what is missing from the weights that cells hold.
void add_corrections(const std::vector<CenterCorrection>& corrections, const MvmBatch& batch,
                     std::span<std::int64_t> sums) {
  const std::size_t items = batch.image.size(), outputs = corrections.size();
  const std::size_t rows = batch.inputs.size() / items;
  for (std::size_t i = 0; i < items; ++i) {
    const auto values = batch.inputs.subspan(i * rows, rows);
    const CenterCorrection* last = nullptr;
    std::int64_t inputs = 0;
    for (std::size_t o = 0; o < outputs; ++o) {
      const CenterCorrection& own = corrections[o];
      if (!last || last->row_begin != own.row_begin || last->row_end != own.row_end)
        inputs = std::accumulate(values.begin() + own.row_begin, values.begin() + own.row_end,
                                 std::int64_t{0});
      last = &own;
      sums[i * outputs + o] += own.center * inputs * (std::int64_t{1} << kPartialSumFraction);
    }
  }
}

}  // namespace

ProgrammedNetwork::ProgrammedNetwork(const QuantizedGraph& graph, const Chip& chip,
                                     const Placement& placement, AdcRanges ranges, TrialKey key,
                                     int threads, const Conditions& conditions,
                                     const TellShare& tell)
    : graph_(&graph),
      chip_(&chip),
      placement_(&placement),
      ranges_(std::move(ranges)),
      key_(key),
      conditions_(conditions),
      arrays_(std::make_shared<std::vector<std::vector<BlockArray>>>()) {
  require(ranges_.size() == graph.layers.size(), "ProgrammedNetwork: not ranges per layer");
  slot_of_layer_.assign(graph.layers.size(), -1);
  struct Job {
    int slot, block;
  };
  std::vector<Job> jobs;
  for (int slot = 0; slot < static_cast<int>(placement.layers.size()); ++slot) {
    const LayerPlacement& layer = placement.layers[slot];
    slot_of_layer_[layer.layer] = slot;
    arrays_->emplace_back(layer.dynamic ? 0 : layer.blocks.size());
    for (int b = 0; b < static_cast<int>(arrays_->back().size()); ++b) jobs.push_back({slot, b});
  }
  parallel_for(
      threads, static_cast<std::int64_t>(jobs.size()),
      [&](std::int64_t j) {
        const auto [slot, b] = jobs[j];
        const LayerPlacement& layer = placement.layers[slot];
        (*arrays_)[slot][b] =
            program_block(layer, b, graph.layers[layer.layer].weights, conditions_);
      },
      tell);
}

BlockArray ProgrammedNetwork::program_block(const LayerPlacement& layer, int block,
                                            const MatrixWeights& matrix,
                                            const Conditions& conditions) const {
  const TileKind kind = chip_->kind(layer.tile_kind);
  const MacroSpec& macro = kind.macro();
  const Block& cut = layer.blocks[block];
  BlockArray made;
  made.corrections = block_corrections(matrix, cut);
  const AnalogMacroSpec* analog = macro.analog();
  if (analog == nullptr) {
    std::vector<std::int32_t> weights = block_weights(matrix, cut);
    if (macro.follows_operands())
      made.toggles.emplace(layer.format, cut.rows(), cut.outputs(), weights);
    made.digital.emplace(layer.format, cut.rows(), cut.outputs(), std::move(weights));
    made.cells.effort = digital_effort(layer.format, macro, cut);
    return made;
  }
  const Stream stream = block_stream(key_, cut);
  const auto program = [&](const Conditions& at) {
    ArrayModel model(*macro.cell);
    model.conditions = at;
    model.array = cut.array;
    model.read_voltage = analog->read_voltage;
    if (analog->dac.errors) model.dac_errors = analog->dac.errors->errors;
    if (analog->wires) model.wires = &*analog->wires;
    model.physical_rows = macro.rows;
    model.physical_columns = macro.columns / macro.analog()->weight_copies;
    return naming_macro(kind, [&] {
      return program_array(layer.format, model, cut.rows(), cut.outputs(),
                           block_weights(matrix, cut), stream.child(Purpose::programming));
    });
  };
  made.cells = program(conditions);
  made.readout = macro_readout(kind, layer.format, ranges_[layer.layer], conditions.effects,
                               stream.child(Purpose::converters));
  if (analog->drift_compensation != DriftCompensation::none && differs_from_fresh(conditions))
    made.readout.gain =
        compensating_gain(analog->drift_compensation, program(fresh(conditions)), made.cells);
  made.read_noise = stream.child(Purpose::read_noise);
  return made;
}

BlockArray ProgrammedNetwork::write_block(const LayerPlacement& layer, int block,
                                          const MatrixWeights& matrix, std::uint32_t image) const {
  Conditions written = conditions_;
  written.age = Time();
  written.writing = std::uint64_t{image} + 1;
  return program_block(layer, block, matrix, written);
}

WrittenArrays ProgrammedNetwork::write_layer(const LayerPlacement& layer,
                                             std::span<const std::int32_t> operand,
                                             std::uint32_t image, int threads) const {
  const MatrixWeights matrix = product_matrix(*graph_, graph_->layers[layer.layer], operand);
  WrittenArrays arrays(layer.blocks.size());
  parallel_for(threads, std::ssize(arrays), [&](std::int64_t b) {
    arrays[b] = write_block(layer, static_cast<int>(b), matrix, image);
  });
  return arrays;
}

void ProgrammedNetwork::block_product(const LayerPlacement& layer, int block,
                                      std::span<const std::int32_t> input, std::uint32_t image,
                                      std::span<const std::uint32_t> positions,
                                      std::span<std::int64_t> sums, MvmActivity* activity) const {
  const LayerInput one{input, image};
  const std::size_t outputs = layer.blocks[block].outputs();
  require(sums.size() == positions.size() * outputs, "block_product: wrong size of sums");
  const std::size_t batch_size = batch_items(layer.blocks[block]);
  BlockInputs batch;
  for (std::size_t first = 0; first < positions.size(); first += batch_size) {
    const std::size_t items = std::min(batch_size, positions.size() - first);
    block_inputs(layer, block, std::span(&one, 1), positions, first, items, batch);
    block_product(block_array(layer, block), batch.batch(),
                  sums.subspan(first * outputs, items * outputs), activity);
  }
}

std::size_t ProgrammedNetwork::batch_items(const Block& block) {
  return std::max<std::size_t>(1, kBatchValues / static_cast<std::size_t>(block.rows()));
}

void ProgrammedNetwork::block_inputs(const LayerPlacement& layer, int block,
                                     std::span<const LayerInput> inputs,
                                     std::span<const std::uint32_t> positions, std::size_t first,
                                     std::size_t items, BlockInputs& batch) const {
  const Block& cut = layer.blocks[block];
  const std::size_t rows = cut.rows();
  const QuantizedLayer& quantized = graph_->layers[layer.layer];
  batch.values.resize(items * rows);
  batch.image.resize(items);
  batch.position.resize(items);
  for (std::size_t i = 0; i < items; ++i) {
    const LayerInput& input = inputs[(first + i) / positions.size()];
    batch.image[i] = input.image;
    batch.position[i] = positions[(first + i) % positions.size()];
    gather_patch(*graph_, quantized, input.tensor, static_cast<int>(batch.position[i]),
                 cut.row_begin, cut.row_end, std::span(batch.values).subspan(i * rows, rows));
  }
}

void ProgrammedNetwork::block_product(const BlockArray& block, const MvmBatch& batch,
                                      std::span<std::int64_t> sums, MvmActivity* activity,
                                      std::span<PassRecord> passes) {
  if (batch.layout == BatchLayout::by_row && (block.digital || !block.corrections.empty())) {
    const std::vector<std::int32_t> inputs = inputs_by_item(batch);
    return block_product(block, {inputs, batch.image, batch.position}, sums, activity, passes);
  }
  if (!block.corrections.empty()) add_corrections(block.corrections, batch, sums);
  if (block.digital) {
    if (block.toggles && activity != nullptr) block.toggles->add(batch.inputs, *activity);
    return block.digital->add_products(batch.inputs, kPartialSumFraction, sums);
  }
  mvm(block.cells, block.readout, batch, block.read_noise, sums, activity, passes);
}

std::vector<ProgrammingEffort> ProgrammedNetwork::programming_effort() const {
  std::vector<ProgrammingEffort> sums(chip_->kinds().size());
  for (std::size_t slot = 0; slot < arrays_->size(); ++slot)
    for (const BlockArray& block : (*arrays_)[slot]) {
      ProgrammingEffort& sum = sums[placement_->layers[slot].tile_kind];
      sum.pulses += block.cells.effort.pulses;
      sum.row_pulses = std::max(sum.row_pulses, block.cells.effort.row_pulses);
    }
  return sums;
}

const BlockArray& ProgrammedNetwork::block_array(const LayerPlacement& layer, int block) const {
  return (*arrays_)[slot_of_layer_[layer.layer]][block];
}

}  // namespace mho
