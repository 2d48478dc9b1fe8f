#include "sim/mapping/destinations.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

#include "workloads/quantize/layer_names.hpp"

namespace mho {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// Does a list of names mean this layer, by its name, as the first or last matrix layer, or as one
/// of the products? A layer of the network may itself be called "first": then that one is meant.
bool names_layer(const std::vector<std::string>& list, const QuantizedGraph& graph, int index) {
  if (list.empty()) return false;
  const std::vector<std::string> names = matrix_layer_names(graph);
  const std::vector<std::string> products = product_layer_names(graph);
  const QuantizedLayer& layer = graph.layers[index];
  if (!has_weights(layer.kind) && layer.kind != LayerKind::product) return false;
  return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
    if (name == layer.name) return true;
    if (holds(names, name) || holds(products, name)) return false;
    if (layer.kind == LayerKind::product) return name == "attention";
    return (name == "first" && layer.name == names.front()) ||
           (name == "last" && layer.name == names.back());
  });
}

/// The kind of tile that placement.assign sends a layer to; none: it is not named there.
std::optional<int> named_kind(const QuantizedGraph& graph, const ChipSpec& chip,
                              const PlacementSpec& spec, int index) {
  for (const LayersOnTilesSpec& on : spec.assign) {
    if (!names_layer(on.layers, graph, index)) continue;
    for (std::size_t i = 0; i < chip.other_tiles.size(); ++i)
      if (chip.other_tiles[i].name == on.tiles) return static_cast<int>(i) + 1;
    return 0;
  }
  return std::nullopt;
}

bool has_macros(const ChipSpec& chip, int kind) {
  return (kind == 0 ? chip.tile : chip.other_tiles[kind - 1].tile).macros > 0;
}

/// Is a matrix layer computed without arrays? When it is named so, or its tiles have none.
bool is_on_vector_unit(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec,
                       int index) {
  return !has_macros(chip, tile_kind_of_layer(graph, chip, spec, index)) ||
         names_layer(spec.vector_unit, graph, index);
}

/// Is a product of activations computed on arrays? When it is sent to tiles that have some.
bool is_placed_dynamic(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec,
                       int index) {
  if (graph.layers[index].kind != LayerKind::product) return false;
  const std::optional<int> kind = named_kind(graph, chip, spec, index);
  return kind && has_macros(chip, *kind);
}

/// Refuses layers of a list that are not there. `names`: those of the network that it may hold.
void check_names(const std::vector<std::string>& list, std::vector<std::string> names,
                 std::initializer_list<const char*> words, const std::string& what,
                 const std::string& key, std::vector<Problem>& problems, const Place& where) {
  for (const char* word : words)
    if (!holds(names, word)) names.push_back(word);
  for (const std::string& name : list)
    if (!holds(names, name))
      problems.push_back({where, key, "'" + name + "': " + no_such_layer(name, what, names)});
}

void check_vector_unit(const QuantizedGraph& graph, const PlacementSpec& spec,
                       std::vector<Problem>& problems, const Place& where) {
  check_names(spec.vector_unit, matrix_layer_names(graph), {"first", "last"}, "matrix layer",
              "placement.vector_unit", problems, where);
}

/// Products may be sent to tiles as well, where the network has any.
void check_sent(const QuantizedGraph& graph, const LayersOnTilesSpec& on,
                std::vector<Problem>& problems, const Place& where) {
  std::vector<std::string> names = matrix_layer_names(graph);
  const std::vector<std::string> products = product_layer_names(graph);
  if (products.empty()) {
    check_names(on.layers, names, {"first", "last"}, "matrix layer", "placement.assign", problems,
                where);
    return;
  }
  names.insert(names.end(), products.begin(), products.end());
  check_names(on.layers, names, {"first", "last", "attention"}, "matrix or product layer",
              "placement.assign", problems, where);
}

/// Refuses layers that several lists name.
void check_sent_once(const QuantizedGraph& graph, const PlacementSpec& spec,
                     std::vector<Problem>& problems, const Place& where) {
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index) {
    const auto lists = std::count_if(spec.assign.begin(), spec.assign.end(), [&](const auto& on) {
      return names_layer(on.layers, graph, index);
    });
    if (lists > 1)
      problems.push_back({where, "placement.assign",
                          "'" + graph.layers[index].name + "' is on " + std::to_string(lists) +
                              " lists; allowed: one kind of tiles for each layer"});
  }
}

/// Refuses kinds of tiles that the chip does not have.
void check_kinds(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                 std::vector<Problem>& problems, const Place& where) {
  std::vector<std::string> kinds;
  for (const TileKind& kind : chip.kinds()) kinds.push_back(kind.name());
  for (const LayersOnTilesSpec& on : spec.assign) {
    check_sent(graph, on, problems, where);
    if (std::find(kinds.begin(), kinds.end(), on.tiles) != kinds.end()) continue;
    std::string allowed;
    for (const std::string& kind : kinds) allowed += (allowed.empty() ? "" : ", ") + kind;
    problems.push_back({where, "placement.assign",
                        "the chip has no tiles of kind '" + on.tiles + "'" +
                            did_you_mean(on.tiles, kinds) + "; allowed: " + allowed});
  }
}

/// Refuses copies of layers that are not there, and copies that would stand idle.
void check_replication(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec,
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
    if (is_on_vector_unit(graph, chip, spec, static_cast<int>(found - graph.layers.begin()))) {
      problems.push_back(
          {where, key,
           "the vector unit computes the layer, which has no arrays to copy; allowed: one of "
           "placement.replication and placement.vector_unit"});
      continue;
    }
    const int positions = most_copies(graph, *found);
    if (copies < 1 || copies > positions) {
      problems.push_back(
          {where, key,
           std::to_string(copies) + " copies; allowed: 1 to " + std::to_string(positions) +
               (found->kind == LayerKind::lstm
                    ? ": a recurrent layer's positions wait for each other"
                    : ", the layer's output positions (each is computed by one copy)")});
    }
  }
}

}  // namespace

int tile_kind_of_layer(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec,
                       int index) {
  return named_kind(graph, chip, spec, index).value_or(0);
}

std::vector<int> array_layers(const QuantizedGraph& graph, const ChipSpec& chip,
                              const PlacementSpec& spec) {
  std::vector<int> layers;
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index)
    if (has_weights(graph.layers[index].kind) ? !is_on_vector_unit(graph, chip, spec, index)
                                              : is_placed_dynamic(graph, chip, spec, index))
      layers.push_back(index);
  return layers;
}

std::vector<int> layers_on_vector_units(const QuantizedGraph& graph, const ChipSpec& chip,
                                        const PlacementSpec& spec) {
  std::vector<int> layers;
  for (int index = 0; index < static_cast<int>(graph.layers.size()); ++index)
    if (has_weights(graph.layers[index].kind) && is_on_vector_unit(graph, chip, spec, index))
      layers.push_back(index);
  return layers;
}

int most_copies(const QuantizedGraph& graph, const QuantizedLayer& layer) {
  return layer.kind == LayerKind::matrix ? graph.tensors[layer.output].pixels() : 1;
}

void check_layers(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                  const Place& where) {
  std::vector<Problem> problems;
  check_vector_unit(graph, spec, problems, where);
  check_kinds(graph, chip, spec, problems, where);
  check_sent_once(graph, spec, problems, where);
  check_replication(graph, chip.spec(), spec, problems, where);
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace mho
