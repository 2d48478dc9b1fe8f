// Layers -> arrays: formats, copies and array numbers of all blocks, in graph order. Arrays are
// given out one after another, so a layer touches as few tiles as its number of blocks allows, plus
// at most one where it starts inside a tile.
#include "sim/mapping/placement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "sim/base/error.hpp"
#include "sim/mapping/balance.hpp"
#include "sim/mapping/cuts.hpp"
#include "sim/mapping/destinations.hpp"
#include "sim/mapping/misfit.hpp"
#include "sim/mapping/phases.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

MvmFormat format_of(const QuantizedGraph& graph, const QuantizedLayer& layer,
                    const TileKind& kind) {
  const QuantizedTensor& input = graph.tensors[array_input(layer)];
  return kind.format(array_shape(graph, layer).bits, input.bits, input.driven_signed());
}

/// What a layer's format cannot be on these tiles, and what is allowed; empty when nothing is.
std::string unfit_format(const MvmFormat& format, const TileKind& kind) {
  if (!format.conflict().empty()) return format.conflict();
  const MacroSpec& macro = kind.macro();
  if (macro.analog())
    if (const SumConflict sums = sum_conflict(format, *macro.cell); !sums.message.empty())
      return "active rows " + sums.message;
  if (kind.outputs_per_array(format) >= 1) return {};
  return "one output of " + std::to_string(format.weight_bits) + "-bit weights takes " +
         std::to_string(format.cell_columns(1)) + " columns of cells, an array has " +
         std::to_string(macro.columns) +
         "; allowed: arrays with at least that many columns, cells of more levels, or fewer "
         "weight bits";
}

/// The same of a product of activations, whose operand B takes the place of weights.
std::string unfit_operand(const QuantizedGraph& graph, const QuantizedLayer& layer,
                          const MvmFormat& format, const TileKind& kind) {
  const QuantizedTensor& b = graph.tensors[layer.inputs[1]];
  const std::string unfit =
      format.encoding == Encoding::xnor || format.encoding == Encoding::xnor_cell
          ? "encoding xnor holds -1 and 1, and activations are zero as well; allowed: "
            "differential, offset, twos_complement"
          : unfit_format(format, kind);
  if (unfit.empty()) return {};
  return "operand '" + b.name + "' in the place of weights (" + std::to_string(b.bits) +
         (b.is_signed ? " bits, signed)" : " bits, unsigned, and one for a sign)") + ": " + unfit +
         "; or tiles without macros, whose vector unit multiplies";
}

/// Refuses layers whose format the macros do not have, or of which not even one output fits an
/// array.
void check_formats(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                   const Place& where) {
  std::vector<Problem> problems;
  for (const int index : array_layers(graph, chip.spec(), spec)) {
    const QuantizedLayer& layer = graph.layers[index];
    const TileKind kind = chip.kind(tile_kind_of_layer(graph, chip.spec(), spec, index));
    const MvmFormat format = format_of(graph, layer, kind);
    const std::string unfit = layer.kind == LayerKind::product
                                  ? unfit_operand(graph, layer, format, kind)
                                  : unfit_format(format, kind);
    if (!unfit.empty()) problems.push_back({where, layer.name, unfit});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

LayerPlacement place_layer(const QuantizedGraph& graph, const LayerDemand& wanted, const Chip& chip,
                           int first_array) {
  const QuantizedLayer& layer = graph.layers[wanted.layer];
  LayerPlacement placed;
  placed.layer = wanted.layer;
  placed.tile_kind = wanted.tile_kind;
  placed.replicas = wanted.copies;
  const TileKind kind = chip.kind(wanted.tile_kind);
  placed.format = format_of(graph, layer, kind);
  placed.dynamic = layer.kind == LayerKind::product;
  const std::vector<Block> cuts = cut(array_shape(graph, layer), kind.inputs_per_array(),
                                      kind.outputs_per_array(placed.format));
  for (int replica = 0; replica < wanted.copies; ++replica) {
    for (Block block : cuts) {
      block.layer = wanted.layer;
      block.replica = replica;
      block.array = first_array + static_cast<int>(placed.blocks.size());
      placed.blocks.push_back(block);
    }
  }
  return placed;
}

double utilization(const QuantizedGraph& graph, const Chip& chip, const Placement& placement) {
  std::int64_t used = 0;
  double all = 0;
  for (const LayerPlacement& layer : placement.layers) {
    const MacroSpec& macro = chip.kind(layer.tile_kind).macro();
    const MatrixWeights shape = array_shape(graph, graph.layers[layer.layer]);
    all += static_cast<double>(layer.blocks.size()) * macro.rows * macro.columns;
    for (const Block& block : layer.blocks) {
      used += weights_in(shape, block) * layer.format.cell_columns_per_output() *
              layer.format.rows_per_input();
    }
  }
  return all > 0 ? static_cast<double>(used) / all : 0;
}

}  // namespace

void PlacementSpec::fields(Fields& f) {
  f.integers_by_name("replication", replication, {1, 1e6},
                     "Copies of a layer's arrays that share its output positions, by layer name; 1 "
                     "where absent.");
  f.texts("vector_unit", vector_unit,
          "Matrix layers that take no arrays: the vector unit of a tile computes them exactly, one "
          "operation a MAC. Names of layers; `first` and `last` are the network's first and last "
          "matrix layer.",
          Presence::optional);
  f.gone("digital", "allowed: vector_unit, the layers that vector units compute");
  f.sections("assign", assign, "Layers that go to another kind of tile than the main one.",
             Presence::optional);
  f.gone("on", "allowed: assign");
  f.flag("balance", balance,
         "Copies of layers are chosen so that the stages of the pipeline take equal times, within "
         "array_budget; on top of replication.",
         Presence::optional);
  f.integer("array_budget", array_budget, {0, 1e9},
            "Arrays of the main kind of tile that balance may fill; 0: all of them.",
            Presence::optional);
  f.choice("schedule", schedule,
           {{"pipelined", "all layers whose weights are on the arrays together, pixel by pixel"},
            {"layer_by_layer", "one layer at a time; what it reads waits in memory, complete"}},
           "Which layers work at the same time.", Presence::optional);
  f.integer("batch", batch, {1, 1e6},
            "Images that pass the layers that work together before the next ones begin.",
            Presence::optional);
}

void LayersOnTilesSpec::fields(Fields& f) {
  f.text("tiles", tiles, "Name of a kind of tile (chip.other_tiles).");
  f.texts("layers", layers,
          "Names of layers; `first` and `last` are the network's first and last matrix layer, "
          "`attention` all products of activations: on tiles with macros these are computed on "
          "arrays that are written for every image, without macros on their vector unit.");
}

const LayerPlacement* Placement::of_layer(int layer) const {
  const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerPlacement& placed) {
    return placed.layer == layer;
  });
  return found == layers.end() ? nullptr : &*found;
}

bool Placement::on_vector_unit(int layer) const {
  return std::find(vector_unit.begin(), vector_unit.end(), layer) != vector_unit.end();
}

int Placement::phase_of(int layer) const {
  for (int phase = 0; phase < static_cast<int>(phases.size()); ++phase)
    if (phases[phase].has(layer)) return phase;
  throw Bug("a layer belongs to no phase");
}

ProgrammingWork programming_work(const Placement& placement) {
  ProgrammingWork work;
  for (const LayerPlacement& layer : placement.layers) {
    if (layer.dynamic) continue;
    for (const Block& block : layer.blocks) {
      const int rows = block.rows() * layer.format.rows_per_input();
      work.cells += std::int64_t{rows} * layer.format.cell_columns(block.outputs());
      work.rows = std::max(work.rows, rows);
    }
  }
  return work;
}

std::vector<LayerDemand> demand(const QuantizedGraph& graph, const Chip& chip,
                                const PlacementSpec& spec) {
  check_formats(graph, chip, spec, {});
  std::vector<LayerDemand> demands;
  for (const int index : array_layers(graph, chip.spec(), spec)) {
    const QuantizedLayer& layer = graph.layers[index];
    const TileKind kind = chip.kind(tile_kind_of_layer(graph, chip.spec(), spec, index));
    const auto wanted = spec.replication.find(layer.name);
    // place() refuses more copies than positions; here they only must not overflow the count.
    const int copies =
        wanted == spec.replication.end()
            ? 1
            : std::clamp(wanted->second, 1, std::max(1, graph.tensors[layer.output].pixels()));
    const int outputs = kind.outputs_per_array(format_of(graph, layer, kind));
    const auto blocks = cut(array_shape(graph, layer), kind.inputs_per_array(), outputs).size();
    demands.push_back({index, kind.index(), copies, static_cast<std::int64_t>(blocks) * copies});
  }
  return demands;
}

int arrays_needed(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec) {
  const Chip probe(chip, chip.tiles == 0 ? 1 : chip.tiles);
  const std::int64_t arrays = total(demand(graph, probe, spec), 0);
  const std::int64_t most =
      std::min(std::int64_t{kMostTiles} * chip.chips * chip.tile.macros, kMostArrays - 1);
  if (arrays > most)
    throw InputError({}, "chip.tiles",
                     "the network needs " + std::to_string(arrays) + " arrays; allowed: up to " +
                         std::to_string(most) + ", those of " + std::to_string(kMostTiles) +
                         " tiles on each chip: by larger arrays, fewer copies of layers, or fewer "
                         "bits");
  return static_cast<int>(arrays);
}

namespace {

/// The time that one copy of a layer takes for one image, and how it may be copied.
StageLoad stage_load(const QuantizedGraph& graph, const Chip& chip, const LayerDemand& wanted) {
  const LayerPlacement one = place_layer(graph, wanted, chip, 0);
  StageLoad load;
  load.arrays = static_cast<int>(one.blocks.size());
  load.most_copies = most_copies(graph, graph.layers[wanted.layer]);
  Time slowest;
  for (const Block& block : one.blocks)
    slowest = std::max(slowest, chip.kind(wanted.tile_kind)
                                    .timing(one.format, block.rows(),
                                            one.format.converted_columns(block.outputs()))
                                    .interval);
  load.time =
      static_cast<double>(graph.tensors[graph.layers[wanted.layer].output].pixels()) * slowest;
  return load;
}

/// Gives layers of the main kind copies, on top of those asked for, until they are equally fast.
void balance(const QuantizedGraph& graph, const Chip& chip, int budget,
             std::span<LayerDemand> demands) {
  std::vector<StageLoad> loads;
  std::vector<LayerDemand*> balanced;
  for (LayerDemand& each : demands) {
    if (each.tile_kind != 0) continue;
    if (each.copies > 1) {  // as the run says
      budget -= static_cast<int>(each.arrays);
      continue;
    }
    loads.push_back(stage_load(graph, chip, each));
    balanced.push_back(&each);
  }
  const std::vector<int> copies = balanced_copies(loads, budget);
  for (std::size_t i = 0; i < copies.size(); ++i) {
    balanced[i]->copies = copies[i];
    balanced[i]->arrays *= copies[i];
  }
}

/// What phases are cut from: every layer of the graph, those without arrays costing nothing.
std::vector<PhaseLayer> phase_layers(const QuantizedGraph& graph, const Chip& chip,
                                     const std::vector<LayerDemand>& demands) {
  std::vector<PhaseLayer> layers(graph.layers.size());
  for (std::size_t index = 0; index < layers.size(); ++index) {
    const QuantizedTensor& output = graph.tensors[graph.layers[index].output];
    layers[index].arrays.assign(chip.kinds().size(), 0);
    layers[index].spill = 2.0 * chip.memory_transfer(output.size() * output.bits);
  }
  for (const LayerDemand& each : demands) {
    PhaseLayer& layer = layers[each.layer];
    const MatrixWeights weights = array_shape(graph, graph.layers[each.layer]);
    const CellCost& cell = chip.kind(each.tile_kind).macro().cell_cost;
    layer.arrays[each.tile_kind] = static_cast<int>(each.arrays);
    if (each.tile_kind == 0) layer.stage = stage_load(graph, chip, each);
    if (graph.layers[each.layer].kind == LayerKind::product) continue;  // written by its own stage
    layer.transfer =
        chip.memory_transfer(std::int64_t{weights.outputs} * weights.rows_per_group * weights.bits);
    layer.write = static_cast<double>(
                      std::min(weights.rows(), chip.kind(each.tile_kind).inputs_per_array())) *
                  cell.write_time;
  }
  return layers;
}

/// Does every kind of tile have the arrays that it is asked for?
bool fits(const Chip& chip, const std::vector<LayerDemand>& demands) {
  for (const TileKind& kind : chip.kinds())
    if (total(demands, kind.index()) > kind.arrays()) return false;
  return true;
}

/// Arrays for the layers of one phase, one after another on each kind of tile.
void place_phase(const QuantizedGraph& graph, const Chip& chip, const Phase& phase,
                 std::span<const LayerDemand> demands, Placement& placement) {
  std::vector<int> next;
  for (const TileKind& kind : chip.kinds())
    next.push_back(kind.first_array() + phase.half * (kind.arrays() / 2));
  const std::vector<int> first = next;
  for (const LayerDemand& each : demands) {
    placement.layers.push_back(place_layer(graph, each, chip, next[each.tile_kind]));
    next[each.tile_kind] += static_cast<int>(each.arrays);
  }
  int used = 0;
  for (std::size_t kind = 0; kind < next.size(); ++kind) used += next[kind] - first[kind];
  placement.arrays = std::max(placement.arrays, used);
}

std::vector<Phase> phases_of_resident(const QuantizedGraph& graph, const PlacementSpec& spec) {
  const int layers = static_cast<int>(graph.layers.size());
  if (spec.schedule == Concurrency::pipelined) return {{0, layers, 0}};
  std::vector<Phase> phases;
  for (int layer = 0; layer < layers; ++layer) phases.push_back({layer, layer + 1, 0});
  return phases;
}

void place_resident(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                    std::vector<LayerDemand> demands, Placement& placement) {
  if (spec.balance) {
    const int all = chip.main().arrays();
    balance(graph, chip, spec.array_budget > 0 ? std::min(spec.array_budget, all) : all, demands);
  }
  place_phase(graph, chip, {}, demands, placement);
  placement.phases = phases_of_resident(graph, spec);
}

void place_reloaded(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                    const std::vector<LayerDemand>& demands, Placement& placement) {
  std::vector<int> arrays;
  for (const TileKind& kind : chip.kinds()) arrays.push_back(kind.arrays());
  const Cut cut =
      cut_into_phases(phase_layers(graph, chip, demands), arrays, spec.batch, spec.balance);
  placement.phases = cut.phases;
  placement.reloads = true;
  placement.halves = cut.halves;
  for (const Phase& phase : cut.phases) {
    std::vector<LayerDemand> own;
    for (const LayerDemand& each : demands)
      if (phase.has(each.layer)) own.push_back(each);
    const int budget = cut.halves ? arrays[0] / 2 : arrays[0];
    if (spec.balance) balance(graph, chip, budget, own);
    place_phase(graph, chip, phase, own, placement);
  }
}

/// Does every layer fit the chip alone, so that weights can be written layer by layer?
bool fits_in_phases(const Chip& chip, const std::vector<LayerDemand>& demands) {
  return std::all_of(demands.begin(), demands.end(), [&](const LayerDemand& each) {
    return each.arrays <= chip.kind(each.tile_kind).arrays();
  });
}

}  // namespace

Placement place(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                const Place& where) {
  check_layers(graph, chip, spec, where);
  check_formats(graph, chip, spec, where);
  const std::vector<LayerDemand> demands = demand(graph, chip, spec);
  Placement placement;
  placement.batch = spec.batch;
  placement.vector_unit = layers_on_vector_units(graph, chip.spec(), spec);
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index)
    if (const int kind = tile_kind_of_layer(graph, chip.spec(), spec, index);
        kind > 0 && (chip.kind(kind).macros() == 0 || placement.on_vector_unit(index)))
      placement.vector_kind[index] = kind;
  if (fits(chip, demands))
    place_resident(graph, chip, spec, demands, placement);
  else if (chip.can_reload() && fits_in_phases(chip, demands))
    place_reloaded(graph, chip, spec, demands, placement);
  else
    throw misfit(graph, chip, spec, demands, where);
  placement.cell_utilization = utilization(graph, chip, placement);
  return placement;
}

std::vector<std::int32_t> block_weights(const MatrixWeights& weights, const Block& block) {
  std::vector<std::int32_t> held(static_cast<std::size_t>(block.outputs()) * block.rows(), 0);
  for (int o = block.output_begin; o < block.output_end; ++o) {
    const int group_begin = o / weights.outputs_per_group() * weights.rows_per_group;
    const int begin = std::max(group_begin, block.row_begin);
    const int end = std::min(group_begin + weights.rows_per_group, block.row_end);
    const std::size_t to = static_cast<std::size_t>(o - block.output_begin) * block.rows();
    const std::size_t from = static_cast<std::size_t>(o) * weights.rows_per_group;
    const std::int32_t center = weights.center.empty() ? 0 : weights.center[o];
    for (int r = begin; r < end; ++r) {
      held[to + (r - block.row_begin)] = weights.values[from + (r - group_begin)] - center;
    }
  }
  return held;
}

std::vector<CenterCorrection> block_corrections(const MatrixWeights& weights, const Block& block) {
  std::vector<CenterCorrection> corrections;
  for (int o = block.output_begin; !weights.center.empty() && o < block.output_end; ++o) {
    const int group_begin = o / weights.outputs_per_group() * weights.rows_per_group;
    const int begin = std::max(group_begin, block.row_begin) - block.row_begin;
    const int end = std::min(group_begin + weights.rows_per_group, block.row_end) - block.row_begin;
    corrections.push_back({begin, std::max(begin, end), weights.center[o]});
  }
  return corrections;
}

}  // namespace mho
