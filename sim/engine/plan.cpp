#include "sim/engine/plan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/buffer_shares.hpp"
#include "sim/engine/clock.hpp"
#include "sim/engine/windows.hpp"

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

std::vector<int> distinct_outputs(const LayerPlacement& layer, const GroupPlan& group) {
  std::vector<int> outputs;
  for (int block : group.blocks)
    for (int o = layer.blocks[block].output_begin; o < layer.blocks[block].output_end; ++o)
      outputs.push_back(o);
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  return outputs;
}

void time_group(const Chip& chip, const LayerPlacement& layer, GroupPlan& group) {
  for (int index : group.blocks) {
    const Block& block = layer.blocks[index];
    const MvmTiming timing =
        chip.timing(layer.format, block.rows(), layer.format.converted_columns(block.outputs()));
    group.interval_fs = std::max(group.interval_fs, femtoseconds(timing.interval));
    group.latency_fs = std::max(group.latency_fs, femtoseconds(timing.latency));
    group.busy_fs += femtoseconds(timing.interval);
    group.block_rows += block.rows();
    group.block_outputs += block.outputs();
  }
}

StagePlan matrix_stage(const QuantizedGraph& graph, const Chip& chip, const LayerPlacement& layer,
                       int replica) {
  StagePlan stage;
  stage.layer = layer.layer;
  stage.replica = replica;
  const MatrixWeights& weights = graph.layers[layer.layer].weights;
  stage.sum_bits = layer.format.weight_bits + layer.format.input_bits +
                   std::bit_width(static_cast<unsigned>(weights.rows_per_group - 1));
  for (int block = 0; block < static_cast<int>(layer.blocks.size()); ++block)
    if (layer.blocks[block].replica == replica)
      group_on(stage, layer.blocks[block].array / chip.spec().tile.macros).blocks.push_back(block);
  for (GroupPlan& group : stage.groups) {
    group.rows = distinct_rows(layer, group);
    group.outputs = distinct_outputs(layer, group);
    time_group(chip, layer, group);
  }
  return stage;
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
        stage.groups.emplace_back().tile = home_of_tensor.at(layer.inputs.front());
        if (layer.kind == LayerKind::matrix) stage.groups.back().rows = layer.weights.rows();
      }
      for (int position = 0; position < pixels; ++position)
        if (!placed || placed->replica_of(position) == replica) stage.positions.push_back(position);
      if (replica == 0) home_of_tensor[layer.output] = stage.home();
      stages.push_back(std::move(stage));
    }
  }
  return stages;
}

int store_for(EnginePlan& plan, const QuantizedGraph& graph, int tensor, int tile) {
  for (std::size_t index = 0; index < plan.stores.size(); ++index)
    if (plan.stores[index].tensor == tensor && plan.stores[index].tile == tile)
      return static_cast<int>(index);
  StorePlan store;
  store.tensor = tensor;
  store.tile = tile;
  const QuantizedTensor& shape = graph.tensors[tensor];
  store.pixel_bits = std::int64_t{shape.channels} * shape.bits;
  store.sequence.assign(shape.pixels(), -1);
  plan.stores.push_back(std::move(store));
  return static_cast<int>(plan.stores.size()) - 1;
}

/// Makes the stores that a stage reads from and marks the pixels that it needs (sequence = 0).
void connect_inputs(EnginePlan& plan, const QuantizedGraph& graph, StagePlan& stage) {
  const QuantizedLayer& layer = graph.layers[stage.layer];
  std::vector<int> pixels;
  for (GroupPlan& group : stage.groups) {
    for (int slot = 0; slot < static_cast<int>(layer.inputs.size()); ++slot) {
      InputPlan input;
      input.store = store_for(plan, graph, layer.inputs[slot], group.tile);
      StorePlan& store = plan.stores[input.store];
      input.reader = static_cast<int>(store.reader_layers.size());
      store.reader_layers.push_back(stage.layer);
      for (int position : stage.positions) {
        window_pixels(graph, layer, slot, position, pixels);
        for (int pixel : pixels) store.sequence[pixel] = 0;
      }
      group.inputs.push_back(std::move(input));
    }
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
/// replica), what this reader has not passed yet and what that position is still waiting for.
void plan_horizon(const QuantizedGraph& graph, const StagePlan& stage, int slot, bool whole,
                  StorePlan& store, InputPlan& input) {
  const QuantizedLayer& layer = graph.layers[stage.layer];
  const int count = static_cast<int>(stage.positions.size());
  std::vector<int> pixels;
  input.horizon.assign(count + 1, static_cast<int>(store.pixels.size()));
  for (int n = count - 1; n >= 0; --n) {
    window_pixels(graph, layer, slot, stage.positions[n], pixels);
    input.horizon[n] = input.horizon[n + 1];
    if (!pixels.empty()) input.horizon[n] = std::min(input.horizon[n], place_of(store, pixels[0]));
  }
  if (whole) {
    store.needed = std::max<std::int64_t>(store.needed, std::ssize(store.pixels));
    return;
  }
  int next = 0;
  for (int position = 0; position < graph.tensors[layer.output].pixels(); ++position) {
    window_pixels(graph, layer, slot, position, pixels);
    if (!pixels.empty())
      store.needed = std::max<std::int64_t>(
          store.needed, place_of(store, pixels.back() + 1) - input.horizon[next]);
    if (next < count && stage.positions[next] == position) ++next;
  }
}

}  // namespace

EnginePlan plan_engine(const QuantizedGraph& graph, const Chip& chip, const Placement& placement) {
  EnginePlan plan;
  plan.stages = plan_stages(graph, chip, placement);
  for (StagePlan& stage : plan.stages) connect_inputs(plan, graph, stage);
  plan.output_store = store_for(plan, graph, graph.output, kGlobalBuffer);
  StorePlan& output = plan.stores[plan.output_store];
  output.reader_layers.push_back(-1);
  std::fill(output.sequence.begin(), output.sequence.end(), 0);
  output.needed = 1;
  for (StorePlan& store : plan.stores) number_pixels(store);
  const std::vector<std::vector<bool>> whole = whole_tensor_inputs(graph);
  for (StagePlan& stage : plan.stages)
    for (GroupPlan& group : stage.groups)
      for (std::size_t slot = 0; slot < group.inputs.size(); ++slot)
        plan_horizon(graph, stage, static_cast<int>(slot), whole[stage.layer][slot],
                     plan.stores[group.inputs[slot].store], group.inputs[slot]);
  for (int index = 0; index < static_cast<int>(plan.stores.size()); ++index) {
    const StorePlan& store = plan.stores[index];
    if (store.tensor == graph.input) plan.image_destinations.push_back(index);
    for (StagePlan& stage : plan.stages)
      if (graph.layers[stage.layer].output == store.tensor) stage.destinations.push_back(index);
  }
  share_buffers(graph, chip, plan);
  return plan;
}

}  // namespace mho
