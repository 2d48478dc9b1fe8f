#include "sim/engine/plan/plan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/plan/buffer_shares.hpp"
#include "sim/engine/plan/windows.hpp"
#include "sim/mapping/cuts.hpp"
#include "sim/mapping/key_value_cache.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {

namespace {

GroupPlan& group_on(StagePlan& stage, int tile) {
  for (GroupPlan& group : stage.groups)
    if (group.tile == tile) return group;
  stage.groups.emplace_back().tile = tile;
  return stage.groups.back();
}

std::int64_t distinct_rows(const LayerPlacement& layer, const GroupPlan& group) {
  std::vector<std::pair<int, int>> cuts;
  for (int block : group.blocks)
    cuts.emplace_back(layer.blocks[block].row_begin, layer.blocks[block].row_end);
  std::sort(cuts.begin(), cuts.end());
  std::int64_t rows = 0;
  int end = 0;
  for (const auto& [row_begin, row_end] : cuts) {
    rows += std::max(0, row_end - std::max(row_begin, end));
    end = std::max(end, row_end);
  }
  return rows;
}

std::vector<int> distinct_outputs(const LayerPlacement& layer, const std::vector<int>& blocks) {
  std::vector<int> outputs;
  for (int block : blocks)
    for (int o = layer.blocks[block].output_begin; o < layer.blocks[block].output_end; ++o)
      outputs.push_back(o);
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  return outputs;
}

/// Sums of the blocks of a core meet there, then those of the cores in the tile.
void plan_additions(const Chip& chip, const LayerPlacement& layer, GroupPlan& group) {
  std::map<int, std::vector<int>> blocks_of_core;
  const auto& core = chip.tile(group.tile).core;
  for (int index : group.blocks) {
    const int macro = chip.macro_of_array(layer.blocks[index].array);
    // Without cores every block stands alone.
    blocks_of_core[core ? macro / core->macros : index].push_back(index);
  }
  std::int64_t meeting = 0;
  for (const auto& [number, blocks] : blocks_of_core) {
    std::int64_t sums = 0;
    for (int index : blocks) sums += layer.blocks[index].outputs();
    const std::int64_t left = std::ssize(distinct_outputs(layer, blocks));
    if (sums > left) group.core_additions.emplace_back(number, sums - left);
    meeting += left;
  }
  group.additions = meeting - std::ssize(group.outputs);
}

void sum_blocks(const LayerPlacement& layer, GroupPlan& group) {
  for (int index : group.blocks) {
    const Block& block = layer.blocks[index];
    group.most_rows = std::max<std::int64_t>(group.most_rows, block.rows());
    group.block_rows += block.rows();
    group.block_outputs += block.outputs();
  }
}

std::int64_t written_cells(const Chip& chip, const LayerPlacement& layer, int rows, int outputs) {
  return std::int64_t{rows} * layer.format.rows_per_input() * layer.format.cell_columns(outputs) *
         chip.kind(layer.tile_kind).macro().cells_per_column();
}

/// Rows of an array are written one after another.
std::int64_t write_time_fs(const Chip& chip, const LayerPlacement& layer, int rows) {
  const CellCost& cell = chip.kind(layer.tile_kind).macro().cell_cost;
  return times_fs(std::int64_t{rows} * layer.format.rows_per_input(),
                  femtoseconds(cell.write_time));
}

void plan_write(const QuantizedGraph& graph, const Chip& chip, const LayerPlacement& layer,
                GroupPlan& group) {
  const QuantizedLayer& product = graph.layers[layer.layer];
  const int bits = graph.tensors[product.inputs[1]].bits;
  WritePlan& writes = group.writes.emplace();
  for (int index : group.blocks) {
    const WrittenPart part = written_part(graph, product, layer.blocks[index]);
    writes.bits += part.weights * bits;
    writes.cells += written_cells(chip, layer, part.rows, part.outputs);
    writes.write_fs = std::max(writes.write_fs, write_time_fs(chip, layer, part.rows));
  }
}

StagePlan matrix_stage(const QuantizedGraph& graph, const Chip& chip, const LayerPlacement& layer,
                       int replica) {
  StagePlan stage;
  stage.layer = layer.layer;
  stage.replica = replica;
  const MatrixWeights weights = array_shape(graph, graph.layers[layer.layer]);
  stage.sum_bits = layer.format.weight_bits + layer.format.input_bits +
                   std::bit_width(static_cast<unsigned>(weights.rows_per_group - 1));
  for (int block = 0; block < static_cast<int>(layer.blocks.size()); ++block)
    if (layer.blocks[block].replica == replica)
      group_on(stage, chip.tile_of_array(layer.blocks[block].array)).blocks.push_back(block);
  for (GroupPlan& group : stage.groups) {
    group.rows = distinct_rows(layer, group);
    group.outputs = distinct_outputs(layer, group.blocks);
    plan_additions(chip, layer, group);
    sum_blocks(layer, group);
    if (layer.dynamic) plan_write(graph, chip, layer, group);
  }
  return stage;
}

/// A layer without arrays lives where its last-made input is, or, on a kind of tiles of its own,
/// on one of these, dealt round robin by layer.
int home_without_arrays(const Chip& chip, const Placement& placement, int layer,
                        int home_of_input) {
  const auto kind = placement.vector_kind.find(layer);
  if (kind == placement.vector_kind.end()) return home_of_input;
  const auto before = std::count_if(placement.vector_kind.begin(), kind, [&](const auto& other) {
    return other.second == kind->second;
  });
  return chip.kind(kind->second).first_tile() +
         static_cast<int>(before % chip.kind(kind->second).tiles());
}

/// Where the input of a layer that is made last is made.
int latest_home(const QuantizedGraph& graph, const QuantizedLayer& layer,
                const std::map<int, int>& home_of_tensor) {
  for (int producer = static_cast<int>(graph.layers.size()) - 1; producer >= 0; --producer) {
    const int made = graph.layers[producer].output;
    if (std::find(layer.inputs.begin(), layer.inputs.end(), made) != layer.inputs.end() &&
        home_of_tensor.contains(made))
      return home_of_tensor.at(made);
  }
  return home_of_tensor.at(layer.inputs.front());
}

std::vector<StagePlan> plan_stages(const QuantizedGraph& graph, const Chip& chip,
                                   const Placement& placement) {
  std::vector<StagePlan> stages;
  std::map<int, int> home_of_tensor{{graph.input, 0}};
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const QuantizedLayer& layer = graph.layers[index];
    const LayerPlacement* placed = placement.of_layer(index);
    const int replicas = placed ? placed->replicas : 1;
    const int pixels = graph.tensors[layer.output].pixels();
    for (int replica = 0; replica < replicas; ++replica) {
      StagePlan stage;
      if (placed) {
        stage = matrix_stage(graph, chip, *placed, replica);
      } else {
        stage.layer = index;
        stage.groups.emplace_back().tile =
            home_without_arrays(chip, placement, index, latest_home(graph, layer, home_of_tensor));
        if (has_weights(layer.kind)) stage.groups.back().rows = layer.weights.rows();
        stage.groups.back().cache_bits = cached_bits(graph, layer);
      }
      stage.phase = placement.phase_of(index);
      for (int position = 0; position < pixels; ++position)
        if (!placed || placed->replica_of(position) == replica) stage.positions.push_back(position);
      if (replica == 0) home_of_tensor[layer.output] = stage.home();
      stages.push_back(std::move(stage));
    }
  }
  return stages;
}

/// The store of a tensor on a tile in a phase; stores of a phase are found by `index`.
using StoreIndex = std::map<std::tuple<int, int, int>, int>;

int store_for(EnginePlan& plan, StoreIndex& index, const QuantizedGraph& graph, int tensor,
              int tile, int phase) {
  const auto [found, is_new] =
      index.try_emplace({phase, tensor, tile}, static_cast<int>(plan.stores.size()));
  if (!is_new) return found->second;
  StorePlan store;
  store.tensor = tensor;
  store.tile = tile;
  store.phase = phase;
  const QuantizedTensor& shape = graph.tensors[tensor];
  store.pixel_bits = std::int64_t{shape.channels} * shape.bits;
  store.sequence.assign(shape.pixels(), -1);
  plan.stores.push_back(std::move(store));
  return found->second;
}

/// The store of operand B of a dynamic layer: all its pixels at once.
void connect_operand(EnginePlan& plan, StoreIndex& index, const QuantizedGraph& graph,
                     const StagePlan& stage, GroupPlan& group) {
  const int tensor = graph.layers[stage.layer].inputs[1];
  group.writes->store = store_for(plan, index, graph, tensor, group.tile, stage.phase);
  StorePlan& store = plan.stores[group.writes->store];
  group.writes->reader = static_cast<int>(store.reader_layers.size());
  store.reader_layers.push_back(stage.layer);
  std::fill(store.sequence.begin(), store.sequence.end(), 0);
  store.needed = std::ssize(store.sequence);
}

/// Makes the stores that a stage reads from and marks the pixels that it needs (sequence = 0).
void connect_inputs(EnginePlan& plan, StoreIndex& index, const QuantizedGraph& graph,
                    StagePlan& stage) {
  const QuantizedLayer& layer = graph.layers[stage.layer];
  std::vector<int> pixels;
  for (GroupPlan& group : stage.groups) {
    const bool is_home = &group == &stage.groups.front();
    const int first_slot = layer.kind == LayerKind::lstm && !is_home ? 1 : 0;
    const int end_slot = group.writes ? 1 : slots(layer);
    for (int slot = first_slot; slot < end_slot; ++slot) {
      InputPlan input;
      input.slot = slot;
      input.store =
          store_for(plan, index, graph, slot_tensor(layer, slot), group.tile, stage.phase);
      StorePlan& store = plan.stores[input.store];
      input.reader = static_cast<int>(store.reader_layers.size());
      store.reader_layers.push_back(stage.layer);
      for (int position : stage.positions) {
        window_pixels(graph, layer, slot, position, pixels);
        for (int pixel : pixels) store.sequence[pixel] = 0;
      }
      group.inputs.push_back(std::move(input));
    }
    if (group.writes) connect_operand(plan, index, graph, stage, group);
  }
}

void number_pixels(StorePlan& store) {
  for (int pixel = 0; pixel < static_cast<int>(store.sequence.size()); ++pixel) {
    if (store.sequence[pixel] < 0) continue;
    store.sequence[pixel] = static_cast<int>(store.pixels.size());
    store.pixels.push_back(pixel);
  }
}

/// The place of the first held pixel that is not before `pixel`.
int place_of(const StorePlan& store, int pixel) {
  return static_cast<int>(std::lower_bound(store.pixels.begin(), store.pixels.end(), pixel) -
                          store.pixels.begin());
}

/// Horizons of one input, and its store's need: at any output position of the layer (of any
/// replica), what this reader has not passed yet and what must have room before that position.
/// `hold`: see pixels_to_hold.
void plan_horizon(const QuantizedGraph& graph, const StagePlan& stage, int slot,
                  const std::vector<int>& hold, StorePlan& store, InputPlan& input) {
  const QuantizedLayer& layer = graph.layers[stage.layer];
  const int count = static_cast<int>(stage.positions.size());
  std::vector<int> pixels;
  input.horizon.assign(count + 1, static_cast<int>(store.pixels.size()));
  for (int n = count - 1; n >= 0; --n) {
    window_pixels(graph, layer, slot, stage.positions[n], pixels);
    input.horizon[n] = input.horizon[n + 1];
    if (!pixels.empty()) input.horizon[n] = std::min(input.horizon[n], place_of(store, pixels[0]));
  }
  int next = 0;
  for (int position = 0; position < graph.tensors[layer.output].pixels(); ++position) {
    store.needed =
        std::max<std::int64_t>(store.needed, place_of(store, hold[position]) - input.horizon[next]);
    if (next < count && stage.positions[next] == position) ++next;
  }
}

/// A store in the global buffer that takes a whole tensor.
int store_in_memory(EnginePlan& plan, StoreIndex& index, const QuantizedGraph& graph, int tensor,
                    int phase) {
  const int number = store_for(plan, index, graph, tensor, kGlobalBuffer, phase);
  StorePlan& store = plan.stores[number];
  std::fill(store.sequence.begin(), store.sequence.end(), 0);
  store.needed = 1;
  return number;
}

/// The tensors that a phase reads and does not make: fed from memory.
void plan_feeds(const QuantizedGraph& graph, const Placement& placement, StoreIndex& index,
                EnginePlan& plan) {
  std::vector<int> made_in(graph.tensors.size(), -1);
  for (const StagePlan& stage : plan.stages)
    made_in[graph.layers[stage.layer].output] = stage.phase;
  std::map<std::pair<int, int>, int> feeds;  // (phase, tensor) -> number
  const int stores = static_cast<int>(plan.stores.size());
  for (int number = 0; number < stores; ++number) {
    const int tensor = plan.stores[number].tensor;
    const int phase = plan.stores[number].phase;
    if (made_in[tensor] == phase) continue;
    const auto [found, is_new] =
        feeds.try_emplace({phase, tensor}, static_cast<int>(plan.feeds.size()));
    if (is_new) plan.feeds.push_back({tensor, phase, {}, -1, 0});
    plan.feeds[found->second].destinations.push_back(number);
  }
  for (int number = 0; number < static_cast<int>(plan.feeds.size()); ++number) {
    FeedPlan& feed = plan.feeds[number];
    plan.phases[feed.phase].feeds.push_back(number);
    if (feed.tensor == graph.input) continue;
    feed.source = store_in_memory(plan, index, graph, feed.tensor, made_in[feed.tensor]);
    feed.reader = static_cast<int>(plan.stores[feed.source].reader_layers.size());
    plan.stores[feed.source].reader_layers.push_back(-1);
    if (feed.reader == 0) plan.spilled.push_back(feed.source);
  }
  plan.output_store = store_in_memory(
      plan, index, graph, graph.output,
      placement.phase_of(static_cast<int>(
          std::find_if(graph.layers.begin(), graph.layers.end(),
                       [&](const QuantizedLayer& layer) { return layer.output == graph.output; }) -
          graph.layers.begin())));
  plan.stores[plan.output_store].reader_layers.push_back(-1);
}

/// What each phase writes into its arrays.
void plan_loads(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                EnginePlan& plan) {
  std::int64_t address = 0;
  for (const LayerPlacement& layer : placement.layers) {
    if (layer.dynamic) continue;
    const MatrixWeights& weights = graph.layers[layer.layer].weights;
    for (const Block& block : layer.blocks) {
      const std::int64_t bits = weights_in(weights, block) * weights.bits;
      plan.phases[placement.phase_of(layer.layer)].loads.push_back(
          {layer.layer, chip.tile_of_array(block.array), address, bits,
           written_cells(chip, layer, block.rows(), block.outputs()),
           write_time_fs(chip, layer, block.rows())});
      address += ceil_divide(bits, 8);
    }
  }
  plan.weight_bytes = address;
}

}  // namespace

EnginePlan plan_engine(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                       std::int64_t images) {
  for (const LayerPlacement& layer : placement.layers)
    for (const Block& block : layer.blocks)  // throws where an MVM takes too long
      chip.kind(layer.tile_kind)
          .timing(layer.format, block.rows(), layer.format.converted_columns(block.outputs()));
  EnginePlan plan;
  plan.phases.resize(placement.phases.size());
  plan.batch = placement.takes_turns() ? placement.batch : images;
  plan.halves = placement.halves;
  plan.stages = plan_stages(graph, chip, placement);
  StoreIndex index;
  for (StagePlan& stage : plan.stages) {
    connect_inputs(plan, index, graph, stage);
    plan.phases[stage.phase].pixels_of_image += std::ssize(stage.positions);
  }
  plan_feeds(graph, placement, index, plan);
  if (placement.reloads) plan_loads(graph, chip, placement, plan);
  for (StorePlan& store : plan.stores) number_pixels(store);
  const std::vector<std::vector<std::vector<int>>> hold = pixels_to_hold(graph);
  for (StagePlan& stage : plan.stages)
    for (GroupPlan& group : stage.groups)
      for (InputPlan& input : group.inputs)
        plan_horizon(graph, stage, input.slot, hold[stage.layer][input.slot],
                     plan.stores[input.store], input);
  std::map<std::pair<int, int>, std::vector<int>> made;  // (phase, tensor) -> its stores
  for (int number = 0; number < static_cast<int>(plan.stores.size()); ++number)
    made[{plan.stores[number].phase, plan.stores[number].tensor}].push_back(number);
  for (StagePlan& stage : plan.stages)
    stage.destinations = made[{stage.phase, graph.layers[stage.layer].output}];
  for (int number : plan.spilled) plan.phases[plan.stores[number].phase].results.push_back(number);
  plan.phases.back().results.push_back(plan.output_store);
  share_buffers(graph, chip, plan);
  return plan;
}

}  // namespace mho
