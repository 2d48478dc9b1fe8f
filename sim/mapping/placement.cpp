// Layers -> arrays: formats, copies and array numbers of all blocks, in graph order. Arrays are
// given out one after another, so a layer touches as few tiles as its number of blocks allows, plus
// at most one where it starts inside a tile.
#include "sim/mapping/placement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/mapping/cuts.hpp"
#include "sim/mapping/misfit.hpp"
#include "workloads/layer_names.hpp"

namespace mho {
namespace {

MvmFormat format_of(const QuantizedGraph& graph, const QuantizedLayer& layer, const Chip& chip) {
  const QuantizedTensor& input = graph.tensors[array_input(layer)];
  return chip.format(layer.weights.bits, input.bits, input.is_signed);
}

/// Is the layer named as digital, by its name or as the first or last matrix layer? A layer of the
/// network may itself be called "first": then that one is meant.
bool is_named_digital(const QuantizedGraph& graph, const PlacementSpec& spec, int index) {
  const std::vector<std::string> names = matrix_layer_names(graph);
  const std::string& own = graph.layers[index].name;
  return std::any_of(spec.digital.begin(), spec.digital.end(), [&](const std::string& name) {
    if (name == own) return true;
    if (std::find(names.begin(), names.end(), name) != names.end()) return false;
    return (name == "first" && own == names.front()) || (name == "last" && own == names.back());
  });
}

/// Indices of the matrix layers that take no arrays (digital), or of those that do.
std::vector<int> matrix_layers(const QuantizedGraph& graph, const PlacementSpec& spec,
                               bool digital) {
  std::vector<int> layers;
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    if (has_weights(graph.layers[index].kind) && is_named_digital(graph, spec, index) == digital)
      layers.push_back(index);
  }
  return layers;
}

/// Refuses digital layers that are not there.
void check_digital(const QuantizedGraph& graph, const PlacementSpec& spec,
                   std::vector<Problem>& problems, const Place& where) {
  std::vector<std::string> names = matrix_layer_names(graph);
  for (const char* word : {"first", "last"})
    if (std::find(names.begin(), names.end(), word) == names.end()) names.push_back(word);
  for (const std::string& name : spec.digital) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      problems.push_back({where, "placement.digital",
                          "'" + name + "': " + no_such_layer(name, "matrix layer", names)});
  }
}

/// Refuses copies of layers that are not there, and copies that would stand idle.
void check_replication(const QuantizedGraph& graph, const PlacementSpec& spec,
                       std::vector<Problem>& problems, const Place& where) {
  const std::vector<std::string> names = matrix_layer_names(graph);
  for (const auto& [name, copies] : spec.replication) {
    const auto found = std::find_if(
        graph.layers.begin(), graph.layers.end(),
        [&](const QuantizedLayer& layer) { return has_weights(layer.kind) && layer.name == name; });
    const std::string key = "placement.replication." + name;
    if (found == graph.layers.end()) {
      problems.push_back({where, key, no_such_layer(name, "matrix layer", names)});
      continue;
    }
    if (is_named_digital(graph, spec, static_cast<int>(found - graph.layers.begin()))) {
      problems.push_back({where, key,
                          "the layer is digital and has no arrays to copy; allowed: one of "
                          "placement.replication and placement.digital"});
      continue;
    }
    const int positions = graph.tensors[found->output].pixels();
    if (copies < 1 || copies > positions) {
      problems.push_back({where, key,
                          std::to_string(copies) + " copies; allowed: 1 to " +
                              std::to_string(positions) +
                              ", the layer's output positions (each is computed by one copy)"});
    }
  }
}

void check_layers(const QuantizedGraph& graph, const PlacementSpec& spec, const Place& where) {
  std::vector<Problem> problems;
  check_digital(graph, spec, problems, where);
  check_replication(graph, spec, problems, where);
  if (!problems.empty()) throw InputError(std::move(problems));
}

/// What a layer's format cannot be on this chip, and what is allowed; empty when nothing is.
std::string unfit_format(const MvmFormat& format, const Chip& chip) {
  if (!format.conflict().empty()) return format.conflict();
  const MacroSpec& macro = chip.spec().tile.macro;
  if (format.accumulation == Accumulation::analog &&
      largest_column_sum(format, *macro.cell, chip.inputs_per_array(),
                         (1 << format.cell_bits) - 1) > std::ldexp(1.0, 24))
    return "column sums of " + std::to_string(format.code_bits()) +
           "-bit inputs exceed 2^24 units, the resolution of a column sum; allowed: fewer active "
           "rows, fewer input bits, or accumulation: digital";
  if (chip.outputs_per_array(format) >= 1) return {};
  return "one output of " + std::to_string(format.weight_bits) + "-bit weights takes " +
         std::to_string(format.cell_columns(1)) + " columns of cells, an array has " +
         std::to_string(macro.columns) +
         "; allowed: arrays with at least that many columns, cells of more levels, or fewer "
         "weight bits";
}

/// Refuses layers whose format the macros do not have, or of which not even one output fits an
/// array.
void check_formats(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                   const Place& where) {
  std::vector<Problem> problems;
  for (const int index : matrix_layers(graph, spec, false)) {
    const QuantizedLayer& layer = graph.layers[index];
    const MvmFormat format = format_of(graph, layer, chip);
    const std::string unfit = unfit_format(format, chip);
    if (!unfit.empty()) problems.push_back({where, layer.name, unfit});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

LayerPlacement place_layer(const QuantizedGraph& graph, int index, const Chip& chip, int replicas,
                           int first_array) {
  const QuantizedLayer& layer = graph.layers[index];
  LayerPlacement placed;
  placed.layer = index;
  placed.replicas = replicas;
  placed.format = format_of(graph, layer, chip);
  const std::vector<Block> cuts =
      cut(layer.weights, chip.inputs_per_array(), chip.outputs_per_array(placed.format));
  for (int replica = 0; replica < replicas; ++replica) {
    for (Block block : cuts) {
      block.layer = index;
      block.replica = replica;
      block.array = first_array + static_cast<int>(placed.blocks.size());
      placed.blocks.push_back(block);
    }
  }
  return placed;
}

double utilization(const QuantizedGraph& graph, const Chip& chip, const Placement& placement) {
  const MacroSpec& macro = chip.spec().tile.macro;
  std::int64_t used = 0;
  for (const LayerPlacement& layer : placement.layers) {
    for (const Block& block : layer.blocks) {
      used += weights_in(graph.layers[layer.layer].weights, block) *
              layer.format.cell_columns_per_output() * layer.format.rows_per_input();
    }
  }
  const double all = static_cast<double>(placement.arrays) * macro.rows * macro.columns;
  return all > 0 ? static_cast<double>(used) / all : 0;
}

}  // namespace

void PlacementSpec::fields(Fields& f) {
  f.integers_by_name("replication", replication, {1, 1e6},
                     "Copies of a layer's arrays that share its output positions, by layer name; 1 "
                     "where absent.");
  f.texts("digital", digital,
          "Matrix layers that take no arrays: the vector unit of a tile computes them exactly, one "
          "operation a MAC. Names of layers; `first` and `last` are the network's first and last "
          "matrix layer.",
          Presence::optional);
}

const LayerPlacement* Placement::of_layer(int layer) const {
  const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerPlacement& placed) {
    return placed.layer == layer;
  });
  return found == layers.end() ? nullptr : &*found;
}

bool Placement::is_digital(int layer) const {
  return std::find(digital.begin(), digital.end(), layer) != digital.end();
}

ProgrammingWork programming_work(const Placement& placement) {
  ProgrammingWork work;
  for (const LayerPlacement& layer : placement.layers) {
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
  for (const int index : matrix_layers(graph, spec, false)) {
    const QuantizedLayer& layer = graph.layers[index];
    const auto wanted = spec.replication.find(layer.name);
    // place() refuses more copies than positions; here they only must not overflow the count.
    const int copies =
        wanted == spec.replication.end()
            ? 1
            : std::clamp(wanted->second, 1, std::max(1, graph.tensors[layer.output].pixels()));
    const int outputs = chip.outputs_per_array(format_of(graph, layer, chip));
    const auto blocks = cut(layer.weights, chip.inputs_per_array(), outputs).size();
    demands.push_back({index, copies, static_cast<std::int64_t>(blocks) * copies});
  }
  return demands;
}

int arrays_needed(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec) {
  const Chip probe(chip, chip.tiles == 0 ? 1 : chip.tiles);
  const std::int64_t arrays = total(demand(graph, probe, spec));
  require(arrays <= std::numeric_limits<int>::max(), "arrays_needed: more than 2^31 arrays");
  return static_cast<int>(arrays);
}

Placement place(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                const Place& where) {
  check_layers(graph, spec, where);
  check_formats(graph, chip, spec, where);
  const std::vector<LayerDemand> demands = demand(graph, chip, spec);
  if (total(demands) > chip.arrays()) {
    throw InputError(where, "", misfit_message(graph, chip, spec, demands));
  }
  Placement placement;
  placement.digital = matrix_layers(graph, spec, true);
  for (const LayerDemand& each : demands) {
    placement.layers.push_back(place_layer(graph, each.layer, chip, each.copies, placement.arrays));
    placement.arrays += static_cast<int>(each.arrays);
  }
  placement.cell_utilization = utilization(graph, chip, placement);
  return placement;
}

std::vector<std::int32_t> block_weights(const QuantizedLayer& layer, const Block& block) {
  const MatrixWeights& weights = layer.weights;
  std::vector<std::int32_t> held(static_cast<std::size_t>(block.outputs()) * block.rows(), 0);
  for (int o = block.output_begin; o < block.output_end; ++o) {
    const int group_begin = o / weights.outputs_per_group() * weights.rows_per_group;
    const int begin = std::max(group_begin, block.row_begin);
    const int end = std::min(group_begin + weights.rows_per_group, block.row_end);
    const std::size_t to = static_cast<std::size_t>(o - block.output_begin) * block.rows();
    const std::size_t from = static_cast<std::size_t>(o) * weights.rows_per_group;
    for (int r = begin; r < end; ++r) {
      held[to + (r - block.row_begin)] = weights.values[from + (r - group_begin)];
    }
  }
  return held;
}

}  // namespace mho
